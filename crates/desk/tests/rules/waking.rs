//! At start and at wake-up nothing in memory can be trusted (rules 4).

use crate::scene::{ANSWER, Scene, draft};
use crate::support::people::text;
use desk::{Ask, BurstState, Event, Loss, Mid, Outcome, OwnerReason, Proof, Reason, Refusal, SendState};

/// Ada's burst waits for its look.
fn looking() -> Scene {
    let mut scene = Scene::while_the_model_writes();
    scene.restarts();
    scene
}

fn looked(scene: &mut Scene, looked: bool) -> Vec<Event> {
    let burst = scene.open_burst().id;
    scene.does(Ask::BurstLooked { burst, looked })
}

#[test]
fn a_claim_is_void_after_a_start_and_after_a_wake_up() {
    for restarted in [true, false] {
        let mut scene = Scene::while_the_model_writes();
        scene.does(Ask::Wake { restarted });
        let burst = scene.open_burst();
        assert_eq!(burst.state, BurstState::Looking);
        assert_eq!(scene.refuses(draft(&burst.id, 1, &["We do"])), Refusal::Outdated);
    }
}

#[test]
fn a_draft_that_has_not_left_is_taken_back_and_looked_for_first() {
    for restarted in [true, false] {
        let mut scene = Scene::with_a_draft(&["We do"]);
        scene.does(Ask::Wake { restarted });
        assert_eq!(scene.state(ANSWER), SendState::Cancelled);
        assert_eq!(scene.open_burst().state, BurstState::Looking);
    }
}

#[test]
fn an_overdue_burst_waits_for_one_look_and_one_that_is_not_due_does_not() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(4_999);
    assert_eq!(scene.restarts(), []);
    assert_eq!(scene.open_burst().state, BurstState::Open);
    scene.wait(1);
    scene.restarts();
    let burst = scene.open_burst();
    assert_eq!((burst.state, burst.due.at), (BurstState::Looking, scene.now.wall));
    let claim = Ask::Claim {
        burst: burst.id,
        patience: 1,
    };
    assert_eq!(scene.refuses(claim), Refusal::NotDue, "it is looked for first");
}

#[test]
fn waking_twice_asks_for_one_look() {
    let mut scene = looking();
    assert_eq!(scene.restarts(), []);
    assert_eq!(scene.does(Ask::Wake { restarted: false }), []);
}

#[test]
fn a_look_that_shows_that_the_customer_wrote_last_opens_the_burst_again() {
    let mut scene = looking();
    looked(&mut scene, true);
    assert_eq!(scene.open_burst().state, BurstState::Open);
    scene.claim();
    scene.draft(&["We do"]);
    scene.release(ANSWER);
    assert_eq!(scene.decided(), [(Outcome::Answered, Reason::Answer)]);
}

#[test]
fn a_look_that_shows_an_answer_from_the_phone_closes_the_burst() {
    let mut scene = looking();
    scene.wait(4_000);
    let burst = scene.open_burst().id;
    scene.polls(crate::support::people::echo("mid-phone", "We do", scene.now.meta));
    assert_eq!(scene.owner(), OwnerReason::Phone);
    assert_eq!(
        scene.refuses(Ask::BurstLooked { burst, looked: true }),
        Refusal::NoSuchBurst
    );
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::AnsweredElsewhere)]);
}

#[test]
fn if_it_cannot_look_a_human_is_asked() {
    let mut scene = looking();
    looked(&mut scene, false);
    assert_eq!(scene.owner(), OwnerReason::CouldNotLook);
    assert_eq!(scene.decided(), [(Outcome::HandedOver, Reason::CouldNotLook)]);
}

#[test]
fn text_that_joins_a_burst_that_waits_for_its_look_does_not_skip_the_look() {
    let mut scene = looking();
    scene.polls(text("mid-ada-2", "Hello?", scene.now.meta));
    let burst = scene.open_burst();
    assert_eq!((burst.state, burst.cancelled_calls), (BurstState::Looking, 0));
    assert_eq!(burst.mids, [Mid::from("mid-ada-1"), Mid::from("mid-ada-2")]);
}

#[test]
fn a_look_nobody_waits_for_is_refused() {
    let mut scene = Scene::while_the_model_writes();
    let burst = scene.open_burst().id;
    assert_eq!(
        scene.refuses(Ask::BurstLooked { burst, looked: true }),
        Refusal::Outdated
    );
}

#[test]
fn what_was_on_the_wire_when_the_program_stopped_is_unknown() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do");
    let events = scene.restarts();
    assert!(matches!(
        &events[..],
        [Event::SendLost {
            why: Loss::Stopped,
            ..
        }]
    ));
    let send = scene.send("reply-1");
    assert_eq!(send.state, SendState::Unknown);
    assert_eq!(send.due.map(|due| due.at), Some(scene.now.wall + 3_000));
}

#[test]
fn what_was_on_the_wire_when_the_machine_slept_still_has_its_caller() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do");
    assert_eq!(scene.does(Ask::Wake { restarted: false }), []);
    assert_eq!(scene.state("reply-1"), SendState::Sending);
}

#[test]
fn an_echo_that_came_before_the_program_stopped_is_proof_enough() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do");
    scene.echoes("mid-reply", "We do");
    let events = scene.restarts();
    assert!(matches!(
        &events[..],
        [Event::SendConfirmed { by: Proof::Echo, .. }]
    ));
    assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-reply")));
}

#[test]
fn a_start_with_nothing_left_changes_nothing() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do"]);
    scene.accepted(ANSWER, "mid-answer");
    assert_eq!(scene.restarts(), []);
}
