//! A transaction that fails: nothing of it is written, everybody in it is told, and the next one works as if it
//! had never been. And who goes first when many wait.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use desk::{
    AccountAsk, AccountId, Ask, Command, Content, ConversationId, Entry, Event, Form, Incoming, Mid, Now,
    SendId, Source, Timings,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{CommitError, Job, Keep, Opened, Receipt, Store, Writer};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const ACCOUNT: &str = "17841400000000001";
const START: i64 = 1_790_000_000_000;

struct Desk {
    store: Store,
    writer: Writer,
    stop: CancellationToken,
    task: JoinHandle<()>,
    dir: tempfile::TempDir,
}

fn ada() -> ConversationId {
    ConversationId::new(ACCOUNT, "6100000000000001")
}

fn ben() -> ConversationId {
    ConversationId::new(ACCOUNT, "6100000000000002")
}

fn asks(who: &ConversationId, act: Ask) -> Vec<Job> {
    let conversation = who.clone();
    vec![Job::Conversation(Command { conversation, act })]
}

fn says(who: &ConversationId, mid: &str) -> Vec<Job> {
    let incoming = Incoming::Message {
        mid: Mid::from(mid),
        at: START,
        exact: true,
        form: Form::Text,
        content: Content::text("Do you open on Sunday?"),
        reply_to: None,
    };
    let source = Source::Webhook;
    asks(who, Ask::Receive { incoming, source })
}

fn switch_off() -> Vec<Job> {
    vec![Job::Account(
        AccountId::from(ACCOUNT),
        AccountAsk::SwitchAutopilot { on: false },
    )]
}

async fn open(dir: &Path, now: &Arc<AtomicI64>) -> Opened {
    let clock = Arc::clone(now);
    let clock = Arc::new(move || Now::at(clock.load(Ordering::SeqCst)));
    Store::open(dir, "a test", clock).await.unwrap()
}

impl Desk {
    /// Ada has written; the account's autopilot is on.
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let opened = open(dir.path(), &Arc::new(AtomicI64::new(START))).await;
        let desk = Self::of(opened, dir);
        let username = "bakery.test".to_owned();
        for ask in [
            AccountAsk::Connect { username },
            AccountAsk::SwitchAutopilot { on: true },
        ] {
            desk.writer.account(AccountId::from(ACCOUNT), ask).await.unwrap();
        }
        desk.writes(says(&ada(), "mid-1")).await;
        desk
    }

    fn of(opened: Opened, dir: tempfile::TempDir) -> Self {
        let Opened { store, writer, task } = opened;
        let stop = CancellationToken::new();
        let task = tokio::spawn(task.run(stop.clone()));
        Self {
            store,
            writer,
            stop,
            task,
            dir,
        }
    }

    /// A connection that is not the desk's.
    async fn beside(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.dir.path().join("desk.sqlite3"));
        options.connect().await.unwrap()
    }

    /// The receipt of one job that is written.
    async fn writes(&self, jobs: Vec<Job>) -> Receipt {
        self.writer.commit(jobs).await.unwrap().pop().unwrap().unwrap()
    }

    async fn close(self) -> tempfile::TempDir {
        self.stop.cancel();
        self.task.await.unwrap();
        self.store.close().await;
        self.dir
    }
}

async fn run(at: &mut SqliteConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(at)
        .await
        .unwrap();
}

/// Everything the desk keeps, row by row, as text.
async fn kept(at: &mut SqliteConnection) -> Vec<String> {
    let mut rows = Vec::new();
    for table in [
        &[store::tables::JOURNAL],
        store::tables::VIEWS,
        store::tables::PRIMARY,
    ]
    .concat()
    {
        let names = format!(
            "SELECT group_concat('quote(\"' || name || '\")', '||') FROM pragma_table_info('{table}')"
        );
        let names = sqlx::query(AssertSqlSafe(names))
            .fetch_one(&mut *at)
            .await
            .unwrap();
        let all = format!("SELECT {} FROM {table} ORDER BY 1", names.get::<String, _>(0));
        let all = sqlx::query(AssertSqlSafe(all)).fetch_all(&mut *at).await.unwrap();
        rows.extend(
            all.iter()
                .map(|row| format!("{table}: {}", row.get::<String, _>(0))),
        );
    }
    rows
}

/// Commits that fail together: intake, an operator's act, an account's switch, and a setting.
async fn all_fail(desk: &Desk) {
    let slow = Timings {
        quiet: 50_000,
        ..Timings::default()
    };
    let calls = [
        says(&ben(), "mid-2"),
        says(&ada(), "mid-3"),
        asks(&ada(), Ask::TakeOver),
        switch_off(),
        vec![Job::Keep(Keep::Timings(slow))],
    ];
    // On one thread every call waits before the writer's task runs: they share its transaction.
    let calls = calls.map(|jobs| desk.writer.commit(jobs));
    for (call, result) in futures::future::join_all(calls).await.into_iter().enumerate() {
        assert!(
            matches!(result, Err(CommitError::Failed(_))),
            "call {call} was told {result:?}"
        );
    }
}

/// What failed is done again, and the desk decides as if it were the first time.
async fn all_is_done_at_the_second_time(desk: &Desk, head: u64) {
    assert_eq!(desk.store.seq().await.unwrap(), head);
    let came = desk.writes(says(&ben(), "mid-2")).await;
    assert_eq!(came.events.first().unwrap().0, head + 1);
    let due = came.events.iter().find_map(|(_, entry)| match entry {
        Entry::Conversation(_, Event::BurstOpened { due, .. }) => Some(*due),
        _ => None,
    });
    assert_eq!(due.unwrap().delay, Timings::default().quiet);
    for jobs in [says(&ada(), "mid-3"), asks(&ada(), Ask::TakeOver), switch_off()] {
        let done = desk.writes(jobs.clone()).await;
        assert!(!done.events.is_empty(), "taken for done: {jobs:?}");
    }
    assert_eq!(
        desk.store.conversation(&ada()).await.unwrap().unwrap().messages,
        2
    );
    assert_eq!(
        desk.store.conversation(&ben()).await.unwrap().unwrap().messages,
        1
    );
    let mut beside = desk.beside().await;
    let row = sqlx::query("SELECT count(*), max(seq) FROM journal");
    let row = row.fetch_one(&mut beside).await.unwrap();
    assert_eq!(
        row.get::<i64, _>(0),
        row.get::<i64, _>(1),
        "the journal has a hole"
    );
    beside.close().await.unwrap();
}

/// Fails in the middle of a transaction: its journal and its content are written, its views are not.
async fn fails_half_way(how: &str) {
    let desk = Desk::new().await;
    let head = desk.store.seq().await.unwrap();
    let mut beside = desk.beside().await;
    let trigger = format!(
        "CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE({how}, 'the disk is full'); END"
    );
    run(&mut beside, &trigger).await;
    let before = kept(&mut beside).await;
    all_fail(&desk).await;
    assert_eq!(kept(&mut beside).await, before);
    run(&mut beside, "DROP TRIGGER full").await;
    beside.close().await.unwrap();
    all_is_done_at_the_second_time(&desk, head).await;
    desk.close().await;
}

#[tokio::test]
async fn a_transaction_that_fails_half_way_leaves_nothing_behind_and_everybody_in_it_is_told() {
    fails_half_way("ABORT").await;
}

#[tokio::test]
async fn one_that_the_database_rolls_back_by_itself_leaves_nothing_behind_either() {
    fails_half_way("ROLLBACK").await;
}

#[tokio::test]
async fn a_database_that_is_locked_for_too_long_fails_the_transaction_and_takes_the_next_one() {
    let desk = Desk::new().await;
    let head = desk.store.seq().await.unwrap();
    let mut beside = desk.beside().await;
    let before = kept(&mut beside).await;
    run(&mut beside, "BEGIN IMMEDIATE").await;
    all_fail(&desk).await;
    run(&mut beside, "ROLLBACK").await;
    assert_eq!(kept(&mut beside).await, before);
    beside.close().await.unwrap();
    all_is_done_at_the_second_time(&desk, head).await;
    desk.close().await;
}

#[tokio::test]
async fn operator_and_release_go_ahead_of_the_intake_that_waited_before_them() {
    let now = Arc::new(AtomicI64::new(START));
    let desk = Desk::new().await;
    desk.writes(says(&ben(), "mid-2")).await;
    let send = SendId::from("s-1");
    let reply = Ask::Reply {
        send: send.clone(),
        parts: vec![Content::text("We do")],
        seen: Some("mid-1".to_owned()),
    };
    desk.writes(asks(&ada(), reply)).await;
    let dir = desk.close().await;
    now.fetch_add(60_000, Ordering::SeqCst);
    let opened = open(dir.path(), &now).await;
    let writer = opened.writer.clone();
    let late = (0..600).map(|n| says(&ben(), &format!("mid-late-{n}")));
    let front = [asks(&ben(), Ask::TakeOver), asks(&ada(), Ask::Release { send })];
    let calls = late.chain(front).map(|jobs| Box::pin(writer.commit(jobs)));
    let mut calls: Vec<_> = calls.collect();
    for call in &mut calls {
        // The task does not run yet: each call takes its place in its lane, and waits.
        assert!(futures::poll!(tokio::task::unconstrained(call)).is_pending());
    }
    let desk = Desk::of(opened, dir);
    let mut receipts = futures::future::join_all(calls)
        .await
        .into_iter()
        .map(|done| done.unwrap().pop().unwrap());
    let positions = |receipt: Receipt| -> Vec<u64> { receipt.events.iter().map(|(seq, _)| *seq).collect() };
    let intake: Vec<u64> = receipts
        .by_ref()
        .take(600)
        .flat_map(|done| positions(done.unwrap()))
        .collect();
    let (took_over, released) = (receipts.next().unwrap(), receipts.next().unwrap());
    let (took_over, released) = (positions(took_over.unwrap()), positions(released.unwrap()));
    assert!(intake.len() >= 600 && !took_over.is_empty() && !released.is_empty());
    assert!(
        took_over.last() < released.first(),
        "within a lane the first comes first"
    );
    assert!(released.last() < intake.iter().min(), "intake went ahead");
    assert!(intake.is_sorted(), "within a lane the first comes first");
    desk.close().await;
}
