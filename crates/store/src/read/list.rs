//! The list of conversations: paged by what moved last, counted from the tallies.
//!
//! Each account's part comes out of its own index in order; pages of several accounts are merged here.

use super::conversation::{self, Row, row_columns, row_tables};
use crate::error::StoreError;
use crate::open::Store;
use crate::sql::{parse, uint};
use desk::{AccountId, HOUR, Millis, Now, WINDOW};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

/// A window that ends within this is closing, ms.
const CLOSING: Millis = 4 * HOUR;

/// A part of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// A human is needed.
    NeedsMe,
    /// The autopilot is on it.
    Autopilot,
    /// The customer waits and the window closes soon; soonest first.
    Closing,
    /// Everything.
    All,
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// The next page's cursor.
    pub next: Option<String>,
}

/// How many conversations each part holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SplitCounts {
    /// A human is needed.
    pub needs_me: u64,
    /// The autopilot is on it.
    pub autopilot: u64,
    /// The window closes soon.
    pub closing: u64,
    /// Everything.
    pub all: u64,
    /// Unread messages.
    pub unread: u64,
}

pub(crate) const ALL: &str = concat!(
    "SELECT ",
    row_columns!(),
    " FROM (SELECT * FROM conversations INDEXED BY conversations_all
    WHERE account = ?1 AND messages > 0 AND (moved_at, id) < (?2, ?3)
    ORDER BY moved_at DESC, id DESC LIMIT ?4) AS c",
    row_tables!(),
    " ORDER BY c.moved_at DESC, c.id DESC"
);
pub(crate) const STAGE: &str = concat!(
    "SELECT ",
    row_columns!(),
    " FROM (SELECT * FROM conversations INDEXED BY conversations_stage
    WHERE account = ?1 AND messages > 0 AND stage = ?5 AND (moved_at, id) < (?2, ?3)
    ORDER BY moved_at DESC, id DESC LIMIT ?4) AS c",
    row_tables!(),
    " ORDER BY c.moved_at DESC, c.id DESC"
);
pub(crate) const CLOSE: &str = concat!(
    "SELECT ",
    row_columns!(),
    " FROM (SELECT * FROM conversations INDEXED BY conversations_closing
    WHERE account = ?1 AND messages > 0 AND waits = 1 AND (window_from, id) > (?2, ?3) AND window_from < ?5
    ORDER BY window_from, id LIMIT ?4) AS c",
    row_tables!(),
    " ORDER BY c.window_from, c.id"
);
pub(crate) const CLOSING_COUNT: &str = "SELECT count(*) FROM conversations INDEXED BY conversations_closing
    WHERE account = ?1 AND messages > 0 AND waits = 1 AND window_from > ?2 AND window_from < ?3";
pub(crate) const TALLIES: &str = "SELECT a.id, a.body, coalesce(t.stage_1, 0), coalesce(t.stage_2, 0),
    coalesce(t.stage_3, 0), coalesce(t.stage_4, 0), coalesce(t.unread, 0)
    FROM accounts AS a LEFT JOIN tallies AS t ON t.account = a.id ORDER BY a.id";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ALL, STAGE, CLOSE, CLOSING_COUNT, TALLIES];

/// An account's tallies, and whether its autopilot can answer.
struct Tally {
    account: AccountId,
    answers: bool,
    stages: [u64; 4],
    unread: u64,
}

fn tally(row: &SqliteRow) -> Result<Tally, StoreError> {
    let state: desk::Account = parse("account", row.try_get(1)?)?;
    Ok(Tally {
        account: AccountId(row.try_get(0)?),
        answers: state.autopilot_since.is_some() && state.can_send(),
        stages: [
            uint(row.try_get(2)?),
            uint(row.try_get(3)?),
            uint(row.try_get(4)?),
            uint(row.try_get(5)?),
        ],
        unread: uint(row.try_get(6)?),
    })
}

impl Tally {
    /// The stages that a part shows for this account.
    fn stages_of(&self, split: Split) -> &'static [i64] {
        match (split, self.answers) {
            (Split::NeedsMe, true) => &[1],
            // What the autopilot would answer is the operator's when it cannot.
            (Split::NeedsMe, false) => &[1, 2],
            (Split::Autopilot, true) => &[2, 3],
            (Split::Autopilot, false) => &[],
            (Split::All | Split::Closing, _) => &[],
        }
    }
}

/// Where a page begins: the sort key and id of the last row of the one before.
struct Cursor {
    key: Millis,
    id: String,
}

impl Cursor {
    fn parse(text: Option<&str>, split: Split) -> Self {
        let read = text.and_then(|text| {
            let (key, id) = text.split_once('~')?;
            Some(Self {
                key: key.parse().ok()?,
                id: id.to_owned(),
            })
        });
        let first = if split == Split::Closing {
            Millis::MIN
        } else {
            Millis::MAX
        };
        read.unwrap_or(Self {
            key: first,
            id: String::new(),
        })
    }
}

impl Store {
    /// A page of a part of the list, newest first; [`Split::Closing`] soonest first.
    ///
    /// # Errors
    /// As all reads.
    pub async fn rows(
        &self,
        split: Split,
        account: Option<&AccountId>,
        before: Option<&str>,
        limit: u32,
        now: Now,
    ) -> Result<Rows, StoreError> {
        let cursor = Cursor::parse(before, split);
        let mut found: Vec<(Millis, Row)> = Vec::new();
        for tally in self.tallies(account).await? {
            match split {
                Split::All => found.extend(self.page(ALL, &tally.account, &cursor, limit, None).await?),
                Split::NeedsMe | Split::Autopilot => {
                    for stage in tally.stages_of(split) {
                        found.extend(
                            self.page(STAGE, &tally.account, &cursor, limit, Some(*stage))
                                .await?,
                        );
                    }
                }
                Split::Closing => {
                    let (open, soon) = closing(now);
                    let from = Cursor {
                        key: cursor.key.max(open),
                        id: cursor.id.clone(),
                    };
                    found.extend(self.page(CLOSE, &tally.account, &from, limit, Some(soon)).await?);
                }
            }
        }
        let id = |row: &Row| row.id.to_string();
        if split == Split::Closing {
            found.sort_by(|(a, x), (b, y)| (a, id(x)).cmp(&(b, id(y))));
        } else {
            found.sort_by(|(a, x), (b, y)| (b, id(y)).cmp(&(a, id(x))));
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() >= limit;
        found.truncate(limit);
        let next = found
            .last()
            .filter(|_| more)
            .map(|(key, row)| format!("{key}~{}", row.id));
        Ok(Rows {
            rows: found.into_iter().map(|(_, row)| row).collect(),
            next,
        })
    }

    async fn page(
        &self,
        statement: &'static str,
        account: &AccountId,
        cursor: &Cursor,
        limit: u32,
        fifth: Option<i64>,
    ) -> Result<Vec<(Millis, Row)>, StoreError> {
        let mut query = sqlx::query(statement)
            .bind(account.as_str())
            .bind(cursor.key)
            .bind(&cursor.id)
            .bind(limit);
        if let Some(fifth) = fifth {
            query = query.bind(fifth);
        }
        let by_window = statement == CLOSE;
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter()
            .map(|found| {
                let row = conversation::row(found)?;
                let moved: Millis = found.try_get(21)?;
                let key = if by_window {
                    row.window_until.unwrap_or_default() - WINDOW
                } else {
                    moved
                };
                Ok((key, row))
            })
            .collect()
    }

    async fn tallies(&self, account: Option<&AccountId>) -> Result<Vec<Tally>, StoreError> {
        let rows = sqlx::query(TALLIES).fetch_all(&self.pool).await?;
        let all: Result<Vec<Tally>, StoreError> = rows.iter().map(tally).collect();
        Ok(all?
            .into_iter()
            .filter(|tally| account.is_none_or(|account| tally.account == *account))
            .collect())
    }

    /// How many conversations each part holds.
    ///
    /// # Errors
    /// As all reads.
    pub async fn split_counts(
        &self,
        account: Option<&AccountId>,
        now: Now,
    ) -> Result<SplitCounts, StoreError> {
        let (open, soon) = closing(now);
        let mut counts = SplitCounts::default();
        for tally in self.tallies(account).await? {
            let [one, two, three, four] = tally.stages;
            counts.all += one + two + three + four;
            counts.unread += tally.unread;
            if tally.answers {
                counts.needs_me += one;
                counts.autopilot += two + three;
            } else {
                counts.needs_me += one + two;
            }
            let row = sqlx::query(CLOSING_COUNT)
                .bind(tally.account.as_str())
                .bind(open)
                .bind(soon)
                .fetch_one(&self.pool)
                .await?;
            counts.closing += uint(row.try_get(0)?);
        }
        Ok(counts)
    }
}

/// The windows that are open and close soon, by when they opened.
fn closing(now: Now) -> (Millis, Millis) {
    (now.meta - WINDOW, now.meta - WINDOW + CLOSING)
}
