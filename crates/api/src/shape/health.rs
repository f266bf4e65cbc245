//! Health: each part in one sentence.

use super::AccountState;
use crate::words;
use engine::{Handle, Standing, view};
use serde::Serialize;
use utoipa::ToSchema;

/// How a part does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Well.
    Ok,
    /// Nothing to tell yet.
    Waiting,
    /// Switched off.
    Off,
    /// Works, but look at it.
    Warning,
    /// Does not work.
    Failed,
}

/// A part in one sentence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Part {
    /// How it does.
    pub state: PartState,
    /// The same in words.
    pub sentence: String,
    /// What to do.
    #[schema(required)]
    pub next_step: Option<String>,
}

impl Part {
    fn new(state: PartState, sentence: impl Into<String>) -> Self {
        Self {
            state,
            sentence: sentence.into(),
            next_step: None,
        }
    }

    fn next(mut self, step: &str) -> Self {
        self.next_step = Some(step.to_owned());
        self
    }
}

/// Intake.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IntakePart {
    /// In one sentence.
    #[serde(flatten)]
    pub part: Part,
    /// Items received.
    pub received: u64,
    /// Of those, known already.
    pub duplicates: u64,
    /// Deliveries whose signature was refused.
    pub refused_signatures: u64,
    /// Records that could not be read.
    pub undecodable: u64,
    /// Items for accounts that are not connected.
    pub unconnected: u64,
    /// When something last came, ms.
    #[schema(required)]
    pub last_received_at: Option<i64>,
    /// Where deliveries arrive.
    pub listener: String,
}

/// The outbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OutboxPart {
    /// In one sentence.
    #[serde(flatten)]
    pub part: Part,
    /// Waiting so that they can be undone.
    pub held: u64,
    /// Ready, or waiting for a retry.
    pub queued: u64,
    /// On the wire.
    pub sending: u64,
    /// Not known.
    pub unknown: u64,
    /// Asking the operator.
    pub asking: u64,
}

/// The model.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ModelPart {
    /// In one sentence.
    #[serde(flatten)]
    pub part: Part,
    /// How long its last answer took, ms.
    #[schema(required)]
    pub last_latency_ms: Option<i64>,
}

/// An account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountPart {
    /// In one sentence.
    #[serde(flatten)]
    pub part: Part,
    /// Its id.
    pub id: String,
    /// Its handle.
    pub username: String,
}

/// The clock.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClockPart {
    /// In one sentence.
    #[serde(flatten)]
    pub part: Part,
    /// The platform's time minus this machine's, ms.
    pub offset_ms: i64,
}

/// Health.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Health {
    /// Intake.
    pub intake: IntakePart,
    /// The outbox.
    pub outbox: OutboxPart,
    /// The model.
    pub model: ModelPart,
    /// The accounts.
    pub accounts: Vec<AccountPart>,
    /// The clock.
    pub clock: ClockPart,
    /// The journal's position.
    pub seq: u64,
}

/// Something that could not be read.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Undecodable {
    /// Its id.
    pub id: String,
    /// When it came, ms.
    pub at: i64,
    /// For which account.
    #[schema(required)]
    pub account_id: Option<String>,
    /// Why it could not be read.
    pub reason: String,
}

/// What could not be read.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UndecodablePage {
    /// The records, oldest first.
    pub items: Vec<Undecodable>,
}

/// What reading it again came to.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Replayed {
    /// Taken in.
    pub replayed: u64,
    /// Still not readable.
    pub still: u64,
}

impl Health {
    pub(crate) fn of(health: engine::Health, accounts: &[view::Account], handle: &Handle) -> Self {
        Self {
            intake: intake(&health, handle),
            outbox: outbox(&health.outbox, health.disk_fails),
            model: model(&health.model, accounts),
            accounts: accounts
                .iter()
                .map(|account| self::account(account, handle))
                .collect(),
            clock: clock(health.clock),
            seq: handle.seq(),
        }
    }
}

fn intake(health: &engine::Health, handle: &Handle) -> IntakePart {
    let counts = health.intake.counts;
    let part = if health.disk_fails {
        Part::new(
            PartState::Failed,
            "Nothing can be written to this computer’s disk. Instagram keeps what arrives, for some hours, and delivers it again.",
        )
        .next("Make room on the disk. It goes on by itself.")
    } else if health.intake.undecodable > 0 {
        let sentence = match health.intake.undecodable {
            1 => "One delivery could not be read. It is kept.".to_owned(),
            count => format!("{count} deliveries could not be read. They are kept."),
        };
        Part::new(PartState::Warning, sentence).next("Update Switchboard, then press Read again.")
    } else if counts.refused > 0 && counts.received == 0 {
        Part::new(
            PartState::Failed,
            "Deliveries arrive, but their signatures are wrong.",
        )
        .next("Check the app secret: it must be the Instagram app’s own.")
    } else if counts.last_received_at.is_none() {
        Part::new(PartState::Waiting, "Listening. Nothing has arrived yet.")
    } else {
        Part::new(PartState::Ok, format!("Live. {} received.", counts.received))
    };
    IntakePart {
        part,
        received: counts.received,
        duplicates: counts.duplicates,
        refused_signatures: counts.refused,
        undecodable: health.intake.undecodable,
        unconnected: counts.unconnected,
        last_received_at: counts.last_received_at,
        listener: handle.listener().to_string(),
    }
}

fn outbox(counts: &view::OutboxCounts, disk_fails: bool) -> OutboxPart {
    let waiting = counts.held + counts.queued + counts.sending;
    let part = if disk_fails {
        Part::new(
            PartState::Failed,
            "Nothing is sent while nothing can be written to the disk.",
        )
        .next("Make room on the disk. It goes on by itself.")
    } else if counts.asking > 0 {
        let sentence = match counts.asking {
            1 => "A message may or may not have arrived.".to_owned(),
            several => format!("{several} messages may or may not have arrived."),
        };
        Part::new(PartState::Warning, sentence).next("Open the conversation and answer the question.")
    } else if counts.unknown > 0 {
        Part::new(
            PartState::Warning,
            format!("Checking whether {} went out.", counts.unknown),
        )
    } else if waiting > 0 {
        Part::new(PartState::Ok, format!("{waiting} on the way."))
    } else {
        Part::new(PartState::Ok, "Nothing waits to be sent.")
    };
    OutboxPart {
        part,
        held: counts.held,
        queued: counts.queued,
        sending: counts.sending,
        unknown: counts.unknown,
        asking: counts.asking,
    }
}

fn model(model: &engine::ModelView, accounts: &[view::Account]) -> ModelPart {
    let on = accounts
        .iter()
        .any(|account| account.state.autopilot_since.is_some());
    let part = match (&model.failure, on) {
        (Some(failure), _) => Part::new(PartState::Failed, failure.clone())
            .next("Check the autopilot’s settings and press Try it."),
        (None, false) => Part::new(PartState::Off, "The autopilot is off."),
        (None, true) if !model.asked => Part::new(PartState::Waiting, "Ready. Not asked yet."),
        (None, true) => Part::new(PartState::Ok, "Answering."),
    };
    ModelPart {
        part,
        last_latency_ms: model.last_latency,
    }
}

fn account(account: &view::Account, handle: &Handle) -> AccountPart {
    let now = handle.now();
    let standing = handle.standing(&account.id);
    let state = words::account_state(account, standing, now);
    let sentence = words::account(account, state, standing, now);
    let part = match state {
        AccountState::Live => Part::new(PartState::Ok, sentence),
        AccountState::SignInAgain => {
            let next = match standing {
                Standing::Away => {
                    "Start Switchboard with its practice platform, or disconnect the account in Settings."
                }
                Standing::Ready | Standing::Locked => "Sign in again in Settings.",
            };
            Part::new(PartState::Failed, sentence).next(next)
        }
        AccountState::Stopped => {
            Part::new(PartState::Failed, sentence).next(words::after_stop(account.state.stopped))
        }
        AccountState::Paused => Part::new(PartState::Warning, sentence),
        AccountState::Disconnected => Part::new(PartState::Off, sentence),
    };
    AccountPart {
        part,
        id: account.id.to_string(),
        username: account.username.clone(),
    }
}

fn clock(clock: engine::ClockHealth) -> ClockPart {
    let offset = clock.offset;
    let part = if clock.is_off {
        let sentence = format!(
            "This computer’s clock is {} seconds off Instagram’s.",
            offset.abs() / 1_000
        );
        Part::new(PartState::Warning, sentence).next("Let the system set the time by itself.")
    } else {
        Part::new(PartState::Ok, "The clock is right.")
    };
    ClockPart {
        part,
        offset_ms: offset,
    }
}
