//! Rebuilding every view from the journal gives the same tables, whatever happened.

use crate::ground::{Desk, ada, asks, ben, says};
use desk::{Ask, Attempt, BurstId, Command, Content, Incoming, Mid, ModelCall, SendId, Source};
use proptest::prelude::*;
use std::path::Path;

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
    /// Under the id that another app has for the person.
    UnsendsElsewhere(u8),
    Edits(u8),
    Phone(u8),
    Reacts(u8),
    Operator(u8, u8),
    Release(u8),
    Answer(u8, u8),
    Claim(u8),
    Draft(u8),
    Pass(u16),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..6_u8).prop_map(Step::Says),
        (0..6_u8).prop_map(Step::Unsends),
        (0..6_u8).prop_map(Step::UnsendsElsewhere),
        (0..6_u8).prop_map(Step::Edits),
        (0..4_u8).prop_map(Step::Phone),
        (0..6_u8).prop_map(Step::Reacts),
        (0..2_u8, 0..5_u8).prop_map(|(who, act)| Step::Operator(who, act)),
        (0..4_u8).prop_map(Step::Release),
        (0..4_u8, 0..4_u8).prop_map(|(send, outcome)| Step::Answer(send, outcome)),
        (0..6_u8).prop_map(Step::Claim),
        (0..6_u8).prop_map(Step::Draft),
        (1..20_000_u16).prop_map(Step::Pass),
        Just(Step::Reopen),
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
        Step::UnsendsElsewhere(n) => asks(&who(&(n + 1)), receive(Incoming::Unsend { mid: mid(n) })),
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
        Step::Pass(_) | Step::Reopen => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn rebuilding_every_view_gives_the_same_tables(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut desk = Desk::new().await;
            for step in &steps {
                match (step, command(step, desk.now())) {
                    (Step::Pass(ms), _) => desk.pass(i64::from(*ms)),
                    (Step::Reopen, _) => desk = desk.reopened().await,
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
