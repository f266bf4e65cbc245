//! The database fails under a delivery: it is answered 503, nothing of it is written, and it is there once after
//! the platform has delivered it again.

use crash::hub::{list, number, text};
use crash::stage::{Stage, conversation, until};
use sandbox::ADA;
use sqlx::ConnectOptions;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

type Tested = anyhow::Result<()>;

async fn run(at: &mut SqliteConnection, sql: &'static str) -> Tested {
    sqlx::raw_sql(sql).execute(at).await?;
    Ok(())
}

/// The status that the one delivery of a message was last answered with.
async fn answered(stage: &Stage, mid: &str) -> anyhow::Result<i64> {
    let sent = stage.control().get("/deliveries").await?;
    let mut of_message = list(&sent, "/deliveries")
        .iter()
        .filter(|one| list(one, "/mids").iter().any(|named| text(named, "") == mid));
    Ok(of_message.next().map_or(0, |one| number(one, "/status")))
}

/// What is shown of the conversation with Ada: `(who, key)`, newest first.
async fn shown(stage: &Stage) -> anyhow::Result<Vec<(String, String)>> {
    let path = format!("/api/conversations/{}/items?limit=50", conversation(ADA));
    let page = stage.door()?.get(&path).await?;
    let messages = list(&page, "/items")
        .iter()
        .filter(|item| text(item, "/type") == "message");
    Ok(messages
        .map(|message| (text(message, "/who").to_owned(), text(message, "/key").to_owned()))
        .collect())
}

/// What Health says of the intake.
async fn intake(stage: &Stage) -> anyhow::Result<String> {
    let health = stage.door()?.get("/api/health").await?;
    Ok(text(&health, "/intake/state").to_owned())
}

/// What fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fails {
    /// Every write: Health says so for as long.
    Everything,
    /// What writes messages: in between, other writes work, and Health says that too.
    Messages,
}

/// A customer writes while the database fails, and the autopilot answers once it works again.
async fn a_message_while(what: Fails, fails: &'static str, works: &'static str, seed: u64) -> Tested {
    let stage = Stage::connected(seed).await?;
    let database = SqliteConnectOptions::new().filename(stage.data().join("desk.sqlite3"));
    let mut beside = database.connect().await?;
    run(&mut beside, fails).await?;
    let mid = stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    until("a delivery that is answered 503", || async {
        Ok((answered(&stage, &mid).await? == 503).then_some(()))
    })
    .await?;
    let path = format!("/api/conversations/{}", conversation(ADA));
    let (status, body) = stage.door()?.call("GET", &path, None).await?;
    assert_eq!(status, 404, "a part of it was written: {body}");
    if what == Fails::Everything {
        assert_eq!(intake(&stage).await?, "failed", "it says so while it lasts");
    }
    run(&mut beside, works).await?;
    beside.close().await?;
    stage.settle().await?;
    assert_eq!(answered(&stage, &mid).await?, 200);
    assert_eq!(intake(&stage).await?, "ok");
    let shown = shown(&stage).await?;
    let who: Vec<&str> = shown.iter().map(|(who, _)| who.as_str()).collect();
    assert_eq!(who, ["autopilot", "customer"]);
    assert_eq!(shown.last().map(|(_, key)| key), Some(&mid));
    let thread = stage.control().thread(ADA).await?;
    let said = list(&thread, "/messages").iter();
    assert_eq!(said.filter(|one| text(one, "/who") == "api").count(), 1);
    stage.close().await
}

#[tokio::test]
async fn a_message_that_meets_a_locked_database_is_delivered_again_and_is_there_once() -> Tested {
    a_message_while(Fails::Everything, "BEGIN IMMEDIATE", "ROLLBACK", 201).await
}

#[tokio::test]
async fn a_message_whose_transaction_breaks_off_is_delivered_again_and_is_there_once() -> Tested {
    let full =
        "CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
    a_message_while(Fails::Messages, full, "DROP TRIGGER full", 202).await
}
