//! What happened: the journal's vocabulary.
//!
//! Events refer to content by key and never hold what somebody wrote, so that it can be taken back without
//! touching the log. They carry computed values (due times, owners), so that applying them reads no settings
//! and no clock. Unknown or older versions are read through the store's upcasters.

mod parts;

pub use parts::{Act, Elsewhere, Form, Proof, Reference, Reopened, Requeue, Source};

use crate::burst::{Decision, ModelCall};
use crate::ids::{AccountId, BurstId, ContentKey, ConversationId, Mid, SendId};
use crate::owner::Owner;
use crate::send::{Cancel, Class, Look, Loss, Writer};
use crate::time::{Due, Millis};
use serde::{Deserialize, Serialize};

/// The version written with each event.
pub const EVENT_VERSION: u32 = 1;

/// Something that happened in one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The customer wrote.
    MessageReceived {
        /// Meta's id.
        mid: Mid,
        /// Meta's time, ms.
        at: Millis,
        /// Whether `at` is exact or a polled whole second.
        exact: bool,
        /// What it is.
        form: Form,
        /// Where its content is.
        content: ContentKey,
        /// The message it replies to.
        reply_to: Option<Mid>,
        /// How it reached us.
        source: Source,
    },
    /// Somebody or something else answered for the account: a foreign echo.
    AnsweredElsewhere {
        /// Meta's id.
        mid: Mid,
        /// Meta's time, ms.
        at: Millis,
        /// Whether `at` is exact.
        exact: bool,
        /// Who.
        by: Elsewhere,
        /// Where its content is.
        content: ContentKey,
        /// The message it replies to.
        reply_to: Option<Mid>,
        /// How it reached us.
        source: Source,
    },
    /// A polled time was refined by its webhook.
    MessageTimed {
        /// Which message.
        mid: Mid,
        /// Meta's time, ms.
        at: Millis,
    },
    /// The customer edited a message; its content was replaced.
    MessageEdited {
        /// Which message.
        mid: Mid,
        /// Meta's number of the edit, from 1.
        edit: u32,
    },
    /// A message was taken back; its content is gone.
    MessageUnsent {
        /// Which message.
        mid: Mid,
    },
    /// A reaction, or its removal.
    Reacted {
        /// The message reacted to.
        mid: Mid,
        /// Meta's time, ms.
        at: Millis,
        /// The emoji; `None` when it was removed.
        emoji: Option<String>,
    },
    /// The customer has seen everything up to a time.
    SeenByCustomer {
        /// Meta's time of the newest message seen, ms.
        upto: Millis,
        /// When, Meta's time, ms.
        at: Millis,
    },
    /// Something refers to a message that has not arrived; it waits for it.
    ReferenceParked {
        /// The message it waits for.
        mid: Mid,
        /// What to do then.
        reference: Reference,
    },
    /// Something the desk keeps and shows, but does not act on.
    Noted {
        /// What it was, in the platform's word.
        what: String,
        /// Meta's time, ms.
        at: Millis,
    },
    /// The operator has read everything so far.
    ReadByOperator,
    /// A human acted here; what the autopilot had in mind is out of date.
    OperatorActed {
        /// How.
        act: Act,
    },
    /// Who answers has changed.
    OwnerChanged {
        /// The new owner.
        owner: Owner,
    },
    /// A burst opened.
    BurstOpened {
        /// Its id.
        burst: BurstId,
        /// Its messages.
        mids: Vec<Mid>,
        /// When its first message was received: wall time, ms.
        first: Millis,
        /// When its last message was received.
        last: Millis,
        /// When it is due.
        due: Due,
        /// Only a human can read it.
        asks_human: bool,
    },
    /// Something joined the open burst; a running model call or unreleased draft is void.
    BurstJoined {
        /// Which burst.
        burst: BurstId,
        /// The message that joined; `None` for an edit.
        mid: Option<Mid>,
        /// When: wall time, ms.
        last: Millis,
        /// When it is due now.
        due: Due,
        /// Only a human can read it.
        asks_human: bool,
    },
    /// A message of the open burst was taken back.
    BurstShrank {
        /// Which burst.
        burst: BurstId,
        /// The message that left.
        mid: Mid,
        /// When it is due now.
        due: Due,
    },
    /// The model is asked.
    BurstClaimed {
        /// Which burst.
        burst: BurstId,
        /// Which call, from 1.
        call: u32,
        /// The basis it is made from.
        basis: u64,
        /// When the claim is void by itself.
        due: Due,
    },
    /// The burst waits again.
    BurstReopened {
        /// Which burst.
        burst: BurstId,
        /// Why.
        why: Reopened,
        /// When it is due.
        due: Due,
    },
    /// After a start or wake-up, the burst waits for one look at the thread.
    BurstHeld {
        /// Which burst.
        burst: BurstId,
        /// When to look.
        due: Due,
    },
    /// The model's answer is in the outbox.
    Drafted {
        /// Which burst.
        burst: BurstId,
        /// The basis it was made from.
        basis: u64,
        /// The call that made it.
        call: ModelCall,
    },
    /// The burst is closed: what the autopilot did, and why.
    Decided {
        /// The record.
        decision: Decision,
    },
    /// A send was put into the outbox.
    SendEnqueued {
        /// Its id.
        send: SendId,
        /// The answer's first part.
        group: SendId,
        /// Who wrote it.
        writer: Writer,
        /// The burst it answers.
        burst: Option<BurstId>,
        /// The basis of its draft.
        basis: u64,
        /// Which part, from 1.
        part: u16,
        /// Of how many.
        parts: u16,
        /// Where its content is.
        content: ContentKey,
        /// Its place in the conversation: Meta's time, ms.
        at: Millis,
        /// When it may leave.
        due: Due,
        /// Whether it is held so that it can be undone.
        held: bool,
    },
    /// An attempt left: committed before the request does.
    SendReleased {
        /// Which send.
        send: SendId,
        /// Which attempt, from 1.
        attempt: u32,
        /// Meta's time as it was known then, ms.
        at: Millis,
        /// Wall time, ms: what Meta's time was is known better later.
        wall: Millis,
    },
    /// Meta answered with a `mid`.
    SendAccepted {
        /// Which send.
        send: SendId,
        /// Meta's id.
        mid: Mid,
    },
    /// An echo with the same content came before the answer.
    SendBound {
        /// Which send.
        send: SendId,
        /// Meta's id.
        mid: Mid,
        /// Meta's time, ms.
        at: Millis,
    },
    /// The provisional echo was not this send's.
    SendUnbound {
        /// Which send.
        send: SendId,
    },
    /// Its arrival is proven.
    SendConfirmed {
        /// Which send.
        send: SendId,
        /// Meta's id; `None` when the operator vouches for it.
        mid: Option<Mid>,
        /// How it was proven.
        by: Proof,
    },
    /// It waits again.
    SendRequeued {
        /// Which send.
        send: SendId,
        /// Why.
        why: Requeue,
        /// When it may leave.
        due: Due,
    },
    /// The attempt's outcome is not known.
    SendLost {
        /// Which send.
        send: SendId,
        /// Why.
        why: Loss,
        /// When to look.
        due: Due,
    },
    /// One look did not find it.
    SendLooked {
        /// Which send.
        send: SendId,
        /// What the look says.
        look: Look,
        /// The next look; `None` after the last.
        due: Option<Due>,
    },
    /// The operator is asked whether it arrived.
    SendAsked {
        /// Which send.
        send: SendId,
        /// What the looks say.
        look: Look,
    },
    /// Later sends may pass it.
    SendPassed {
        /// Which send.
        send: SendId,
    },
    /// It failed for good.
    SendFailed {
        /// Which send.
        send: SendId,
        /// Why.
        class: Class,
        /// Meta's code, when Meta said so.
        code: Option<i64>,
        /// Meta's subcode.
        subcode: Option<i64>,
    },
    /// It was taken back before it left.
    SendCancelled {
        /// Which send.
        send: SendId,
        /// Why.
        why: Cancel,
    },
    /// Its contact and another one are one person.
    ContactLinked {
        /// The other's conversation.
        with: ConversationId,
        /// The message that both know.
        mid: Mid,
    },
}

/// Something that happened to an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AccountEvent {
    /// It was connected, or connected again.
    AccountConnected {
        /// Its handle.
        username: String,
        /// Meta's time, ms: what was written before never opens a burst.
        at: Millis,
    },
    /// It was disconnected here; its history stays.
    AccountDisconnected,
    /// It can no longer send.
    AccountStopped {
        /// Why.
        class: Class,
        /// Meta's code.
        code: Option<i64>,
        /// Meta's subcode.
        subcode: Option<i64>,
    },
    /// It can send again.
    AccountResumed,
    /// Its autopilot was switched.
    AutopilotSwitched {
        /// On or off.
        on: bool,
        /// Meta's time, ms.
        at: Millis,
    },
    /// A limit was met; nothing leaves before this.
    AccountThrottled {
        /// Wall time, ms, and the delay.
        until: Due,
    },
    /// An event of the account's own that concerns no conversation: a comment, a mention.
    AccountNoted {
        /// What it was, in the platform's word.
        what: String,
        /// Meta's time, ms.
        at: Millis,
    },
}

/// An event of the journal: whose it is and what happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Entry {
    /// In a conversation.
    Conversation(ConversationId, Event),
    /// To an account.
    Account(AccountId, AccountEvent),
}
