//! Commands in, views out; who may open the directory; what is there after closing.

use crate::ground::{Desk, ada, asks, ben, open, says};
use desk::{Ask, Attempt, Content, Incoming, Mid, Now, Refusal, SendId, Source};
use std::sync::Arc;
use store::{Job, Split};

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
async fn what_is_undone_stands_before_the_draft_in_the_same_transaction() {
    let desk = Desk::new().await;
    desk.does(says(&ada(), "mid-1", desk.now(), "Do you open on Sunday?"))
        .await
        .unwrap();
    for (at, before, after) in [
        (1, "", "We do."),
        (2, "And more.", "We do.\nAnd more."),
        (3, "We do.", "We do."),
    ] {
        let send = SendId(format!("reply-{at}"));
        let reply = Ask::Reply {
            send: send.clone(),
            parts: vec![Content::text("We do.")],
            seen: Some("mid-1".to_owned()),
        };
        desk.does(asks(&ada(), reply)).await.unwrap();
        let draft = store::Keep::Draft(ada(), before.to_owned());
        desk.writer.keep(draft).await.unwrap();
        let words = vec![(send.clone(), "We do.".to_owned())];
        desk.does(asks(&ada(), Ask::Undo { send, words })).await.unwrap();
        let found = desk.store.conversation(&ada()).await.unwrap().unwrap();
        assert_eq!(found.draft_text, after);
    }
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
