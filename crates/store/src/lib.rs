//! The desk's memory: journal, views, primary rows, search and the one writer. The only SQL in the house.
//!
//! [`Store::open`] takes the data directory for itself, brings the database up to date and hands out two
//! things: a [`Store`] for reading, which anyone may clone, and a [`Writer`], through which everything is
//! written. Behind the writer stands one task with the only connection that can write.
//!
//! A command's way: [`Writer::commit`] → the queue → a batch of whatever waits → `desk::decide` on the loaded
//! conversation → journal, content and views in one transaction → COMMIT → the answer, then the wake-up.
//!
//! Three kinds of table, listed in [`tables`]: the journal; *views*, which can be computed from it again; and
//! *primary* rows, which cannot. What people wrote is primary and lies in one place.
//!
//! It must never: answer before COMMIT, let a view depend on anything but the journal, keep a secret unsealed,
//! or leave taken-back bytes in the files.

mod clock;
mod error;
mod job;
mod journal;
mod lock;
mod open;
mod primary;
mod read;
mod rebuild;
#[cfg(test)]
mod samples;
mod sql;
#[cfg(test)]
mod statements;
pub mod tables;
mod upcast;
mod vault;
mod view;
mod wake;
mod writer;

pub use clock::Clock;
pub use error::{CommitError, StoreError};
pub use job::{Job, Keep, Receipt};
pub use open::{Opened, Pragmas, Store};
pub use primary::app::{App, Tick};
pub use primary::autopilot::AutopilotSettings;
pub use primary::connection::{Connection, Host, TokenKind, Urls};
pub use primary::count::{Count, Counts};
pub use primary::profile::Profile;
pub use primary::raw::{RawId, RawRecord};
pub use primary::secret::SecretName;
pub use read::account::Account;
pub use read::conversation::{
    AutopilotNow, AutopilotState, Contact, Conversation, Evidence, Last, Row, SamePerson, Trouble,
};
pub use read::decision::DecisionRecord;
pub use read::health::Intake;
pub use read::item::{Item, Items, MessageItem, OwnerChange, ReplyTo, SendItem};
pub use read::list::{Rows, Split, SplitCounts};
pub use read::outbox::OutboxCounts;
pub use read::search::{Hit, Hits};
pub use read::work::{Apart, Deadline, Line, Task, Work};
pub use vault::{DataKey, Sealed, Vault, VaultError};
pub use view::send::Remark;
pub use wake::{Committed, Stale};
pub use writer::{Moment, Watch, Writer, WriterTask};
