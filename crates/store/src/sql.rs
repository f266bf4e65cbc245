//! Small tools around statements: many rows in one statement, lists as one argument, ids out of columns.

use crate::error::StoreError;
use desk::ConversationId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{AssertSqlSafe, Sqlite};

/// A statement with its arguments.
pub(crate) type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

/// An INSERT of as many rows as there are. A statement costs a round trip to the connection's thread, which is
/// more than a row costs; so rows travel together, in a few sizes that stay prepared.
pub(crate) struct Many {
    /// Up to and including `VALUES`.
    pub(crate) head: &'static str,
    /// One row's placeholders.
    pub(crate) row: &'static str,
    /// After the rows.
    pub(crate) tail: &'static str,
}

/// How many rows travel together. Each size is prepared once for each statement.
const SIZES: [usize; 4] = [64, 16, 4, 1];

impl Many {
    /// The statement for this many rows.
    pub(crate) fn text(&self, rows: usize) -> String {
        let mut text =
            String::with_capacity(self.head.len() + (self.row.len() + 1) * rows + self.tail.len() + 2);
        text.push_str(self.head);
        for row in 0..rows {
            text.push(if row == 0 { ' ' } else { ',' });
            text.push_str(self.row);
        }
        text.push(' ');
        text.push_str(self.tail);
        text
    }

    /// Inserts the rows in order.
    pub(crate) async fn insert<T>(
        &self,
        connection: &mut SqliteConnection,
        rows: &[T],
        bind: impl for<'q> Fn(Bound<'q>, &T) -> Bound<'q>,
    ) -> Result<(), sqlx::Error> {
        let mut rest = rows;
        for size in SIZES {
            while let Some((now, later)) = rest.split_at_checked(size) {
                let mut query = sqlx::query(AssertSqlSafe(self.text(size)));
                for row in now {
                    query = bind(query, row);
                }
                query.execute(&mut *connection).await?;
                rest = later;
            }
        }
        Ok(())
    }
}

/// A list as one argument, for `IN (SELECT value FROM json_each(?))`.
pub(crate) fn list<T: Serialize>(items: impl IntoIterator<Item = T>) -> String {
    serde_json::Value::from_iter(items.into_iter().map(|item| serde_json::json!(item))).to_string()
}

/// JSON for a column. Everything stored this way is plain data, which always has a form in JSON.
pub(crate) fn json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Malformed {
        what,
        source: Some(source),
    })
}

/// JSON out of a column.
pub(crate) fn parse<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::Malformed {
        what,
        source: Some(source),
    })
}

/// The word that serde writes for a plain enum: what stands in columns that are compared.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A plain enum out of its word.
pub(crate) fn of_word<T: DeserializeOwned>(what: &'static str, word: String) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(|source| StoreError::Malformed {
        what,
        source: Some(source),
    })
}

/// A conversation's id out of its column.
pub(crate) fn conversation_id(text: &str) -> Result<ConversationId, StoreError> {
    text.parse().map_err(|_| StoreError::malformed("conversation id"))
}

/// A position or count as SQLite keeps it.
pub(crate) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A position or count out of a column.
pub(crate) fn uint(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}
