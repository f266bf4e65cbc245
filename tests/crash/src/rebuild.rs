//! Every view from the journal again: the tables must be the same ones.

use anyhow::{Context, ensure};
use desk::Now;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use store::{Opened, Store};
use tokio_util::sync::CancellationToken;

struct Wall;

impl store::Clock for Wall {
    fn now(&self) -> Now {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now::at(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Rebuilds the views of a stopped desk and compares.
///
/// # Errors
/// A table differs, or the desk cannot be opened.
pub async fn gives_the_same_tables(data: &Path) -> anyhow::Result<()> {
    let before = dump(data).await?;
    let Opened { store, writer, task } = Store::open(data, "the crash test", Arc::new(Wall)).await?;
    let stop = CancellationToken::new();
    let running = tokio::spawn(task.run(stop.clone()));
    let rebuilt = writer.rebuild_views().await;
    stop.cancel();
    running.await?;
    store.close().await;
    rebuilt?;
    let after = dump(data).await?;
    let differs = before.iter().zip(&after).find(|(before, after)| before != after);
    ensure!(
        differs.is_none() && before.len() == after.len(),
        "rebuilding gives other tables, {} rows before and {} after; first:\n  {differs:?}",
        before.len(),
        after.len()
    );
    Ok(())
}

async fn dump(data: &Path) -> anyhow::Result<Vec<String>> {
    let options = SqliteConnectOptions::new()
        .filename(data.join("desk.sqlite3"))
        .read_only(true);
    let mut at = options.connect().await.context("the database cannot be read")?;
    let mut lines = Vec::new();
    for view in store::tables::VIEWS {
        let names = format!("SELECT name FROM pragma_table_info('{view}')");
        let rows = sqlx::query(AssertSqlSafe(names)).fetch_all(&mut at).await?;
        let columns = rows
            .iter()
            .map(|row| Ok(format!("quote(\"{}\")", row.try_get::<String, _>(0)?)));
        let columns = columns.collect::<anyhow::Result<Vec<String>>>()?;
        let rowid = if *view == "search" { "rowid || '|' || " } else { "" };
        let all = format!(
            "SELECT {rowid}{} FROM {view} ORDER BY 1",
            columns.join(" || '|' || ")
        );
        for row in sqlx::query(AssertSqlSafe(all)).fetch_all(&mut at).await? {
            lines.push(format!("{view}: {}", row.try_get::<String, _>(0)?));
        }
    }
    at.close().await?;
    Ok(lines)
}
