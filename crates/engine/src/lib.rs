//! The running desk: intake, outbox, looks, autopilot worker, profiles, connecting, media port.
//!
//! A message's journey: `intake` verifies and decodes a delivery and commits it before it answers 200; the
//! commit wakes `pilot`, which claims the burst that came due and asks the model; the draft is a row in the
//! outbox; `outbox` asks the desk to release it, and only a committed release lets the request leave; the
//! answer, the echo or a look settles it.
//!
//! Nothing important lives only in memory. Every worker has a name, something that wakes it, something that
//! stops it and a delay after an error (`rounds`), and is awaited at the stop.

mod accounts;
mod clock;
mod config;
mod connect;
mod crash;
pub mod data_key;
mod engine;
mod error;
mod feed;
mod handle;
mod inner;
mod intake;
mod limits;
mod media;
mod outbox;
mod owners;
mod pilot;
mod port;
mod practice;
mod profiles;
mod refused;
mod rounds;
mod waking;

pub use accounts::Standing;
pub use config::{Config, Pace, Platform, read_timings};
pub use connect::{Check, CheckName, CheckState, ConnectTo, Host, Question, ShapeError, Step, Wizard};
pub use crash::CRASH_POINTS;
pub use engine::Engine;
pub use error::Error;
pub use feed::{Notice, Stale};
pub use handle::{
    AutopilotView, ClockHealth, Disconnected, Handle, Health, ModelView, Notification, Notifications, Tried,
    Undone, Why,
};
pub use practice::{Customer, Practice, PracticeAttachment, Script};

pub use desk::Timings;
pub use store::StoreError;

/// The store's read models, which hosts show.
pub mod view {
    pub use store::Host as StoredHost;
    pub use store::{
        Account, App, AutopilotNow, AutopilotSettings, AutopilotState, Connection, Contact, Conversation,
        DecisionRecord, Evidence, Hit, Hits, Intake, Item, Items, Last, MessageItem, OutboxCounts,
        OwnerChange, Profile, RawRecord, Remark, ReplyTo, Row, Rows, SamePerson, SendItem, Split,
        SplitCounts, TokenKind, Trouble,
    };
}
