//! What was taken back is gone from the files.

use crate::ground::{Desk, ada, asks, ben, open, says};
use desk::{Ask, Attempt, Content, Entry, Event, Incoming, Mid, SendId, Source};
use std::path::Path;
use store::{Keep, RawId, RawRecord};

#[tokio::test]
async fn what_was_taken_back_is_gone_from_the_files() {
    let secret = "walnuts-and-plums-4711";
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-1", desk.now(), &format!("my code is {secret}")))
        .await
        .unwrap();
    keep_unread(&desk, secret).await;
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
    assert_gone(dir.path(), secret);
}

/// No file of the desk holds these words.
fn assert_gone(dir: &Path, words: &str) {
    for file in std::fs::read_dir(dir).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let needle = words.as_bytes();
        assert!(
            !bytes.windows(needle.len()).any(|window| window == needle),
            "the words are still on disk"
        );
    }
}

/// Keeps a message that could not be read, with these words in it.
async fn keep_unread(desk: &Desk, words: &str) {
    let raw = RawRecord {
        id: RawId("raw-1".to_owned()),
        at: desk.now(),
        app: "700000000000001".to_owned(),
        account: None,
        reason: "a test".to_owned(),
        body: format!(r#"{{"mid":"mid-1","text":"{words}"}}"#).into_bytes(),
    };
    desk.writer.keep(Keep::Raw(raw)).await.unwrap();
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
    keep_unread(&desk, secret).await;
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
async fn a_message_delivered_again_under_the_id_of_another_app_is_stored_once() {
    let desk = Desk::new().await;
    let at = desk.now();
    desk.does(says(&ada(), "mid-1", at, "walnuts")).await.unwrap();
    let again = desk.does(says(&ben(), "mid-1", at, "walnuts")).await.unwrap();
    let told: Vec<&Entry> = again.events.iter().map(|(_, entry)| entry).collect();
    let with = ada();
    let mid = Mid::from("mid-1");
    assert_eq!(
        told,
        [&Entry::Conversation(ben(), Event::ContactLinked { with, mid })],
        "one person, and no news"
    );
    assert!(desk.store.conversation(&ben()).await.unwrap().is_none());
    let row = desk.store.conversation(&ada()).await.unwrap().unwrap().row;
    assert_eq!(row.unread, 1);
    desk.close().await;
}

#[tokio::test]
async fn an_edit_that_waits_under_one_id_reaches_the_message_under_another() {
    let desk = Desk::new().await;
    let edit = |mid: &str| Ask::Receive {
        incoming: Incoming::Edit {
            mid: Mid::from(mid),
            edit: 1,
            text: "hazelnuts-4711".to_owned(),
        },
        source: Source::Webhook,
    };
    desk.does(asks(&ben(), edit("mid-1"))).await.unwrap();
    desk.does(says(&ada(), "mid-1", desk.now(), "walnuts"))
        .await
        .unwrap();
    let (_, message) = desk.store.message("mid-1").await.unwrap().unwrap();
    assert_eq!(message.content.text.as_deref(), Some("hazelnuts-4711"));

    desk.does(asks(&ben(), edit("mid-2"))).await.unwrap();
    for mid in ["mid-1", "mid-2"] {
        let incoming = Incoming::Unsend { mid: Mid::from(mid) };
        let source = Source::Webhook;
        desk.does(asks(&ada(), Ask::Receive { incoming, source }))
            .await
            .unwrap();
    }
    let dir = desk.close().await;
    assert_gone(dir.path(), "hazelnuts-4711");
}

#[tokio::test]
async fn what_was_taken_back_during_an_attempt_does_not_wait_again_after_a_restart() {
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-1", desk.now(), "walnuts"))
        .await
        .unwrap();
    let send = SendId::from("s-1");
    let reply = Ask::Reply {
        send: send.clone(),
        parts: vec![Content::text("We have some")],
        seen: Some("mid-1".to_owned()),
    };
    desk.does(asks(&ada(), reply)).await.unwrap();
    desk.pass(3_000);
    desk.does(asks(&ada(), Ask::Release { send: send.clone() }))
        .await
        .unwrap();
    let incoming = Incoming::Unsend {
        mid: Mid::from("mid-1"),
    };
    let source = Source::Webhook;
    desk.does(asks(&ada(), Ask::Receive { incoming, source }))
        .await
        .unwrap();
    let desk = desk.reopened().await;
    let outcome = Attempt::Unsendable;
    let attempt = 1;
    desk.does(asks(
        &ada(),
        Ask::Attempted {
            send,
            attempt,
            outcome,
        },
    ))
    .await
    .unwrap();
    let conversation = desk.store.conversation(&ada()).await.unwrap().unwrap();
    assert_eq!(conversation.unanswered, []);
    assert!(!conversation.row.waits);
    desk.close().await;
}
