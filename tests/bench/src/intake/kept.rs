//! What is on the disk afterwards: the two sides must have written the same rows.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use std::collections::BTreeMap;
use std::path::Path;

/// The tables that a message is written to.
const TABLES: &[&str] = &[
    "journal",
    "content",
    "messages",
    "conversations",
    "bursts",
    "search",
    "profiles",
];

/// How many rows each table holds.
pub(super) struct Kept {
    /// By table.
    pub(super) rows: BTreeMap<String, u64>,
}

impl Kept {
    /// Counts the rows of a closed data directory.
    pub(super) async fn read(data: &Path) -> anyhow::Result<Self> {
        let mut connection = SqliteConnectOptions::new()
            .filename(data.join("desk.sqlite3"))
            .read_only(true)
            .connect()
            .await?;
        let mut rows = BTreeMap::new();
        for table in TABLES {
            let statement = format!("SELECT count(*) FROM {table}");
            let row = sqlx::query(AssertSqlSafe(statement))
                .fetch_one(&mut connection)
                .await?;
            rows.insert((*table).to_owned(), u64::try_from(row.try_get::<i64, _>(0)?)?);
        }
        Ok(Self { rows })
    }

    /// How many messages there are.
    pub(super) fn messages(&self) -> u64 {
        self.rows.get("messages").copied().unwrap_or_default()
    }
}
