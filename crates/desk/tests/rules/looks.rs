//! Looks at the thread for an attempt whose outcome is not known (rules 5).

use crate::scene::{ANSWER, Scene, ours, reply};
use crate::support::people::{START, echo};
use desk::{
    Answering, Ask, Attachment, AttachmentKind, Cancel, Choice, Content, Event, Listed, Listing, Look, Mid,
    OwnerReason, Proof, Refusal, Requeue, SendId, SendState, WINDOW,
};

const WORDS: &str = "We do";
/// When the reply left: three seconds after it was pressed.
const LEFT: i64 = START + 3_000;

fn lost() -> Scene {
    let mut scene = Scene::with_a_reply_on_the_wire(WORDS);
    scene.lost("reply-1");
    scene
}

fn resolve(send: &str, choice: Choice) -> Ask {
    Ask::Resolve {
        send: SendId::from(send),
        choice,
    }
}

fn nothing() -> Listing {
    ours(&[])
}

/// A listing that goes back no further than this.
fn since(reaches: i64) -> Listing {
    Listing {
        items: Vec::new(),
        reaches: Some(reaches),
    }
}

fn is_found(mut scene: Scene, listing: Listing) -> bool {
    scene.wait(3_000);
    let events = scene.looks("reply-1", Some(listing));
    events
        .iter()
        .any(|event| matches!(event, Event::SendConfirmed { by: Proof::Look, .. }))
}

#[test]
fn looks_are_made_three_ten_and_thirty_seconds_after_the_loss() {
    let mut scene = lost();
    let lost = scene.now.wall;
    let mut looks = Vec::new();
    while let Some(due) = scene.send("reply-1").due {
        looks.push(due.at - lost);
        let millis = due.at - scene.now.wall;
        scene.wait(millis);
        scene.looks("reply-1", None);
    }
    assert_eq!(looks, [3_000, 10_000, 30_000]);
}

#[test]
fn found_is_from_us_with_the_same_content_unbound_and_no_older_than_two_seconds_before_the_attempt() {
    assert!(is_found(lost(), ours(&[("mid-reply", WORDS, LEFT)])));
    assert!(is_found(
        lost(),
        ours(&[("mid-reply", "  We do\n", LEFT + 20_000)])
    ));
    assert!(is_found(lost(), ours(&[("mid-reply", WORDS, LEFT - 2_000)])));
    assert!(
        !is_found(lost(), ours(&[("mid-reply", WORDS, LEFT - 3_000)])),
        "it is older than the attempt"
    );
    assert!(
        !is_found(lost(), ours(&[("mid-reply", "We do not", LEFT)])),
        "it says something else"
    );
    let mut hers = ours(&[("mid-ada-2", WORDS, LEFT)]);
    hers.items[0].ours = false;
    assert!(!is_found(lost(), hers), "the customer said it");
}

#[test]
fn what_is_bound_already_is_not_found_again() {
    let mut scene = Scene::with_a_reply_on_the_wire(WORDS);
    scene.accepted("reply-1", "mid-one");
    scene.reply("reply-2", &[WORDS], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-2");
    scene.lost("reply-2");
    let at = scene.now.meta;
    scene.looks_three_times("reply-2", Some(&ours(&[("mid-one", WORDS, at)])));
    assert_eq!(
        scene.state("reply-2"),
        SendState::Queued,
        "the one that stands there is the first"
    );
}

#[test]
fn of_equal_ones_the_oldest_belongs_to_the_oldest_attempt() {
    let mut scene = lost();
    scene.wait(30_000);
    scene.does(Ask::Pass {
        send: SendId::from("reply-1"),
    });
    scene.reply("reply-2", &[WORDS], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-2");
    scene.lost("reply-2");
    scene.wait(3_000);
    let at = scene.send("reply-2").released;
    let thread = ours(&[("mid-two", WORDS, at + 1_000), ("mid-one", WORDS, at)]);
    scene.looks("reply-2", Some(thread.clone()));
    scene.looks("reply-1", Some(thread));
    assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-one")));
    assert_eq!(scene.send("reply-2").mid, Some(Mid::from("mid-two")));
}

#[test]
fn not_found_by_the_last_two_looks_is_released_once_more() {
    let mut scene = lost();
    let events = scene.looks_three_times("reply-1", Some(&nothing()));
    assert!(events.iter().any(|event| matches!(
        event,
        Event::SendRequeued {
            why: Requeue::NotFound,
            ..
        }
    )));
    scene.release("reply-1");
    assert_eq!(scene.send("reply-1").attempts, 2);
}

#[test]
fn not_found_needs_both_of_the_last_looks() {
    for miss in [1, 2] {
        let mut scene = lost();
        for look in 0..3 {
            let due = scene.send("reply-1").due.expect("a look is due");
            let millis = due.at - scene.now.wall;
            scene.wait(millis);
            scene.looks("reply-1", (look != miss).then(nothing));
        }
        assert!(scene.send("reply-1").asking, "look {miss} could not be made");
    }
    let mut first = lost();
    first.wait(3_000);
    first.looks("reply-1", None);
    first.looks("reply-1", Some(nothing()));
    first.looks("reply-1", Some(nothing()));
    assert_eq!(
        first.state("reply-1"),
        SendState::Queued,
        "the first look does not matter"
    );
}

#[test]
fn not_found_needs_a_listing_that_reaches_back_past_the_attempt() {
    let mut enough = lost();
    enough.looks_three_times("reply-1", Some(&since(LEFT - 2_000)));
    assert_eq!(enough.state("reply-1"), SendState::Queued);
    let mut short = lost();
    short.looks_three_times("reply-1", Some(&since(LEFT - 1_999)));
    assert!(short.send("reply-1").asking);
    assert_eq!(short.send("reply-1").last_look, Some(Look::CouldNotLook));
}

#[test]
fn could_not_look_asks_the_operator_with_both_choices() {
    let mut scene = lost();
    scene.looks_three_times("reply-1", None);
    let send = scene.send("reply-1");
    assert_eq!(
        (send.state, send.asking, send.due),
        (SendState::Unknown, true, None)
    );

    let mut again = scene.clone();
    again.does(resolve("reply-1", Choice::SendAgain));
    assert_eq!(again.state("reply-1"), SendState::Queued);
    again.release("reply-1");

    scene.does(resolve("reply-1", Choice::Arrived));
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
    let twice = scene.refuses(resolve("reply-1", Choice::SendAgain));
    assert_eq!(twice, Refusal::NotInState(SendState::Confirmed));
}

#[test]
fn the_question_is_asked_before_it_can_be_answered() {
    let mut scene = lost();
    let early = scene.refuses(resolve("reply-1", Choice::SendAgain));
    assert_eq!(early, Refusal::NotInState(SendState::Unknown));
}

#[test]
fn a_look_that_finds_it_answers_the_question() {
    let mut scene = lost();
    scene.looks_three_times("reply-1", None);
    let refusal = scene.refuses(Ask::Looked {
        send: SendId::from("reply-1"),
        listing: None,
    });
    assert_eq!(refusal, Refusal::NotInState(SendState::Unknown));
    scene.looks("reply-1", Some(ours(&[("mid-reply", WORDS, LEFT)])));
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
}

#[test]
fn media_is_asked_about_because_a_look_cannot_prove_it() {
    let picture = Attachment {
        kind: AttachmentKind::Image,
        url: None,
        title: None,
        media: None,
    };
    let parts = vec![Content {
        attachments: vec![picture],
        ..Content::default()
    }];
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    let (send, seen) = (SendId::from("reply-1"), Some("mid-ada-1".to_owned()));
    scene.does(Ask::Reply { send, parts, seen });
    scene.wait(3_000);
    scene.release("reply-1");
    scene.lost("reply-1");
    scene.looks_three_times("reply-1", Some(&nothing()));
    assert!(scene.send("reply-1").asking);
}

#[test]
fn a_second_unknown_is_asked_about() {
    let mut scene = lost();
    scene.looks_three_times("reply-1", Some(&nothing()));
    scene.release("reply-1");
    scene.lost("reply-1");
    scene.looks_three_times("reply-1", Some(&nothing()));
    let send = scene.send("reply-1");
    assert_eq!((send.losses, send.asking), (2, true));
}

#[test]
fn the_looks_of_a_second_loss_start_anew() {
    let mut scene = lost();
    scene.looks_three_times("reply-1", Some(&nothing()));
    scene.release("reply-1");
    scene.lost("reply-1");
    let send = scene.send("reply-1");
    assert_eq!((send.looks, send.last_look), (0, None));
    assert_eq!(send.due.map(|due| due.at), Some(scene.now.wall + 3_000));
}

#[test]
fn an_answer_of_the_autopilots_that_stays_unknown_asks_for_a_human() {
    let mut scene = Scene::with_an_answer_on_the_wire(&[WORDS]);
    scene.lost(ANSWER);
    scene.looks_three_times(ANSWER, None);
    assert!(scene.send(ANSWER).asking);
    assert_eq!(
        (scene.answering(), scene.owner()),
        (Answering::Nobody, OwnerReason::NotDelivered)
    );
}

#[test]
fn an_answer_of_the_autopilots_that_is_not_found_is_released_once_more_by_itself() {
    let mut scene = Scene::with_an_answer_on_the_wire(&[WORDS]);
    scene.lost(ANSWER);
    scene.looks_three_times(ANSWER, Some(&nothing()));
    scene.release(ANSWER);
    assert_eq!(scene.send(ANSWER).attempts, 2);
}

#[test]
fn what_is_not_found_after_a_human_acted_is_never_sent_again() {
    let mut scene = Scene::with_an_answer_on_the_wire(&[WORDS, "From ten"]);
    scene.lost(ANSWER);
    scene.types();
    let events = scene.looks_three_times(ANSWER, Some(&nothing()));
    let (send, why) = (SendId::from(ANSWER), Cancel::Human);
    assert!(events.contains(&Event::SendCancelled { send, why }));
}

#[test]
fn what_is_not_found_after_the_window_has_failed() {
    let mut scene = lost();
    scene.wait(WINDOW);
    scene.looks("reply-1", Some(nothing()));
    scene.looks("reply-1", Some(nothing()));
    scene.looks("reply-1", Some(nothing()));
    assert_eq!(scene.state("reply-1"), SendState::Failed);
}

#[test]
fn sending_again_needs_an_open_window_and_an_account_that_can_send() {
    let mut scene = lost();
    scene.looks_three_times("reply-1", None);
    let mut stopped = scene.clone();
    stopped.account().stopped = Some(desk::Class::Auth);
    assert_eq!(
        stopped.refuses(resolve("reply-1", Choice::SendAgain)),
        Refusal::AccountStopped
    );
    scene.wait(WINDOW);
    assert_eq!(
        scene.refuses(resolve("reply-1", Choice::SendAgain)),
        Refusal::WindowClosed
    );
    scene.does(resolve("reply-1", Choice::Arrived));
}

#[test]
fn what_a_look_listed_beside_it_is_no_matter_of_the_send() {
    let mut scene = lost();
    let mut listing = ours(&[("mid-phone", "Closed today", LEFT), ("mid-reply", WORDS, LEFT)]);
    let (mid, at, content) = (
        Mid::from("mid-ada-1"),
        START,
        Content::text("Do you open on Sunday?"),
    );
    listing.items.push(Listed {
        mid,
        at,
        ours: false,
        content,
    });
    scene.wait(3_000);
    scene.looks("reply-1", Some(listing));
    assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-reply")));
    assert!(!scene.memory.whole.messages.contains_key(&Mid::from("mid-phone")));
    scene.does(reply("reply-2", &["Bye"], "reply-1"));
}

#[test]
fn a_clock_that_ran_ahead_at_the_release_does_not_hide_what_arrived() {
    let mut scene = lost();
    // The machine's clock is five seconds fast, and the first look's own answer says so.
    scene.now.meta -= 5_000;
    assert!(is_found(scene, ours(&[("mid-reply", WORDS, LEFT - 5_000)])));
}

#[test]
fn what_is_just_too_old_for_the_attempt_is_a_question_and_no_proof() {
    let mut scene = lost();
    scene.looks_three_times("reply-1", Some(&ours(&[("mid-reply", WORDS, LEFT - 5_000)])));
    let send = scene.send("reply-1");
    assert_eq!(
        (send.state, send.asking, send.last_look),
        (SendState::Unknown, true, Some(Look::CouldNotLook))
    );
    let mut old = lost();
    old.looks_three_times("reply-1", Some(&ours(&[("mid-reply", WORDS, LEFT - 65_000)])));
    assert_eq!(old.state("reply-1"), SendState::Queued);
}

#[test]
fn what_a_look_takes_in_before_it_concludes_is_proven_by_the_look() {
    let mut scene = lost();
    let events = scene.polls(echo("mid-reply", WORDS, LEFT));
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::SendConfirmed { by: Proof::Look, .. }))
    );
}

#[test]
fn an_answer_from_the_phone_that_the_last_look_shows_stops_the_repeat() {
    let mut scene = Scene::with_an_answer_on_the_wire(&[WORDS]);
    scene.lost(ANSWER);
    for look in 1..=3 {
        let millis = scene.send(ANSWER).due.expect("a look is due").at - scene.now.wall;
        scene.wait(millis);
        if look == 3 {
            scene.polls(echo("mid-phone", "I have answered that", scene.now.meta - 1_000));
        }
        scene.looks(ANSWER, Some(nothing()));
    }
    assert_eq!(scene.state(ANSWER), SendState::Cancelled);
}
