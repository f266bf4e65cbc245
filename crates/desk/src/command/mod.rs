//! What is asked of the desk. A command is decided against the state and becomes events, or is refused.

mod names;

use crate::burst::{ModelCall, Reason};
use crate::content::Content;
use crate::event::{Form, Source};
use crate::ids::{BurstId, ContentKey, ConversationId, Mid, SendId};
use crate::send::{Class, Loss, Retry};
use crate::time::{Due, Millis};

/// A command about one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Command {
    /// Which conversation.
    pub conversation: ConversationId,
    /// What is asked.
    pub act: Ask,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Take in what the platform delivered.
    Receive {
        /// What it is.
        incoming: Incoming,
        /// How it reached us.
        source: Source,
    },
    /// What the platform delivered about this contact names a message of another one's: one person, whose id differs
    /// between two apps (rules 2).
    SamePerson {
        /// The other's conversation.
        with: ConversationId,
        /// The message that both know.
        mid: Mid,
    },
    /// The operator typed a non-blank character.
    Typed,
    /// The operator takes over.
    TakeOver,
    /// The operator hands back to the autopilot.
    HandBack,
    /// The operator sends.
    Reply {
        /// Made by the window; repeating it returns the first result.
        send: SendId,
        /// The parts, in order, each within Meta's limit. Never empty.
        parts: Vec<Content>,
        /// The newest item the operator had on screen: its `mid`, or its send id.
        seen: Option<String>,
    },
    /// The operator takes back what has not left.
    Undo {
        /// Any part.
        send: SendId,
        /// What its parts say, as far as it is known: what of it is taken back stands in the draft again.
        words: Vec<(SendId, String)>,
    },
    /// The operator wants a failed send to go out.
    Retry {
        /// Which.
        send: SendId,
    },
    /// The operator answers the question of an unknown send.
    Resolve {
        /// Which.
        send: SendId,
        /// What the operator says.
        choice: Choice,
    },
    /// The operator lets later sends pass an unknown one.
    Pass {
        /// Which.
        send: SendId,
    },
    /// The operator has read the conversation.
    Read {
        /// The newest item that was on screen; `None`: all of it was.
        upto: Option<String>,
    },
    /// The owner's time ran out.
    ExpireOwner,
    /// A burst came due.
    Claim {
        /// Which.
        burst: BurstId,
        /// How long the model may take before the claim is void, ms.
        patience: Millis,
    },
    /// The model has an answer.
    Draft {
        /// Which burst.
        burst: BurstId,
        /// Which call.
        call: u32,
        /// The parts of the answer, in order. Never empty.
        parts: Vec<Content>,
        /// What the call was.
        record: ModelCall,
    },
    /// The model hands over to a human.
    HandOver {
        /// Which burst.
        burst: BurstId,
        /// Which call.
        call: u32,
        /// The model's words about why.
        note: Option<String>,
        /// What the call was.
        record: ModelCall,
    },
    /// The model failed.
    ModelFailed {
        /// Which burst.
        burst: BurstId,
        /// Which call.
        call: u32,
        /// How.
        reason: Reason,
        /// When to try again; `None`: it is no use.
        again: Option<Millis>,
        /// What is known of the call.
        record: Option<ModelCall>,
    },
    /// The program started or the machine woke up: nothing in memory can be trusted.
    Wake {
        /// It started: attempts that were on the wire have lost their caller.
        restarted: bool,
    },
    /// The account was disconnected here: nothing that waits goes out, now or after a new sign-in.
    Disconnected,
    /// The look that a burst waited for.
    BurstLooked {
        /// Which burst.
        burst: BurstId,
        /// Whether there was a listing. What it holds was received before this.
        looked: bool,
    },
    /// Let an attempt leave.
    Release {
        /// Which send.
        send: SendId,
    },
    /// What became of the attempt.
    Attempted {
        /// Which send.
        send: SendId,
        /// Which attempt.
        attempt: u32,
        /// What became of it.
        outcome: Attempt,
    },
    /// A look at the thread for an unknown send.
    Looked {
        /// Which send.
        send: SendId,
        /// What it showed; `None`: there was no listing.
        listing: Option<Listing>,
    },
}

/// What the platform delivers about a conversation (contract 3.6), without the wire's shapes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Incoming {
    /// The customer wrote.
    Message {
        /// Meta's id.
        mid: Mid,
        /// Meta's time, ms.
        at: Millis,
        /// Whether `at` is exact.
        exact: bool,
        /// What it is.
        form: Form,
        /// What was written.
        content: Content,
        /// The message it replies to.
        reply_to: Option<Mid>,
    },
    /// A message of the account's own, ours or not.
    Echo {
        /// Meta's id.
        mid: Mid,
        /// Meta's time, ms.
        at: Millis,
        /// Whether `at` is exact.
        exact: bool,
        /// What was written.
        content: Content,
        /// The message it replies to.
        reply_to: Option<Mid>,
        /// Whose app sent it, when Meta says so (it rarely does, contract 3.6).
        app: Option<EchoApp>,
    },
    /// A real edit.
    Edit {
        /// The edited message.
        mid: Mid,
        /// Meta's number of the edit, from 1.
        edit: u32,
        /// The new words.
        text: String,
    },
    /// A message was taken back.
    Unsend {
        /// Which message.
        mid: Mid,
    },
    /// A reaction, or its removal.
    Reaction {
        /// The message reacted to.
        mid: Mid,
        /// Meta's time, ms.
        at: Millis,
        /// The emoji; `None` when it was removed.
        emoji: Option<String>,
    },
    /// The customer has seen a message and everything before it.
    Seen {
        /// The message; `None` when only a time is known.
        mid: Option<Mid>,
        /// Meta's time, ms.
        at: Millis,
    },
    /// Something to keep and show, but not to act on.
    Other {
        /// What it was, in the platform's word.
        what: String,
        /// Meta's time, ms.
        at: Millis,
    },
}

/// Whose app sent an echo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EchoApp {
    /// Ours.
    Ours,
    /// Another.
    Other,
}

/// The operator's answer about an unknown send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// It did not arrive: send it again.
    SendAgain,
    /// It arrived.
    Arrived,
}

/// What became of an attempt (rules 5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Attempt {
    /// No byte of the request left.
    NotSent,
    /// Meta answered with a `mid`.
    Accepted(Mid),
    /// Meta refused.
    Refused {
        /// The error's class.
        class: Class,
        /// What to do about it.
        retry: Retry,
        /// Meta's code.
        code: i64,
        /// Meta's subcode.
        subcode: Option<i64>,
    },
    /// Nothing left, and nothing ever can: there is no such content, or it makes no request.
    Unsendable,
    /// The outcome is not known.
    Lost(Loss),
}

/// A thread as a look showed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Listing {
    /// Its messages, in any order.
    pub items: Vec<Listed>,
    /// The oldest time the listing covers for certain: Meta's time, ms; `None`: the whole thread.
    pub reaches: Option<Millis>,
}

/// One message of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Listed {
    /// Meta's id.
    pub mid: Mid,
    /// Meta's time in whole seconds, ms.
    pub at: Millis,
    /// Whether the account wrote it.
    pub ours: bool,
    /// What it says.
    pub content: Content,
}

/// A command about an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AccountAsk {
    /// It was connected.
    Connect {
        /// Its handle.
        username: String,
    },
    /// It was disconnected here.
    Disconnect,
    /// Its token died, or Meta stopped it.
    Stop {
        /// Why.
        class: Class,
        /// Meta's code.
        code: Option<i64>,
        /// Meta's subcode.
        subcode: Option<i64>,
    },
    /// It works again.
    Resume,
    /// Its autopilot is switched.
    SwitchAutopilot {
        /// On or off.
        on: bool,
    },
    /// A limit was met.
    Throttle {
        /// Until when.
        until: Due,
    },
    /// An event that concerns no conversation.
    Note {
        /// What it was.
        what: String,
        /// Meta's time, ms.
        at: Millis,
    },
}

/// Content to keep or to take back, in the transaction of the events that speak of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Write {
    /// Keep this.
    Put(ContentKey, Content),
    /// Replace the words, keep the rest.
    Retext(ContentKey, String),
    /// Replace the words by those that waited under the second key, which is emptied.
    RetextFrom(ContentKey, ContentKey),
    /// What stood there is gone; a tombstone stays.
    Blank(ContentKey),
    /// The operator's draft of this conversation is sent: clear it.
    ClearDraft,
    /// These words were taken back: put them before the draft.
    DraftBefore(String),
}
