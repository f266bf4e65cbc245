//! What the writer is asked to do, and its receipt.

use crate::primary::app::{App, Tick};
use crate::primary::autopilot::AutopilotSettings;
use crate::primary::connection::Connection;
use crate::primary::count::Count;
use crate::primary::profile::Profile;
use crate::primary::raw::{RawId, RawRecord};
use crate::primary::secret::SecretName;
use crate::vault::Sealed;
use desk::{AccountAsk, AccountId, Ask, Command, ConversationId, Entry, Timings};

/// One thing to do. The jobs of one [`Writer::commit`](crate::Writer::commit) share a transaction, in order.
#[derive(Clone, Debug)]
pub enum Job {
    /// Decide a command about a conversation.
    Conversation(Command),
    /// Decide a command about an account.
    Account(AccountId, AccountAsk),
    /// Write a primary row. Never refused.
    Keep(Keep),
}

/// A primary row to write.
#[derive(Clone, Debug)]
pub enum Keep {
    /// How an account is connected; replaces what stood there.
    Connection(Connection),
    /// A sealed secret of an account or of an app; replaces what stood there.
    Secret(SecretName, Sealed),
    /// Remove a secret.
    ForgetSecret(SecretName),
    /// How an account's autopilot answers. Whether it is on is an [`AccountAsk::SwitchAutopilot`].
    Autopilot(AccountId, AutopilotSettings),
    /// An app's callback; replaces its address and verify token, never its ticks.
    App(App),
    /// Something about an app's callback was seen working. The first time counts.
    Tick {
        /// The app's id.
        app: String,
        /// What was seen.
        tick: Tick,
        /// When: wall time, ms.
        at: i64,
    },
    /// What is known about a contact; replaces what stood there.
    Profile(ConversationId, Profile),
    /// The operator's unsent text; blank removes it.
    Draft(ConversationId, String),
    /// The delays and bounds of the rules. In force from the next command on.
    Timings(Timings),
    /// Any other setting, as JSON.
    Setting(String, serde_json::Value),
    /// Something signed that could not be read.
    Raw(RawRecord),
    /// A raw record was read after all: its body goes.
    Replayed(RawId),
    /// Count something for Health.
    Count(Count, u64),
    /// How far a named reader has come in the journal.
    Cursor(String, u64),
}

/// What a job came to. A command whose work was done already has no events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The journal's last position after the job.
    pub seq: u64,
    /// Its events with their positions.
    pub events: Vec<(u64, Entry)>,
}

impl Job {
    /// Whether the job takes in what the platform delivered. Everything else goes ahead of it (rules 1).
    pub(crate) fn is_intake(&self) -> bool {
        match self {
            Self::Conversation(command) => matches!(command.act, Ask::Receive { .. }),
            Self::Keep(keep) => matches!(keep, Keep::Raw(_) | Keep::Count(..)),
            Self::Account(_, ask) => matches!(ask, AccountAsk::Note { .. }),
        }
    }
}

impl From<Command> for Job {
    fn from(command: Command) -> Self {
        Self::Conversation(command)
    }
}

impl From<Keep> for Job {
    fn from(keep: Keep) -> Self {
        Self::Keep(keep)
    }
}
