//! Every statement of the house is prepared against the real schema, and the lists come out of their indexes.

use crate::journal;
use crate::open::Store;
use crate::sql::Many;
use crate::tables::{JOURNAL, PRIMARY, VIEWS};
use crate::{primary, read, view, writer};
use desk::Now;
use sqlx::{AssertSqlSafe, Executor, Row, SqlSafeStr};
use std::sync::Arc;

fn all() -> Vec<String> {
    let many: [&Many; 8] = [
        &journal::APPEND,
        &primary::content::PUT,
        &view::burst::PUT,
        &view::conversation::PUT,
        &view::decision::ADD,
        &view::message::ADD,
        &view::owner_change::ADD,
        &view::send::PUT,
    ];
    let lists: &[&[&str]] = &[
        journal::STATEMENTS,
        primary::app::STATEMENTS,
        primary::autopilot::STATEMENTS,
        primary::connection::STATEMENTS,
        primary::content::STATEMENTS,
        primary::count::STATEMENTS,
        primary::cursor::STATEMENTS,
        primary::draft::STATEMENTS,
        primary::profile::STATEMENTS,
        primary::raw::STATEMENTS,
        primary::secret::STATEMENTS,
        primary::setting::STATEMENTS,
        view::account::STATEMENTS,
        view::burst::STATEMENTS,
        view::conversation::STATEMENTS,
        view::link::STATEMENTS,
        view::message::STATEMENTS,
        view::parked::STATEMENTS,
        view::reaction::STATEMENTS,
        view::search::STATEMENTS,
        view::send::STATEMENTS,
        view::tally::STATEMENTS,
        read::account::STATEMENTS,
        read::conversation::STATEMENTS,
        read::decision::STATEMENTS,
        read::item::STATEMENTS,
        read::list::STATEMENTS,
        read::outbox::STATEMENTS,
        read::search::STATEMENTS,
        read::unfinished::STATEMENTS,
        read::work::STATEMENTS,
        &[writer::load::CONTENTS],
    ];
    let single = lists.iter().flat_map(|list| list.iter().map(ToString::to_string));
    single.chain(many.iter().map(|many| many.text(2))).collect()
}

async fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let opened = Store::open(dir.path(), "a test", Arc::new(|| Now::at(0)))
        .await
        .unwrap();
    (dir, opened.store)
}

#[tokio::test]
async fn every_statement_can_be_prepared() {
    let (_dir, store) = store().await;
    for statement in all() {
        let prepared = store
            .pool
            .prepare(AssertSqlSafe(statement.clone()).into_sql_str())
            .await;
        assert!(prepared.is_ok(), "{statement}: {:?}", prepared.err());
    }
}

#[tokio::test]
async fn lists_work_and_pages_come_out_of_their_indexes() {
    let (_dir, store) = store().await;
    let lists = [
        read::list::ALL,
        read::list::STAGE,
        read::list::CLOSE,
        read::list::CLOSING_COUNT,
    ];
    let pages = [
        read::item::OLDER,
        read::item::NEWER,
        read::item::OWNERS_OLDER,
        read::item::OWNERS_NEWER,
    ];
    let due = [
        read::work::NEXT_BURST,
        read::work::NEXT_SEND,
        read::work::NEXT_OWNER,
        read::work::NEXT_PROFILE,
    ];
    for statement in lists.iter().chain(&pages).chain(&due) {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")))
            .fetch_all(&store.pool)
            .await
            .unwrap();
        for step in plan {
            let step: String = step.get(3);
            let scans = [
                "SCAN conversations",
                "SCAN messages",
                "SCAN m",
                "SCAN n",
                "SCAN sends",
            ];
            let scans = scans
                .iter()
                .any(|scan| step == *scan || step.starts_with(&format!("{scan} ")));
            assert!(!scans || step.contains("USING"), "{statement}\n{step}");
        }
    }
}

#[tokio::test]
async fn every_table_is_the_journal_a_view_or_primary() {
    let (_dir, store) = store().await;
    let rows = sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .fetch_all(&store.pool)
        .await
        .unwrap();
    for row in rows {
        let name: String = row.get(0);
        let own = name.starts_with("sqlite_") || name.starts_with("_sqlx") || name.starts_with("search_");
        let listed = name == JOURNAL || VIEWS.contains(&name.as_str()) || PRIMARY.contains(&name.as_str());
        assert!(own || listed, "{name} is in no list");
    }
}
