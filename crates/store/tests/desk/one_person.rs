//! One person under two ids (rules 2): a message proves it, a handle proposes it.

use crate::ground::{Desk, ada, asks, ben, says};
use desk::{Ask, ConversationId, Entry, Event, Incoming, Mid, Source};
use store::{Evidence, Keep, Profile, SamePerson};

#[tokio::test]
async fn what_is_taken_back_under_the_id_of_another_app_is_taken_back_where_it_stands() {
    let desk = Desk::new().await;
    let (old, new) = (ada(), ben());
    desk.does(says(&old, "mid-1", desk.now(), "walnuts"))
        .await
        .unwrap();
    desk.pass(1_000);
    desk.does(says(&new, "mid-2", desk.now(), "plums")).await.unwrap();
    let edit = Incoming::Edit {
        mid: Mid::from("mid-1"),
        edit: 1,
        text: "hazelnuts".to_owned(),
    };
    let unsend = Incoming::Unsend {
        mid: Mid::from("mid-1"),
    };
    let mut links = 0;
    for incoming in [edit, unsend] {
        let source = Source::Webhook;
        let receipt = desk
            .does(asks(&new, Ask::Receive { incoming, source }))
            .await
            .unwrap();
        let linked = |entry: &Entry| matches!(entry, Entry::Conversation(_, Event::ContactLinked { .. }));
        links += receipt.events.iter().filter(|(_, entry)| linked(entry)).count();
        let (_, message) = desk.store.message("mid-1").await.unwrap().unwrap();
        let words = (!message.unsent).then(|| "hazelnuts".to_owned());
        assert_eq!(message.content.text, words);
    }
    assert_eq!(links, 1, "told once");
    let row = desk.store.conversation(&old).await.unwrap().unwrap().row;
    assert_eq!(row.last.unwrap().kind, "unsent");
    for (one, other) in [(&old, &new), (&new, &old)] {
        let same = desk.store.conversation(one).await.unwrap().unwrap().same_person;
        let ids: Vec<_> = same.iter().map(|same| &same.id).collect();
        assert_eq!(ids, [other]);
    }
    let (_, other) = desk.store.message("mid-2").await.unwrap().unwrap();
    assert_eq!(other.content.text.as_deref(), Some("plums"));
    desk.close().await;
}

#[tokio::test]
async fn the_same_handle_in_the_same_account_proposes_and_a_message_proves() {
    let desk = Desk::new().await;
    let elsewhere = ConversationId::new("17841400000000002", "6100000000000009");
    for (who, mid, handle) in [
        (&ada(), "mid-1", "ada.bakes"),
        (&ben(), "mid-2", "ada.bakes"),
        (&elsewhere, "mid-3", "ada.bakes"),
    ] {
        desk.does(says(who, mid, desk.now(), "hello")).await.unwrap();
        has_the_handle(&desk, who, handle).await;
    }
    let same = same_person(&desk, &ada()).await;
    assert_eq!(same.len(), 1, "another account's customers are its own");
    assert_eq!((&same[0].id, same[0].evidence), (&ben(), Evidence::Handle));
    assert_eq!(same_person(&desk, &elsewhere).await, []);

    let incoming = Incoming::Unsend {
        mid: Mid::from("mid-1"),
    };
    let source = Source::Webhook;
    desk.does(asks(&ben(), Ask::Receive { incoming, source }))
        .await
        .unwrap();
    for one in [ada(), ben()] {
        let evidence: Vec<_> = same_person(&desk, &one)
            .await
            .iter()
            .map(|same| same.evidence)
            .collect();
        assert_eq!(evidence, [Evidence::Message], "told once");
    }
    desk.close().await;
}

#[tokio::test]
async fn a_handle_that_is_gone_or_empty_proposes_nothing() {
    let desk = Desk::new().await;
    for (who, mid) in [(&ada(), "mid-1"), (&ben(), "mid-2")] {
        desk.does(says(who, mid, desk.now(), "hello")).await.unwrap();
        has_the_handle(&desk, who, "").await;
    }
    assert_eq!(same_person(&desk, &ada()).await, []);
    has_the_handle(&desk, &ada(), "ada.bakes").await;
    has_the_handle(&desk, &ben(), "ada.bakes").await;
    assert_eq!(same_person(&desk, &ada()).await.len(), 1);
    has_the_handle(&desk, &ben(), "ben.bakes").await;
    assert_eq!(same_person(&desk, &ada()).await, []);
    desk.close().await;
}

async fn has_the_handle(desk: &Desk, who: &ConversationId, handle: &str) {
    let profile = Profile {
        username: Some(handle.to_owned()),
        ..Profile::default()
    };
    desk.writer
        .keep(Keep::Profile(who.clone(), profile))
        .await
        .unwrap();
}

async fn same_person(desk: &Desk, who: &ConversationId) -> Vec<SamePerson> {
    desk.store.conversation(who).await.unwrap().unwrap().same_person
}
