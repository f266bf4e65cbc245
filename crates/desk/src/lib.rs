//! The rules of the desk, pure.
//!
//! A [`Command`] is decided against a [`Desk`] (one conversation with what hangs on it) and becomes
//! [`Event`]s, or is refused. Applying the events to the desk gives the next desk. There is no I/O here, no
//! clock, no randomness and no async: the moment and the ids are arguments, so that every interleaving can be
//! tried and every decision repeated.
//!
//! A message's way: [`Command`] `Receive` → [`Event::MessageReceived`] and a [`Burst`] → `Claim` → the model →
//! `Draft` → [`Send`] rows → `Release` → the wire → `Attempted` → the echo → [`Event::SendConfirmed`].
//!
//! It must never: read a clock, keep what somebody wrote inside an event, or let the autopilot speak after a
//! human has.

mod apply;
mod burst;
mod command;
mod content;
mod decide;
mod effects;
mod event;
mod ids;
mod owner;
mod refusal;
mod send;
mod state;
mod time;

pub use burst::{Burst, BurstState, Decision, ModelCall, Outcome, Reason};
pub use command::{AccountAsk, Ask, Attempt, Choice, Command, EchoApp, Incoming, Listed, Listing, Write};
pub use content::{Attachment, AttachmentKind, Content, Referral, Story};
pub use decide::{Turn, decide, decide_account};
pub use effects::{Effects, Kind, MovesRow, OnBurst, OnUnread, effects};
pub use event::{
    AccountEvent, Act, EVENT_VERSION, Elsewhere, Entry, Event, Form, Proof, Reference, Reopened, Requeue,
    Source,
};
pub use ids::{AccountId, BurstId, ContactId, ContentKey, ConversationId, MalformedId, Mid, SendId};
pub use owner::{Answering, Owner, OwnerReason};
pub use refusal::Refusal;
pub use send::{Before, Cancel, Class, Look, Loss, Retry, Send, SendState, Writer};
pub use state::{Account, Conversation, Desk, MOST_UNANSWERED, Message, Unanswered, Who};
pub use time::{Due, HOUR, MINUTE, Millis, Now, SECOND, Timings, WINDOW};
