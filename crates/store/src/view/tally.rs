//! How many conversations of an account stand at each stage, kept as they change.

use super::conversation::Standing;
use crate::error::StoreError;
use desk::AccountId;
use sqlx::sqlite::SqliteConnection;

pub(crate) const ADD: &str = "INSERT INTO tallies (account, stage_1, stage_2, stage_3, stage_4, unread)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (account) DO UPDATE SET stage_1 = stage_1 + excluded.stage_1,
    stage_2 = stage_2 + excluded.stage_2, stage_3 = stage_3 + excluded.stage_3,
    stage_4 = stage_4 + excluded.stage_4, unread = unread + excluded.unread";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ADD];

/// What a batch changes about one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    stages: [i64; 4],
    unread: i64,
}

impl Change {
    /// A conversation moved from one standing to another.
    pub(crate) fn moved(&mut self, from: Standing, to: Standing) {
        self.count(from, -1);
        self.count(to, 1);
    }

    fn count(&mut self, standing: Standing, by: i64) {
        let stage = usize::from(standing.stage);
        if let Some(counter) = stage.checked_sub(1).and_then(|stage| self.stages.get_mut(stage)) {
            *counter += by;
        }
        self.unread += by * i64::from(standing.unread);
    }
}

pub(crate) async fn add(
    at: &mut SqliteConnection,
    account: &AccountId,
    change: &Change,
) -> Result<(), StoreError> {
    if *change == Change::default() {
        return Ok(());
    }
    let mut query = sqlx::query(ADD).bind(account.as_str());
    for stage in change.stages {
        query = query.bind(stage);
    }
    query.bind(change.unread).execute(at).await?;
    Ok(())
}
