//! The store as the engine uses it: one desk with ada and ben, real files, a clock of its own.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use desk::{
    AccountAsk, AccountId, Ask, Attempt, BurstId, Command, Content, ConversationId, Form, Incoming, Mid,
    ModelCall, Now, Refusal, SendId, Source,
};
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Clock, Job, Keep, Opened, RawId, RawRecord, Split, Store, StoreError, Writer};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const ACCOUNT: &str = "17841400000000001";
const START: i64 = 1_790_000_000_000;

struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Now {
        Now::at(self.0.load(Ordering::SeqCst))
    }
}

struct Desk {
    store: Store,
    writer: Writer,
    clock: Arc<TestClock>,
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

fn says(who: &ConversationId, mid: &str, at: i64, text: &str) -> Command {
    let incoming = Incoming::Message {
        mid: Mid::from(mid),
        at,
        exact: true,
        form: Form::Text,
        content: Content::text(text),
        reply_to: None,
    };
    Command {
        conversation: who.clone(),
        act: Ask::Receive {
            incoming,
            source: Source::Webhook,
        },
    }
}

fn asks(who: &ConversationId, act: Ask) -> Command {
    Command {
        conversation: who.clone(),
        act,
    }
}

async fn open(
    dir: &Path,
    clock: &Arc<TestClock>,
) -> Result<(Store, Writer, CancellationToken, JoinHandle<()>), StoreError> {
    let shared: Arc<dyn Clock> = Arc::clone(clock) as _;
    let Opened { store, writer, task } = Store::open(dir, "a test", shared).await?;
    let stop = CancellationToken::new();
    let task = tokio::spawn(task.run(stop.clone()));
    Ok((store, writer, stop, task))
}

impl Desk {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(START)));
        let (store, writer, stop, task) = open(dir.path(), &clock).await.unwrap();
        let account = AccountId::from(ACCOUNT);
        let username = "bakery.test".to_owned();
        writer
            .account(account.clone(), AccountAsk::Connect { username })
            .await
            .unwrap();
        writer
            .account(account, AccountAsk::SwitchAutopilot { on: true })
            .await
            .unwrap();
        Self {
            store,
            writer,
            clock,
            stop,
            task,
            dir,
        }
    }

    fn now(&self) -> i64 {
        self.clock.0.load(Ordering::SeqCst)
    }

    fn pass(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    async fn does(&self, command: Command) -> Result<store::Receipt, Refusal> {
        self.writer.command(command).await.unwrap()
    }

    async fn close(self) -> tempfile::TempDir {
        self.stop.cancel();
        self.task.await.unwrap();
        self.store.close().await;
        self.dir
    }
}

#[tokio::test]
async fn a_message_is_stored_once_and_shown() {
    let desk = Desk::new().await;
    let hello = says(&ada(), "mid-1", desk.now(), "Do you open on Sunday?");
    assert!(!desk.does(hello.clone()).await.unwrap().events.is_empty());
    assert!(desk.does(hello).await.unwrap().events.is_empty());
    let rows = desk
        .store
        .rows(Split::All, None, None, 10, Now::at(desk.now()))
        .await
        .unwrap();
    assert_eq!(rows.rows.len(), 1);
    let row = rows.rows.first().unwrap();
    assert_eq!(row.unread, 1);
    assert_eq!(
        row.last.as_ref().unwrap().text.as_deref(),
        Some("Do you open on Sunday?")
    );
    assert_eq!(row.contact.name, "Instagram user 0001");
    let counts = desk.store.intake().await.unwrap().counts;
    assert_eq!((counts.received, counts.duplicates), (2, 1));
    assert_eq!(
        desk.store.search("sund", None, None, 5).await.unwrap().hits.len(),
        1
    );
    desk.close().await;
}

#[tokio::test]
async fn a_refused_job_writes_nothing_and_does_not_spoil_its_neighbours() {
    let desk = Desk::new().await;
    let before = desk.store.seq().await.unwrap();
    let results = desk
        .writer
        .commit(vec![
            Job::Conversation(says(&ada(), "mid-1", desk.now(), "one")),
            Job::Conversation(asks(&ben(), Ask::TakeOver)),
            Job::Conversation(says(&ada(), "mid-2", desk.now(), "two")),
        ])
        .await
        .unwrap();
    assert!(results[0].is_ok() && results[2].is_ok());
    assert_eq!(results[1], Err(Refusal::NoConversation));
    let head = desk.store.seq().await.unwrap();
    let written: u64 = results
        .iter()
        .flatten()
        .map(|receipt| u64::try_from(receipt.events.len()).unwrap())
        .sum();
    assert_eq!(head, before + written);
    desk.close().await;
}

#[tokio::test]
async fn many_calls_at_once_share_transactions_and_each_gets_its_answer() {
    let desk = Desk::new().await;
    let calls = (0..300).map(|n| {
        let writer = desk.writer.clone();
        let at = desk.now() + n;
        async move {
            writer
                .command(says(&ada(), &format!("mid-{n}"), at, "hi"))
                .await
                .unwrap()
                .unwrap()
        }
    });
    let receipts = futures::future::join_all(calls).await;
    assert!(receipts.iter().all(|receipt| !receipt.events.is_empty()));
    let conversation = desk.store.conversation(&ada()).await.unwrap().unwrap();
    assert_eq!((conversation.messages, conversation.row.unread), (300, 300));
    desk.close().await;
}

#[tokio::test]
async fn the_live_writer_syncs_every_commit() {
    let desk = Desk::new().await;
    let pragmas = desk.writer.pragmas().await.unwrap();
    assert_eq!((pragmas.journal_mode.as_str(), pragmas.synchronous), ("wal", 2));
    assert!(pragmas.foreign_keys && pragmas.secure_delete);
    desk.close().await;
}

#[tokio::test]
async fn a_second_opener_is_told_who_has_the_directory() {
    let desk = Desk::new().await;
    let error = open(desk.dir.path(), &desk.clock).await.map(drop).unwrap_err();
    let pid = std::process::id().to_string();
    assert!(error.to_string().contains(&pid), "{error}");
    desk.close().await;
}

#[tokio::test]
async fn everything_is_there_after_closing_and_opening_again() {
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-1", desk.now(), "hello"))
        .await
        .unwrap();
    desk.does(asks(&ada(), Ask::TakeOver)).await.unwrap();
    let clock = Arc::clone(&desk.clock);
    let dir = desk.close().await;
    let (store, _writer, stop, task) = open(dir.path(), &clock).await.unwrap();
    let conversation = store.conversation(&ada()).await.unwrap().unwrap();
    assert_eq!(conversation.row.owner.reason, desk::OwnerReason::TookOver);
    assert_eq!(conversation.messages, 1);
    stop.cancel();
    task.await.unwrap();
}

#[tokio::test]
async fn what_was_taken_back_is_gone_from_the_files() {
    let secret = "walnuts-and-plums-4711";
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-1", desk.now(), &format!("my code is {secret}")))
        .await
        .unwrap();
    let raw = RawRecord {
        id: RawId("raw-1".to_owned()),
        at: desk.now(),
        app: "700000000000001".to_owned(),
        account: None,
        reason: "a test".to_owned(),
        body: format!(r#"{{"mid":"mid-1","text":"{secret}"}}"#).into_bytes(),
    };
    desk.writer.keep(Keep::Raw(raw)).await.unwrap();
    assert_eq!(
        desk.store
            .search("walnuts", None, None, 5)
            .await
            .unwrap()
            .hits
            .len(),
        1
    );
    let unsend = Ask::Receive {
        incoming: Incoming::Unsend {
            mid: Mid::from("mid-1"),
        },
        source: Source::Webhook,
    };
    desk.does(asks(&ada(), unsend)).await.unwrap();
    assert!(
        desk.store
            .search("walnuts", None, None, 5)
            .await
            .unwrap()
            .hits
            .is_empty()
    );
    let (_, message) = desk
        .store
        .message("mid-1")
        .await
        .unwrap()
        .expect("a tombstone stays");
    assert!(message.unsent && message.content.text.is_none());
    let dir = desk.close().await;
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let needle = secret.as_bytes();
        assert!(
            !bytes.windows(needle.len()).any(|window| window == needle),
            "the words are still on disk"
        );
    }
}

fn holds(dir: &Path, words: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    })
}

#[tokio::test]
async fn what_was_taken_back_unread_is_gone_too() {
    let secret = "walnuts-and-plums-4712";
    let desk = Desk::new().await;
    let raw = RawRecord {
        id: RawId("raw-1".to_owned()),
        at: desk.now(),
        app: "700000000000001".to_owned(),
        account: None,
        reason: "a test".to_owned(),
        body: format!(r#"{{"mid":"mid-1","text":"{secret}"}}"#).into_bytes(),
    };
    desk.writer.keep(Keep::Raw(raw)).await.unwrap();
    let unsend = Ask::Receive {
        incoming: Incoming::Unsend {
            mid: Mid::from("mid-1"),
        },
        source: Source::Webhook,
    };
    desk.does(asks(&ada(), unsend)).await.unwrap();
    assert_eq!(desk.store.undecodable(10).await.unwrap(), []);
    let dir = desk.close().await;
    assert!(!holds(dir.path(), secret), "the words are still on disk");
}

#[cfg(unix)]
#[tokio::test]
async fn the_data_directory_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new().await;
    let dir = desk.close().await;
    let mode = std::fs::metadata(dir.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn what_was_taken_back_just_before_a_crash_is_gone_after_the_next_start() {
    use sqlx::{ConnectOptions, Connection};
    let secret = "walnuts-and-plums-4711";
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-1", desk.now(), &format!("my code is {secret}")))
        .await
        .unwrap();
    // A reader keeps the log from being emptied, so the files stay as a crash right after the commit leaves them.
    let mut reader = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(desk.dir.path().join("desk.sqlite3"))
        .read_only(true)
        .connect()
        .await
        .unwrap();
    let begin = "BEGIN; SELECT count(*) FROM journal";
    sqlx::raw_sql(begin).execute(&mut reader).await.unwrap();
    let incoming = Incoming::Unsend {
        mid: Mid::from("mid-1"),
    };
    let source = Source::Webhook;
    desk.does(asks(&ada(), Ask::Receive { incoming, source }))
        .await
        .unwrap();
    let crashed = tempfile::tempdir().unwrap();
    for name in ["desk.sqlite3", "desk.sqlite3-wal"] {
        std::fs::copy(desk.dir.path().join(name), crashed.path().join(name)).unwrap();
    }
    assert!(holds(crashed.path(), secret));
    let (_store, _writer, stop, task) = open(crashed.path(), &desk.clock).await.unwrap();
    assert!(!holds(crashed.path(), secret), "the words are still on disk");
    stop.cancel();
    task.await.unwrap();
    reader.close().await.unwrap();
    desk.close().await;
}

#[tokio::test]
async fn a_reply_goes_out_is_accepted_and_confirmed() {
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-1", desk.now(), "hello?"))
        .await
        .unwrap();
    let send = SendId::from("s-1");
    let reply = Ask::Reply {
        send: send.clone(),
        parts: vec![Content::text("hi Ada")],
        seen: Some("mid-1".to_owned()),
    };
    desk.does(asks(&ada(), reply.clone())).await.unwrap();
    assert!(desk.does(asks(&ada(), reply)).await.unwrap().events.is_empty());
    desk.pass(60_000);
    desk.does(asks(&ada(), Ask::Release { send: send.clone() }))
        .await
        .unwrap();
    let accepted = Ask::Attempted {
        send: send.clone(),
        attempt: 1,
        outcome: Attempt::Accepted(Mid::from("mid-out")),
    };
    desk.does(asks(&ada(), accepted)).await.unwrap();
    let echo = Incoming::Echo {
        mid: Mid::from("mid-out"),
        at: desk.now(),
        exact: true,
        content: Content::text("hi Ada"),
        reply_to: None,
        app: None,
    };
    desk.does(asks(
        &ada(),
        Ask::Receive {
            incoming: echo,
            source: Source::Webhook,
        },
    ))
    .await
    .unwrap();
    let (_, item) = desk.store.send(&send).await.unwrap().unwrap();
    assert_eq!(item.send.state, desk::SendState::Confirmed);
    let items = desk.store.items(&ada(), None, 50).await.unwrap();
    let messages = items
        .items
        .iter()
        .filter(|item| matches!(item, store::Item::Message(_)))
        .count();
    assert_eq!(messages, 2);
    desk.close().await;
}

#[tokio::test]
async fn a_send_belongs_to_one_conversation() {
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-0", desk.now(), "hello"))
        .await
        .unwrap();
    desk.does(says(&ben(), "mid-1", desk.now(), "hi")).await.unwrap();
    let reply = |seen: &str| Ask::Reply {
        send: SendId::from("s-0"),
        parts: vec![Content::text("reply")],
        seen: Some(seen.to_owned()),
    };
    desk.does(asks(&ada(), reply("mid-0"))).await.unwrap();
    desk.pass(5_000);
    let release = Ask::Release {
        send: SendId::from("s-0"),
    };
    for astray in [reply("mid-1"), release.clone()] {
        assert_eq!(desk.does(asks(&ben(), astray)).await, Err(Refusal::NoSuchSend));
    }
    desk.does(asks(&ada(), release)).await.unwrap();
    desk.close().await;
}

#[tokio::test]
async fn a_reply_that_has_not_seen_the_newest_is_refused() {
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-1", desk.now(), "hello?"))
        .await
        .unwrap();
    desk.does(says(&ada(), "mid-2", desk.now() + 1, "never mind"))
        .await
        .unwrap();
    let reply = Ask::Reply {
        send: SendId::from("s-1"),
        parts: vec![Content::text("hi")],
        seen: Some("mid-1".to_owned()),
    };
    let Err(Refusal::Newer { after }) = desk.does(asks(&ada(), reply)).await else {
        panic!("it was not refused")
    };
    let arrived = desk.store.newer(&ada(), after).await.unwrap();
    assert_eq!(
        arrived
            .iter()
            .map(|message| message.key.as_str())
            .collect::<Vec<_>>(),
        ["mid-2"]
    );
    desk.close().await;
}

/// Every view, row by row, as text.
async fn dump(dir: &Path) -> Vec<String> {
    use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(dir.join("desk.sqlite3"))
        .read_only(true);
    let mut connection = options.connect().await.unwrap();
    let mut lines = Vec::new();
    for view in store::tables::VIEWS {
        let columns = sqlx::query(AssertSqlSafe(format!(
            "SELECT name FROM pragma_table_info('{view}')"
        )))
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let columns: Vec<String> = columns
            .iter()
            .map(|row| format!("quote(\"{}\")", row.get::<String, _>(0)))
            .collect();
        let rowid = if *view == "search" { "rowid || '|' || " } else { "" };
        let all = format!(
            "SELECT {rowid}{} FROM {view} ORDER BY 1",
            columns.join(" || '|' || ")
        );
        for row in sqlx::query(AssertSqlSafe(all))
            .fetch_all(&mut connection)
            .await
            .unwrap()
        {
            lines.push(format!("{view}: {}", row.get::<String, _>(0)));
        }
    }
    connection.close().await.unwrap();
    lines
}

#[derive(Clone, Debug)]
enum Step {
    Says(u8),
    Unsends(u8),
    Edits(u8),
    Phone(u8),
    Reacts(u8),
    Operator(u8, u8),
    Release(u8),
    Answer(u8, u8),
    Claim(u8),
    Draft(u8),
    Pass(u16),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..6_u8).prop_map(Step::Says),
        (0..6_u8).prop_map(Step::Unsends),
        (0..6_u8).prop_map(Step::Edits),
        (0..4_u8).prop_map(Step::Phone),
        (0..6_u8).prop_map(Step::Reacts),
        (0..2_u8, 0..5_u8).prop_map(|(who, act)| Step::Operator(who, act)),
        (0..4_u8).prop_map(Step::Release),
        (0..4_u8, 0..4_u8).prop_map(|(send, outcome)| Step::Answer(send, outcome)),
        (0..6_u8).prop_map(Step::Claim),
        (0..6_u8).prop_map(Step::Draft),
        (1..20_000_u16).prop_map(Step::Pass),
    ]
}

fn command(step: &Step, now: i64) -> Option<Command> {
    let receive = |incoming| Ask::Receive {
        incoming,
        source: Source::Webhook,
    };
    let mid = |n: &u8| Mid(format!("mid-{n}"));
    let who = |n: &u8| if n.is_multiple_of(2) { ada() } else { ben() };
    let send = |n: &u8| {
        if n.is_multiple_of(2) {
            SendId(format!("s-{n}"))
        } else {
            BurstId::opened_by(&mid(&(n - 1))).answer()
        }
    };
    Some(match step {
        Step::Says(n) => says(&who(n), &mid(n).0, now, &format!("words {n}")),
        Step::Unsends(n) => asks(&who(n), receive(Incoming::Unsend { mid: mid(n) })),
        Step::Edits(n) => asks(
            &who(n),
            receive(Incoming::Edit {
                mid: mid(n),
                edit: 1,
                text: format!("better {n}"),
            }),
        ),
        Step::Phone(n) => {
            let content = Content::text(if n.is_multiple_of(2) {
                "reply 0"
            } else {
                "from the phone"
            });
            let echo = Incoming::Echo {
                mid: Mid(format!("out-{n}")),
                at: now,
                exact: true,
                content,
                reply_to: None,
                app: None,
            };
            asks(&who(n), receive(echo))
        }
        Step::Reacts(n) => asks(
            &who(n),
            receive(Incoming::Reaction {
                mid: mid(n),
                at: now,
                emoji: Some("❤️".to_owned()),
            }),
        ),
        Step::Operator(n, act) => {
            let act = match act {
                0 => Ask::Typed,
                1 => Ask::TakeOver,
                2 => Ask::HandBack,
                3 => Ask::Read { upto: None },
                _ => Ask::Reply {
                    send: send(&(n * 2)),
                    parts: vec![Content::text("reply 0")],
                    seen: Some(mid(n).0),
                },
            };
            asks(&who(n), act)
        }
        Step::Release(n) => asks(&who(n), Ask::Release { send: send(n) }),
        Step::Answer(n, outcome) => {
            let outcome = match outcome {
                0 => Attempt::Accepted(Mid(format!("out-{n}"))),
                1 => Attempt::NotSent,
                2 => Attempt::Lost(desk::Loss::Timeout),
                _ => Attempt::Refused {
                    class: desk::Class::InvalidContent,
                    retry: desk::Retry::Never,
                    code: 100,
                    subcode: None,
                },
            };
            asks(
                &who(n),
                Ask::Attempted {
                    send: send(n),
                    attempt: 1,
                    outcome,
                },
            )
        }
        Step::Claim(n) => asks(
            &who(n),
            Ask::Claim {
                burst: BurstId::opened_by(&mid(n)),
                patience: 1_000,
            },
        ),
        Step::Draft(n) => asks(
            &who(n),
            Ask::Draft {
                burst: BurstId::opened_by(&mid(n)),
                call: 1,
                parts: vec![Content::text("an answer"), Content::text("and more")],
                record: ModelCall::default(),
            },
        ),
        Step::Pass(_) => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn rebuilding_every_view_gives_the_same_tables(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let desk = Desk::new().await;
            for step in &steps {
                match (step, command(step, desk.now())) {
                    (Step::Pass(ms), _) => desk.pass(i64::from(*ms)),
                    (_, Some(command)) => drop(desk.does(command).await),
                    _ => {}
                }
                desk.pass(1);
            }
            let before = dump(desk.dir.path()).await;
            desk.writer.rebuild_views().await.unwrap();
            let after = dump(desk.dir.path()).await;
            assert_eq!(before, after);
            desk.close().await;
        });
    }
}
