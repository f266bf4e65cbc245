//! At most one open attempt in a conversation; everything behind it waits (rules 5).

use crate::scene::{ANSWER, SECOND_PART, Scene, ours};
use desk::{Ask, Attempt, OwnerReason, Refusal, SECOND, SendId, SendState};

fn release(send: &str) -> Ask {
    Ask::Release {
        send: SendId::from(send),
    }
}

fn pass(send: &str) -> Ask {
    Ask::Pass {
        send: SendId::from(send),
    }
}

/// Two replies, both due.
fn two_replies() -> Scene {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["one"], "mid-ada-1");
    scene.reply("reply-2", &["two"], "mid-ada-1");
    scene.wait(3_000);
    scene
}

/// The first reply is unknown, the second waits behind it.
fn behind_an_unknown_one() -> Scene {
    let mut scene = two_replies();
    scene.release("reply-1");
    scene.lost("reply-1");
    scene
}

#[test]
fn what_was_written_first_leaves_first() {
    let mut scene = two_replies();
    assert_eq!(scene.refuses(release("reply-2")), Refusal::LaneBusy);
    scene.release("reply-1");
    assert_eq!(
        scene.refuses(release("reply-2")),
        Refusal::LaneBusy,
        "one attempt is on the wire"
    );
    scene.accepted("reply-1", "mid-one");
    scene.release("reply-2");
}

#[test]
fn later_parts_queue_behind_earlier_ones() {
    let mut scene = Scene::with_a_draft(&["We do", "From ten"]);
    assert_eq!(scene.refuses(release(SECOND_PART)), Refusal::LaneBusy);
    scene.release(ANSWER);
    assert_eq!(scene.refuses(release(SECOND_PART)), Refusal::LaneBusy);
    scene.accepted(ANSWER, "mid-answer");
    scene.release(SECOND_PART);
}

#[test]
fn what_waits_for_a_retry_keeps_its_place() {
    let mut scene = two_replies();
    scene.release("reply-1");
    scene.outcome("reply-1", Attempt::NotSent);
    assert_eq!(scene.refuses(release("reply-2")), Refusal::LaneBusy);
    assert_eq!(scene.refuses(release("reply-1")), Refusal::NotDue);
}

#[test]
fn an_operators_reply_waits_for_the_autopilots_answer_on_the_wire() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do"]);
    scene.reply("reply-1", &["Let me"], ANSWER);
    scene.wait(3_000);
    assert_eq!(scene.refuses(release("reply-1")), Refusal::LaneBusy);
    scene.accepted(ANSWER, "mid-answer");
    scene.release("reply-1");
}

#[test]
fn an_unknown_send_holds_the_lane_and_the_operator_may_pass_it_after_thirty_seconds() {
    let mut scene = behind_an_unknown_one();
    assert_eq!(scene.refuses(release("reply-2")), Refusal::LaneBusy);
    scene.wait(30 * SECOND - 1);
    assert_eq!(scene.refuses(pass("reply-1")), Refusal::NotDue);
    scene.wait(1);
    scene.does(pass("reply-1"));
    scene.release("reply-2");
    assert_eq!(
        scene.state("reply-1"),
        SendState::Unknown,
        "it is still looked for"
    );
    assert_eq!(scene.does(pass("reply-1")), [], "a second press does nothing");
}

#[test]
fn passing_is_for_unknown_sends_only() {
    let mut scene = two_replies();
    scene.wait(60_000);
    assert_eq!(
        scene.refuses(pass("reply-1")),
        Refusal::NotInState(SendState::Held)
    );
    scene.release("reply-1");
    assert_eq!(
        scene.refuses(pass("reply-1")),
        Refusal::NotInState(SendState::Sending)
    );
}

#[test]
fn a_passed_send_that_is_not_found_leaves_again_only_after_what_is_on_the_wire() {
    let mut scene = behind_an_unknown_one();
    scene.wait(30_000);
    scene.does(pass("reply-1"));
    scene.release("reply-2");
    for _ in 0..3 {
        scene.looks("reply-1", Some(ours(&[])));
    }
    assert_eq!(scene.state("reply-1"), SendState::Queued);
    assert_eq!(scene.refuses(release("reply-1")), Refusal::LaneBusy);
    scene.accepted("reply-2", "mid-two");
    scene.release("reply-1");
}

#[test]
fn a_send_that_was_passed_once_holds_the_lane_again_when_it_is_sent_again() {
    let mut scene = behind_an_unknown_one();
    scene.looks_three_times("reply-1", None);
    scene.does(pass("reply-1"));
    scene.does(Ask::Resolve {
        send: SendId::from("reply-1"),
        choice: desk::Choice::SendAgain,
    });
    scene.release("reply-1");
    scene.lost("reply-1");
    assert_eq!(scene.refuses(release("reply-2")), Refusal::LaneBusy);
}

#[test]
fn conversations_do_not_wait_for_each_other() {
    let ada = behind_an_unknown_one();
    let mut ben = Scene::with(crate::support::people::BEN);
    ben.writes("mid-ben-1", "Hello");
    ben.reply("reply-3", &["Hi Ben"], "mid-ben-1");
    ben.wait(3_000);
    ben.release("reply-3");
    assert_eq!(ada.state("reply-1"), SendState::Unknown);
}

#[test]
fn who_answers_for_a_part_of_an_answer_lets_the_rest_of_it_go_out() {
    for choice in [desk::Choice::SendAgain, desk::Choice::Arrived] {
        let mut scene = Scene::with_an_answer_on_the_wire(&["We do", "From ten"]);
        scene.lost(ANSWER);
        scene.looks_three_times(ANSWER, None);
        assert_eq!(scene.owner(), OwnerReason::NotDelivered);
        scene.does(Ask::Resolve {
            send: SendId::from(ANSWER),
            choice,
        });
        assert_eq!(scene.state(SECOND_PART), SendState::Queued, "{choice:?}");
        if choice == desk::Choice::SendAgain {
            scene.release(ANSWER);
            scene.accepted(ANSWER, "mid-answer");
        }
        scene.release(SECOND_PART);
        assert_eq!(scene.state(SECOND_PART), SendState::Sending, "{choice:?}");
        scene.outcome(SECOND_PART, Attempt::NotSent);
        assert_eq!(
            scene.state(SECOND_PART),
            SendState::Queued,
            "{choice:?}: it is tried again"
        );
    }
}

#[test]
fn a_human_stops_the_rest_of_an_answer_whose_part_arrived() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do", "From ten"]);
    scene.lost(ANSWER);
    scene.looks_three_times(ANSWER, None);
    scene.does(Ask::Resolve {
        send: SendId::from(ANSWER),
        choice: desk::Choice::Arrived,
    });
    scene.types();
    assert_eq!(scene.state(SECOND_PART), SendState::Cancelled);
}

#[test]
fn a_part_that_was_stopped_before_stays_stopped_when_another_is_answered_for() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do", "From ten"]);
    scene.lost(ANSWER);
    scene.takes_over();
    scene.looks_three_times(ANSWER, None);
    scene.does(Ask::Resolve {
        send: SendId::from(ANSWER),
        choice: desk::Choice::Arrived,
    });
    assert_eq!(scene.state(SECOND_PART), SendState::Cancelled);
}
