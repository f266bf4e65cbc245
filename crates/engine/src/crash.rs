//! Named places at which a test build kills itself, to prove what a crash there leaves behind (rules 9).
//!
//! [`CRASH_POINTS`] is the one list: a place is a value of [`Point`], so none can be passed that is not in it,
//! and the crash test goes through all of it. Around COMMIT the places are named after what the transaction
//! holds, because that is what is lost there or kept.
//!
//! Only a debug build dies; in a release a point is nothing.

use desk::{AccountAsk, Ask, Incoming};
use store::{Job, Moment};

macro_rules! points {
    ($($(#[$about:meta])* $point:ident = $name:literal,)*) => {
        /// A place to die at.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Point { $($(#[$about])* $point,)* }

        impl Point {
            fn name(self) -> &'static str {
                match self { $(Self::$point => $name,)* }
            }
        }

        /// The name of every crash point: a value for `SWITCHBOARD_CRASH_AT`.
        pub const CRASH_POINTS: &[&str] = &[$($name,)*];
    };
}

points! {
    /// A delivery with a customer's message: written, not committed.
    BeforeMessage = "before-message",
    /// Committed, and nobody knows.
    AfterMessage = "after-message",
    BeforeEcho = "before-echo",
    AfterEcho = "after-echo",
    BeforeEdit = "before-edit",
    AfterEdit = "after-edit",
    BeforeUnsend = "before-unsend",
    /// The words are blank in the tables and still in the log.
    AfterUnsend = "after-unsend",
    /// Reactions, reads and what else a delivery may hold.
    BeforeNote = "before-note",
    AfterNote = "after-note",
    /// A delivery is on disk and its 200 has not left.
    Stored = "stored",
    BeforeClaim = "before-claim",
    AfterClaim = "after-claim",
    /// The claim is known and the model has not been asked.
    Claimed = "claimed",
    /// The model has answered and nothing of it is written.
    ModelAnswered = "model-answered",
    BeforeDraft = "before-draft",
    AfterDraft = "after-draft",
    /// The model handed over or failed.
    BeforeNoAnswer = "before-no-answer",
    AfterNoAnswer = "after-no-answer",
    BeforeRelease = "before-release",
    AfterRelease = "after-release",
    /// The release is known and no byte of the request has left.
    Released = "released",
    /// The platform has answered and nothing of it is written.
    Answered = "answered",
    /// The platform has accepted, and nothing of it is written.
    Accepted = "accepted",
    BeforeOutcome = "before-outcome",
    AfterOutcome = "after-outcome",
    /// The thread of an unknown send was read and nothing of it is written.
    Listed = "listed",
    BeforeLook = "before-look",
    AfterLook = "after-look",
    /// The account is disconnected, and what waits on it is not taken back.
    Disconnected = "disconnected",
    BeforeReply = "before-reply",
    AfterReply = "after-reply",
    /// The operator's other acts, and an owner's time running out.
    BeforeAct = "before-act",
    AfterAct = "after-act",
    /// Taking up what was left by the crash before.
    BeforeWake = "before-wake",
    AfterWake = "after-wake",
    /// The look that an overdue burst waits for.
    BeforeBurstLook = "before-burst-look",
    AfterBurstLook = "after-burst-look",
    /// The platform delivers for the account, and the account is not stored.
    Subscribed = "subscribed",
    BeforeConnect = "before-connect",
    AfterConnect = "after-connect",
    /// The account is stored, and its wizard does not know.
    Connected = "connected",
}

/// Passes a place.
pub(crate) fn point(point: Point) {
    die_at(point.name());
}

/// Passes the places around a COMMIT.
pub(crate) fn commit(moment: Moment, calls: &[&Vec<Job>]) {
    if cfg!(debug_assertions) {
        for (before, after) in calls.iter().flat_map(|jobs| jobs.iter()).filter_map(around) {
            point(match moment {
                Moment::BeforeCommit => before,
                Moment::AfterCommit => after,
            });
        }
    }
}

fn around(job: &Job) -> Option<(Point, Point)> {
    match job {
        Job::Conversation(command) => Some(around_ask(&command.act)),
        Job::Account(_, AccountAsk::Connect { .. }) => Some((Point::BeforeConnect, Point::AfterConnect)),
        Job::Account(..) | Job::Keep(_) => None,
    }
}

fn around_ask(ask: &Ask) -> (Point, Point) {
    match ask {
        Ask::Receive { incoming, .. } => match incoming {
            Incoming::Message { .. } => (Point::BeforeMessage, Point::AfterMessage),
            Incoming::Echo { .. } => (Point::BeforeEcho, Point::AfterEcho),
            Incoming::Edit { .. } => (Point::BeforeEdit, Point::AfterEdit),
            Incoming::Unsend { .. } => (Point::BeforeUnsend, Point::AfterUnsend),
            Incoming::Reaction { .. } | Incoming::Seen { .. } | Incoming::Other { .. } => {
                (Point::BeforeNote, Point::AfterNote)
            }
        },
        Ask::SamePerson { .. } => (Point::BeforeNote, Point::AfterNote),
        Ask::Claim { .. } => (Point::BeforeClaim, Point::AfterClaim),
        Ask::Draft { .. } => (Point::BeforeDraft, Point::AfterDraft),
        Ask::HandOver { .. } | Ask::ModelFailed { .. } => (Point::BeforeNoAnswer, Point::AfterNoAnswer),
        Ask::Release { .. } => (Point::BeforeRelease, Point::AfterRelease),
        Ask::Attempted { .. } => (Point::BeforeOutcome, Point::AfterOutcome),
        Ask::Looked { .. } => (Point::BeforeLook, Point::AfterLook),
        Ask::Reply { .. } => (Point::BeforeReply, Point::AfterReply),
        Ask::Typed
        | Ask::TakeOver
        | Ask::HandBack
        | Ask::Undo { .. }
        | Ask::Retry { .. }
        | Ask::Resolve { .. }
        | Ask::Pass { .. }
        | Ask::Read { .. }
        | Ask::ExpireOwner
        | Ask::Disconnected => (Point::BeforeAct, Point::AfterAct),
        Ask::Wake { .. } => (Point::BeforeWake, Point::AfterWake),
        Ask::BurstLooked { .. } => (Point::BeforeBurstLook, Point::AfterBurstLook),
    }
}

/// Kills the process when the environment names this point in `SWITCHBOARD_CRASH_AT`, as `name` or as
/// `name:n` for the n-th time it is passed.
#[cfg(debug_assertions)]
fn die_at(name: &str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};
    static WANTED: OnceLock<Option<(String, u64)>> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);
    let wanted = WANTED.get_or_init(|| {
        let wanted = std::env::var("SWITCHBOARD_CRASH_AT").ok()?;
        Some(match wanted.split_once(':') {
            Some((name, times)) => (name.to_owned(), times.parse().unwrap_or(1)),
            None => (wanted, 1),
        })
    });
    let Some((wanted, times)) = wanted else { return };
    if wanted == name && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *times {
        tracing::error!(point = name, "dying as asked");
        // No destructor runs and nothing is flushed: as near to a power cut as a process comes.
        std::process::abort();
    }
}

#[cfg(not(debug_assertions))]
fn die_at(_name: &str) {}
