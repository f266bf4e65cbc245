//! What refers to a message that has not arrived waits for it (rules 2).

use crate::scene::{ANSWER, Scene};
use crate::support::people::{ADA, BEN, START, with};
use desk::{Ask, BurstState, Event, Incoming, Mid, Outcome, OwnerReason, Reason, Reference, SendState};

fn reacts(scene: &mut Scene, mid: &str, emoji: &str) -> Vec<Event> {
    let (mid, at, emoji) = (Mid::from(mid), scene.now.meta, Some(emoji.to_owned()));
    scene.gets(Incoming::Reaction { mid, at, emoji })
}

fn sees(scene: &mut Scene, mid: &str) -> Vec<Event> {
    let at = scene.now.meta;
    scene.gets(Incoming::Seen {
        mid: Some(Mid::from(mid)),
        at,
    })
}

fn is_parked(events: &[Event]) -> bool {
    matches!(events, [Event::ReferenceParked { .. }])
}

#[test]
fn a_reaction_an_edit_and_seen_that_came_first_are_applied_when_the_message_arrives() {
    let mut scene = Scene::with_ada();
    assert!(is_parked(&reacts(&mut scene, "mid-ada-1", "❤")));
    assert!(is_parked(&scene.edits("mid-ada-1", 1, "Hello there")));
    assert!(is_parked(&sees(&mut scene, "mid-ada-1")));
    assert!(!scene.memory.whole.conversation.exists, "nothing was said yet");
    scene.writes("mid-ada-1", "Hello");
    let message = scene.memory.whole.messages[&Mid::from("mid-ada-1")].clone();
    assert_eq!((message.edit, message.reacted_at), (1, Some(START)));
    assert_eq!(scene.words("mid-ada-1").as_deref(), Some("Hello there"));
    assert_eq!(scene.memory.whole.conversation.seen_upto, START);
    assert_eq!(scene.memory.whole.parked.len(), 0, "nothing waits any more");
}

#[test]
fn what_waits_is_parked_once_however_often_it_comes() {
    let mut scene = Scene::with_ada();
    reacts(&mut scene, "mid-ada-1", "❤");
    scene.edits("mid-ada-1", 2, "Hello there");
    sees(&mut scene, "mid-ada-1");
    scene.unsends("mid-ada-2");
    assert_eq!(reacts(&mut scene, "mid-ada-1", "❤"), []);
    assert_eq!(scene.edits("mid-ada-1", 2, "Hello there"), []);
    assert_eq!(
        scene.edits("mid-ada-1", 1, "Hello you"),
        [],
        "a newer edit waits already"
    );
    assert_eq!(sees(&mut scene, "mid-ada-1"), []);
    assert_eq!(scene.unsends("mid-ada-2"), []);
}

#[test]
fn of_two_parked_edits_the_newer_one_stands() {
    let mut scene = Scene::with_ada();
    scene.edits("mid-ada-1", 1, "one");
    scene.edits("mid-ada-1", 2, "two");
    scene.writes("mid-ada-1", "zero");
    assert_eq!(scene.words("mid-ada-1").as_deref(), Some("two"));
    assert!(!scene.keeps("one"));
}

#[test]
fn of_each_kind_the_newest_waits_alone() {
    let mut scene = Scene::with_ada();
    for round in 1..=50 {
        scene.wait(1_000);
        reacts(&mut scene, "mid-ada-1", if round % 2 == 0 { "❤" } else { "😮" });
        sees(&mut scene, "mid-ada-1");
        scene.edits("mid-ada-1", round, &format!("words {round}"));
    }
    assert_eq!(scene.memory.whole.parked[&Mid::from("mid-ada-1")].len(), 3);
    assert!(scene.keeps("words 50") && !scene.keeps("words 49"));
    let last = scene.now.meta;
    scene.writes("mid-ada-1", "words");
    let message = scene.memory.whole.messages[&Mid::from("mid-ada-1")].clone();
    assert_eq!((message.edit, message.reacted_at), (50, Some(last)));
    assert_eq!(scene.words("mid-ada-1").as_deref(), Some("words 50"));
}

#[test]
fn an_unsend_that_came_first_wins() {
    let mut scene = Scene::with_ada();
    scene.unsends("mid-ada-1");
    scene.writes("mid-ada-1", "swordfish");
    assert!(!scene.keeps("swordfish"));
    assert!(scene.memory.whole.messages[&Mid::from("mid-ada-1")].unsent);
    assert_eq!(scene.burst(), None, "there is nothing to answer");
    assert!(!scene.memory.whole.customer_waits());
}

#[test]
fn an_unsend_that_came_first_wins_over_edits_in_either_order() {
    for unsend_first in [true, false] {
        let mut scene = Scene::with_ada();
        if unsend_first {
            scene.unsends("mid-ada-1");
            scene.edits("mid-ada-1", 1, "swordfish");
        } else {
            scene.edits("mid-ada-1", 1, "swordfish");
            scene.unsends("mid-ada-1");
        }
        assert!(
            !scene.keeps("swordfish"),
            "it is gone though its message never came"
        );
        reacts(&mut scene, "mid-ada-1", "❤");
        scene.writes("mid-ada-1", "my password");
        assert!(!scene.keeps("swordfish") && !scene.keeps("my password"));
        let message = scene.memory.whole.messages[&Mid::from("mid-ada-1")].clone();
        assert!(message.unsent);
        assert_eq!(
            (message.edit, message.reacted_at),
            (0, None),
            "a tombstone is neither edited nor liked"
        );
    }
}

#[test]
fn an_unsend_that_came_first_leaves_the_open_burst_to_its_own_messages() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Do you open on Sunday?");
    scene.unsends("mid-ada-2");
    scene.writes("mid-ada-2", "swordfish");
    assert_eq!(scene.open_burst().mids, [Mid::from("mid-ada-1")]);
    scene.unsends("mid-ada-1");
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::Withdrawn)]);
}

#[test]
fn what_refers_to_a_phone_reply_waits_for_its_echo() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(4_000);
    reacts(&mut scene, "mid-phone", "❤");
    scene.unsends("mid-phone-2");
    scene.echoes("mid-phone", "Hi Ada");
    scene.echoes("mid-phone-2", "Wrong window");
    assert_eq!(
        scene.memory.whole.messages[&Mid::from("mid-phone")].reacted_at,
        Some(START + 4_000)
    );
    assert!(!scene.keeps("Wrong window"));
}

#[test]
fn what_refers_to_our_own_send_waits_for_the_answer_that_names_it() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do");
    sees(&mut scene, "mid-reply");
    reacts(&mut scene, "mid-reply", "❤");
    let reacted = scene.now.meta;
    scene.wait(100);
    let events = scene.accepted("reply-1", "mid-reply");
    assert!(
        events.iter().any(|event| matches!(event, Event::Reacted { .. })),
        "{events:?}"
    );
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::SeenByCustomer { .. })),
        "{events:?}"
    );
    assert_eq!(
        scene.memory.whole.messages[&Mid::from("mid-reply")].reacted_at,
        Some(reacted)
    );
    assert_eq!(scene.memory.whole.parked.len(), 0);
    scene.echoes("mid-reply", "We do");
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
}

#[test]
fn what_refers_to_our_own_send_waits_for_its_echo_or_for_the_look_that_finds_it() {
    let mut echoed = Scene::with_a_reply_on_the_wire("We do");
    reacts(&mut echoed, "mid-reply", "❤");
    echoed.echoes("mid-reply", "We do");
    assert!(
        echoed.memory.whole.messages[&Mid::from("mid-reply")]
            .reacted_at
            .is_some()
    );

    let mut found = Scene::with_a_reply_on_the_wire("We do");
    reacts(&mut found, "mid-reply", "❤");
    found.lost("reply-1");
    found.wait(3_000);
    let listing = crate::scene::ours(&[("mid-reply", "We do", START + 3_000)]);
    found.looks("reply-1", Some(listing));
    assert!(
        found.memory.whole.messages[&Mid::from("mid-reply")]
            .reacted_at
            .is_some()
    );
    assert_eq!(found.memory.whole.parked.len(), 0);
}

#[test]
fn a_reference_to_another_message_keeps_waiting() {
    let mut scene = Scene::with_ada();
    scene.unsends("mid-ada-2");
    scene.writes("mid-ada-1", "Hello");
    let waiting = &scene.memory.whole.parked[&Mid::from("mid-ada-2")];
    assert_eq!(waiting, &[Reference::Unsend]);
}

#[test]
fn an_unsend_that_came_first_cancels_the_model_call_like_any_other() {
    let mut scene = Scene::while_the_model_writes();
    scene.unsends("mid-ada-2");
    scene.writes("mid-ada-2", "swordfish");
    let burst = scene.open_burst();
    assert_eq!((burst.state, burst.mids.len()), (BurstState::Open, 1));
    let mut drafted = Scene::with_a_draft(&["We do"]);
    drafted.unsends("mid-ada-2");
    drafted.writes("mid-ada-2", "swordfish");
    assert_eq!(drafted.state(ANSWER), SendState::Cancelled);
    assert_eq!(drafted.owner(), OwnerReason::Fresh, "no human is asked");
}

#[test]
fn an_unsend_on_the_phone_cancels_the_model_call_too() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(4_000);
    scene.echoes("mid-phone", "Hi Ada");
    scene.hands_back();
    scene.writes("mid-ada-2", "Do you open on Sunday?");
    scene.wait(5_000);
    scene.claim();
    scene.unsends("mid-phone");
    assert_eq!(scene.open_burst().state, BurstState::Open);
}

#[test]
fn one_person_under_two_ids_is_told_once() {
    let mut scene = Scene::with(BEN);
    let same = Ask::SamePerson {
        with: with(ADA),
        mid: Mid::from("mid-ada-1"),
    };
    assert_eq!(
        scene.does(same.clone()),
        [Event::ContactLinked {
            with: with(ADA),
            mid: Mid::from("mid-ada-1"),
        }]
    );
    assert_eq!(scene.does(same), []);
    assert!(!scene.memory.whole.conversation.exists, "nothing was said");
}
