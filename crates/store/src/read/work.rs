//! What is due (rules 1 and 6). The rows are the queue; a commit only wakes the workers.

use crate::error::StoreError;
use crate::open::Store;
use crate::sql::{conversation_id, list, parse};
use desk::{AccountId, Burst, BurstId, BurstState, ConversationId, Due, Millis, Send, SendId, SendState};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// A line of work, each taken up by one worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Bursts to claim or to look for.
    Bursts,
    /// Sends to release or to look for.
    Sends,
    /// Owners whose time ran out.
    Owners,
    /// Profiles to read.
    Profiles,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Claim the burst, or look first; a claim that came due is void.
    Burst {
        /// Which.
        burst: BurstId,
        /// Where it is.
        state: BurstState,
    },
    /// Let an attempt leave.
    Release {
        /// Which send.
        send: SendId,
    },
    /// Look for an unknown send.
    Look {
        /// Which send.
        send: SendId,
    },
    /// The owner's time ran out.
    Owner,
    /// Read the profile.
    Profile,
}

/// Work that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// In which conversation.
    pub conversation: ConversationId,
    /// What.
    pub task: Task,
    /// Since when.
    pub due: Due,
}

/// What is due and cannot be taken up now: taken up in vain, it would stand before everybody else's.
#[derive(Clone, Debug, Default)]
pub struct Apart {
    /// The accounts that can be used in this run; other accounts' sends wait.
    pub present: Vec<AccountId>,
    /// The sends that are just being looked for.
    pub sends: Vec<SendId>,
    /// The conversations whose burst waits for a look that is just being made.
    pub bursts: Vec<ConversationId>,
}

/// When the next work of a line is due: wall time, ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Wall time, ms.
    pub at: Millis,
}

// Each half is cut before they meet: thousands of profiles may be due at once, and a round takes a handful.
macro_rules! due {
    ($columns:literal, $table:literal, $($and:tt)+) => {
        concat!(
            "SELECT * FROM (SELECT ",
            $columns,
            ", due_at, due_delay FROM ",
            $table,
            " WHERE due_at IS NOT NULL AND due_at <= ?1 ",
            $($and)+,
            " ORDER BY due_at LIMIT ?2) UNION SELECT * FROM (SELECT ",
            $columns,
            ", due_at, due_delay FROM ",
            $table,
            " WHERE due_at IS NOT NULL AND due_at - due_delay > ?1 ",
            $($and)+,
            " ORDER BY due_at - due_delay LIMIT ?2) ORDER BY due_at LIMIT ?2"
        )
    };
}
macro_rules! next {
    ($table:literal) => {
        concat!(
            "SELECT min(due_at) FROM ",
            $table,
            " WHERE due_at IS NOT NULL AND due_at > ?1"
        )
    };
}
macro_rules! account {
    ($table:literal, $is:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM accounts AS a WHERE a.id = substr(",
            $table,
            ".conversation, 1, instr(",
            $table,
            ".conversation, '.') - 1) AND ",
            $is,
            ")"
        )
    };
}
macro_rules! throttled {
    ($table:literal) => {
        account!(
            $table,
            "json_extract(a.body, '$.throttled.at') > ?1
            AND json_extract(a.body, '$.throttled.at') - json_extract(a.body, '$.throttled.delay') <= ?1"
        )
    };
}
// A drafted burst is the outbox's. A limit holds looks back too: they count against the same account.
pub(crate) const BURSTS: &str = due!(
    "conversation, body",
    "bursts",
    "AND state <> 'drafted' AND (state <> 'looking' OR (conversation NOT IN (SELECT value FROM json_each(?3)) AND NOT ",
    throttled!("bursts"),
    "))"
);
// A send behind an earlier one of its conversation is not due, whatever its own time says; nor is one of an account
// that cannot be used in this run, or the operator's on an account that is stopped. The autopilot's is then: it
// becomes a human's matter.
pub(crate) const SENDS: &str = due!(
    "conversation, body",
    "sends",
    "AND (state <> 'unknown' OR (id NOT IN (SELECT value FROM json_each(?4)) AND NOT ",
    throttled!("sends"),
    ")) AND (state = 'unknown' OR substr(conversation, 1, instr(conversation, '.') - 1)
        IN (SELECT value FROM json_each(?3))) AND (state = 'unknown' OR pilots = 1 OR NOT ",
    account!("sends", "json_extract(a.body, '$.stopped') IS NOT NULL"),
    ") AND (state = 'unknown' OR NOT EXISTS (SELECT 1 FROM sends AS o WHERE o.conversation = sends.conversation
        AND o.live = 1 AND o.id <> sends.id AND ((o.state IN ('sending', 'unknown') AND o.passed = 0)
        OR (o.state IN ('held', 'queued') AND (o.at, o.part, o.id) < (sends.at, sends.part, sends.id)))))"
);
pub(crate) const OWNERS: &str = due!("id, ''", "conversations", "");
pub(crate) const PROFILES: &str = due!("conversation, ''", "profiles", "");
pub(crate) const NEXT_BURST: &str = next!("bursts");
pub(crate) const NEXT_SEND: &str = next!("sends");
pub(crate) const NEXT_OWNER: &str = next!("conversations");
pub(crate) const NEXT_PROFILE: &str = next!("profiles");
pub(crate) const WAKING: &str = "SELECT conversation FROM bursts UNION SELECT conversation FROM sends WHERE live = 1 AND state = 'sending'";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[
    BURSTS,
    SENDS,
    OWNERS,
    PROFILES,
    NEXT_BURST,
    NEXT_SEND,
    NEXT_OWNER,
    NEXT_PROFILE,
    WAKING,
];

fn work(line: Line, row: &SqliteRow) -> Result<Work, StoreError> {
    let conversation: String = row.try_get(0)?;
    let body: &str = row.try_get(1)?;
    let task = match line {
        Line::Bursts => {
            let burst: Burst = parse("burst", body)?;
            Task::Burst {
                burst: burst.id,
                state: burst.state,
            }
        }
        Line::Sends => {
            let send: Send = parse("send", body)?;
            if send.state == SendState::Unknown {
                Task::Look { send: send.id }
            } else {
                Task::Release { send: send.id }
            }
        }
        Line::Owners => Task::Owner,
        Line::Profiles => Task::Profile,
    };
    Ok(Work {
        conversation: conversation_id(&conversation)?,
        task,
        due: Due {
            at: row.try_get(2)?,
            delay: row.try_get(3)?,
        },
    })
}

impl Store {
    /// What is due on a line, longest first.
    ///
    /// # Errors
    /// As all reads.
    pub async fn due(
        &self,
        line: Line,
        now: Millis,
        limit: u32,
        apart: &Apart,
    ) -> Result<Vec<Work>, StoreError> {
        let statement = match line {
            Line::Bursts => BURSTS,
            Line::Sends => SENDS,
            Line::Owners => OWNERS,
            Line::Profiles => PROFILES,
        };
        let mut query = sqlx::query(statement).bind(now).bind(limit);
        query = match line {
            Line::Bursts => query.bind(list(apart.bursts.iter().map(ToString::to_string))),
            Line::Sends => query.bind(list(&apart.present)).bind(list(&apart.sends)),
            Line::Owners | Line::Profiles => query,
        };
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(|row| work(line, row)).collect()
    }

    /// When the next work of a line is due after `now`.
    ///
    /// # Errors
    /// As all reads.
    pub async fn next(&self, line: Line, now: Millis) -> Result<Option<Deadline>, StoreError> {
        let statement = match line {
            Line::Bursts => NEXT_BURST,
            Line::Sends => NEXT_SEND,
            Line::Owners => NEXT_OWNER,
            Line::Profiles => NEXT_PROFILE,
        };
        let at: Option<Millis> = sqlx::query(statement)
            .bind(now)
            .fetch_one(&self.pool)
            .await?
            .try_get(0)?;
        Ok(at.map(|at| Deadline { at }))
    }

    /// The conversations that a start or a wake-up concerns: an open burst, an attempt on the wire.
    ///
    /// # Errors
    /// As all reads.
    pub async fn waking(&self) -> Result<Vec<ConversationId>, StoreError> {
        let rows = sqlx::query(WAKING).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                let id: &str = row.try_get(0)?;
                conversation_id(id)
            })
            .collect()
    }
}
