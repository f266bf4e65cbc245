//! A message is stored once, in its place, however it arrives (rules 2).

use crate::scene::Scene;
use crate::support::people::{START, echo, polled, text};
use desk::{Event, Form, Incoming, Kind, MOST_UNANSWERED, Mid, OwnerReason, SendState, Who};

fn at_of(scene: &Scene, mid: &str) -> (i64, bool) {
    let message = &scene.memory.whole.messages[&Mid::from(mid)];
    (message.at, message.exact)
}

#[test]
fn a_message_that_comes_twice_is_stored_once() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    let before = scene.memory.whole.clone();
    assert_eq!(scene.writes("mid-ada-1", "Hello"), []);
    assert_eq!(scene.polls(polled(text("mid-ada-1", "Hello", START))), []);
    assert_eq!(scene.memory.whole, before);
    assert_eq!(scene.memory.whole.conversation.unread, 1);
}

#[test]
fn a_foreign_echo_that_comes_twice_is_stored_once() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(4_000);
    scene.echoes("mid-phone", "Hi Ada");
    scene.hands_back();
    let before = scene.memory.whole.clone();
    assert_eq!(scene.echoes("mid-phone", "Hi Ada"), []);
    assert_eq!(scene.memory.whole, before, "the second one is no act of a human");
}

#[test]
fn a_polled_time_is_refined_once_by_its_webhook() {
    let mut scene = Scene::with_ada();
    scene.wait(345);
    let exact = START + 345;
    scene.polls(polled(text("mid-ada-1", "Hello", exact)));
    assert_eq!(at_of(&scene, "mid-ada-1"), (START, false));
    let events = scene.gets(text("mid-ada-1", "Hello", exact));
    assert_eq!(
        events,
        [Event::MessageTimed {
            mid: Mid::from("mid-ada-1"),
            at: exact
        }]
    );
    assert_eq!(at_of(&scene, "mid-ada-1"), (exact, true));
    assert_eq!(scene.gets(text("mid-ada-1", "Hello", exact + 1)), []);
}

#[test]
fn a_webhooks_time_is_not_blunted_by_a_poll() {
    let mut scene = Scene::with_ada();
    scene.gets(text("mid-ada-1", "Hello", START - 655));
    scene.polls(polled(text("mid-ada-1", "Hello", START - 655)));
    assert_eq!(at_of(&scene, "mid-ada-1"), (START - 655, true));
}

#[test]
fn a_polled_foreign_echo_is_refined_too() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(4_345);
    let incoming = echo("mid-phone", "Hi Ada", scene.now.meta);
    scene.polls(polled(incoming.clone()));
    let events = scene.gets(incoming);
    assert_eq!(events.iter().map(Event::kind).collect::<Vec<_>>(), [Kind::Quiet]);
    assert_eq!(at_of(&scene, "mid-phone"), (START + 4_345, true));
}

#[test]
fn the_order_is_metas_time_whatever_came_first() {
    let mut scene = Scene::with_ada();
    scene.wait(10_000);
    scene.gets(text("mid-ada-2", "second", START + 2_000));
    scene.gets(text("mid-ada-1", "first", START + 1_000));
    assert_eq!(at_of(&scene, "mid-ada-1").0, START + 1_000);
    let conversation = &scene.memory.whole.conversation;
    assert_eq!(conversation.first_at, Some(START + 1_000));
    assert_eq!(conversation.last_at, START + 2_000);
    assert_eq!(
        conversation.window_from,
        Some(START + 2_000),
        "an older message opens no newer window"
    );
    assert_eq!(conversation.moved_at, START + 2_000);
}

#[test]
fn the_basis_goes_by_the_order_of_storing_never_by_time() {
    let mut scene = Scene::with_ada();
    scene.wait(10_000);
    scene.gets(text("mid-ada-2", "second", START + 2_000));
    let basis = scene.basis();
    scene.gets(text("mid-ada-1", "first", START + 1_000));
    assert_eq!(scene.basis(), basis + 1);
}

#[test]
fn an_own_send_stands_after_everything_said_so_far_and_keeps_its_place_when_its_echo_comes() {
    let mut scene = Scene::with_ada();
    scene.gets(text("mid-ada-1", "Hello", START + 1_500));
    scene.reply("reply-1", &["Hi", "Ada"], "mid-ada-1");
    assert_eq!(
        scene.send("reply-1").at,
        START + 1_501,
        "Meta's clock is ahead of ours"
    );
    assert_eq!(scene.send("reply-1.2").at, START + 1_502);
    let seq = scene.send("reply-1").seq;
    scene.wait(8_000);
    scene.release("reply-1");
    scene.accepted("reply-1", "mid-reply");
    scene.echoes("mid-reply", "Hi");
    let message = &scene.memory.whole.messages[&Mid::from("mid-reply")];
    assert_eq!(
        (message.at, message.seq, message.who),
        (START + 1_501, seq, Who::Operator)
    );
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
}

#[test]
fn seen_only_goes_forward() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(4_000);
    scene.echoes("mid-phone", "Hi Ada");
    let upto = scene.now.meta;
    let seen = |mid: Option<&str>, at| Incoming::Seen {
        mid: mid.map(Mid::from),
        at,
    };
    let events = scene.gets(seen(Some("mid-phone"), upto + 500));
    assert_eq!(events, [Event::SeenByCustomer { upto, at: upto + 500 }]);
    assert_eq!(scene.gets(seen(Some("mid-ada-1"), upto + 600)), []);
    assert_eq!(scene.gets(seen(None, upto - 1)), []);
    assert_eq!(scene.memory.whole.conversation.seen_upto, upto);
}

#[test]
fn the_later_of_two_reactions_wins_in_either_order() {
    let react = |emoji: Option<&str>, at| Incoming::Reaction {
        mid: Mid::from("mid-ada-1"),
        at,
        emoji: emoji.map(str::to_owned),
    };
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    assert_eq!(scene.gets(react(None, START + 20)).len(), 1);
    assert_eq!(
        scene.gets(react(Some("❤"), START + 10)),
        [],
        "it was removed after that"
    );
    assert_eq!(scene.gets(react(None, START + 20)), [], "it comes twice");
    assert_eq!(scene.gets(react(Some("😂"), START + 30)).len(), 1);
}

#[test]
fn an_edit_counts_once_and_an_older_one_not_at_all() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.edits("mid-ada-1", 2, "Hello there");
    assert_eq!(scene.edits("mid-ada-1", 2, "Hello there"), []);
    assert_eq!(scene.edits("mid-ada-1", 1, "Hello you"), []);
    assert_eq!(scene.words("mid-ada-1").as_deref(), Some("Hello there"));
}

#[test]
fn what_is_unsent_is_gone_and_stays_gone() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "My password is swordfish");
    scene.unsends("mid-ada-1");
    assert!(!scene.keeps("My password is swordfish"));
    assert_eq!(scene.unsends("mid-ada-1"), []);
    assert_eq!(scene.edits("mid-ada-1", 1, "swordfish"), []);
    assert_eq!(scene.writes("mid-ada-1", "My password is swordfish"), []);
    assert!(!scene.keeps("swordfish") && !scene.keeps("My password is swordfish"));
    let message = &scene.memory.whole.messages[&Mid::from("mid-ada-1")];
    assert!(message.unsent, "a tombstone stays");
}

#[test]
fn what_is_unsent_waits_for_no_answer() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.unsends("mid-ada-1");
    assert!(!scene.memory.whole.customer_waits());
}

#[test]
fn a_message_is_received_even_when_the_account_cannot_send() {
    let mut scene = Scene::with_ada();
    scene.account().stopped = Some(desk::Class::Auth);
    let events = scene.writes("mid-ada-1", "Hello");
    assert!(matches!(
        &events[0],
        Event::MessageReceived { form: Form::Text, .. }
    ));
    assert_eq!(scene.words("mid-ada-1").as_deref(), Some("Hello"));
}

#[test]
fn only_the_newest_unanswered_messages_are_remembered() {
    let mut scene = Scene::with_ada();
    scene.takes_note_of_many(MOST_UNANSWERED + 3);
    let waiting = &scene.memory.whole.conversation.unanswered;
    assert_eq!(waiting.len(), MOST_UNANSWERED);
    assert_eq!(waiting[0].mid, Mid::from("mid-ada-4"));
    assert_eq!(scene.owner(), OwnerReason::Fresh);
}
