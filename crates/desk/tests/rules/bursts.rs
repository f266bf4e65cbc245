//! Bursts: when they are due, what joins, and when it is a human's matter (rules 4).

use crate::scene::{ANSWER, Scene, draft};
use crate::support::people::{START, message};
use desk::{
    Ask, BurstId, BurstState, Class, Content, Event, Form, Mid, ModelCall, Outcome, OwnerReason, Reason,
    Refusal, SECOND, SendId, SendState, WINDOW,
};

fn fails(scene: &mut Scene, again: Option<i64>) -> Vec<Event> {
    let burst = scene.open_burst();
    let (reason, record) = (Reason::ModelTimeout, None);
    scene.does(Ask::ModelFailed {
        burst: burst.id,
        call: burst.calls,
        reason,
        again,
        record,
    })
}

fn claim(burst: &BurstId) -> Ask {
    Ask::Claim {
        burst: burst.clone(),
        patience: 60_000,
    }
}

#[test]
fn a_bursts_id_is_its_first_messages_mid() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.writes("mid-ada-2", "Are you there?");
    let burst = scene.open_burst();
    assert_eq!(burst.id, BurstId::opened_by(&Mid::from("mid-ada-1")));
    assert_eq!(burst.mids, [Mid::from("mid-ada-1"), Mid::from("mid-ada-2")]);
    assert_eq!(burst.id.answer(), SendId::from(ANSWER));
}

#[test]
fn a_burst_is_due_five_seconds_after_its_last_message() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(4_999);
    scene.writes("mid-ada-2", "Are you there?");
    let burst = scene.open_burst();
    scene.wait(4_999);
    assert_eq!(scene.refuses(claim(&burst.id)), Refusal::NotDue);
    scene.wait(1);
    scene.does(claim(&burst.id));
}

#[test]
fn but_no_later_than_a_minute_after_its_first() {
    let mut scene = Scene::with_ada();
    for number in 0..15 {
        scene.writes(&format!("mid-ada-{number}"), "and");
        scene.wait(4_000);
    }
    assert_eq!(scene.open_burst().due.at, START + 60 * SECOND);
    scene.writes("mid-ada-late", "and");
    let due = scene.open_burst().due;
    assert_eq!((due.at, due.delay), (START + 60 * SECOND, 0));
    scene.claim();
}

#[test]
fn it_is_due_by_the_receipt_clock_not_by_metas_time() {
    let mut scene = Scene::with_ada();
    scene.wait(30_000);
    scene.gets(crate::support::people::text("mid-ada-1", "Hello", START));
    assert_eq!(scene.open_burst().due.at, scene.now.wall + 5_000);
}

#[test]
fn a_burst_stays_open_until_its_decision_commits() {
    let mut scene = Scene::with_a_draft(&["We do"]);
    assert!(matches!(scene.open_burst().state, BurstState::Drafted { .. }));
    assert_eq!(scene.decided(), []);
    scene.release(ANSWER);
    assert_eq!(scene.burst(), None);
    let decision = scene.decisions().remove(0);
    assert_eq!(
        (decision.outcome, decision.reason),
        (Outcome::Answered, Reason::Answer)
    );
    assert_eq!(decision.sends, [SendId::from(ANSWER)]);
    assert_eq!(decision.call, Some(ModelCall::default()));
}

#[test]
fn newer_text_joins_and_cancels_the_model_call() {
    let mut scene = Scene::while_the_model_writes();
    scene.writes("mid-ada-2", "And on Monday?");
    let burst = scene.open_burst();
    assert_eq!((burst.state, burst.cancelled_calls), (BurstState::Open, 1));
    assert_eq!(burst.due.at, scene.now.wall + 5_000);
    assert_eq!(scene.refuses(draft(&burst.id, 1, &["We do"])), Refusal::Outdated);
    scene.wait(5_000);
    scene.claim();
    assert_eq!(
        scene.refuses(draft(&burst.id, 1, &["We do"])),
        Refusal::Outdated,
        "the call before was another"
    );
    scene.draft(&["On both days"]);
}

#[test]
fn an_edit_and_an_unsend_cancel_the_model_call_too() {
    for edit in [true, false] {
        let mut scene = Scene::with_ada();
        scene.writes("mid-ada-1", "Do you open on Sunday?");
        scene.writes("mid-ada-2", "And on Monday?");
        scene.wait(5_000);
        scene.claim();
        let burst = scene.open_burst();
        if edit {
            scene.edits("mid-ada-2", 1, "And on Tuesday?");
        } else {
            scene.unsends("mid-ada-2");
        }
        assert_eq!(scene.refuses(draft(&burst.id, 1, &["Both"])), Refusal::Outdated);
        assert_eq!(scene.open_burst().cancelled_calls, 1);
    }
}

#[test]
fn newer_text_takes_back_a_draft_that_has_not_left() {
    let mut scene = Scene::with_a_draft(&["We do", "From ten"]);
    scene.writes("mid-ada-2", "Wait");
    assert_eq!(scene.state(ANSWER), SendState::Cancelled);
    assert_eq!(scene.state("answer:mid-ada-1.2"), SendState::Cancelled);
    scene.wait(5_000);
    scene.claim();
    scene.draft(&["Waiting"]);
    scene.release(ANSWER);
    assert_eq!(
        scene.decided(),
        [(Outcome::Answered, Reason::Answer)],
        "one answer, one decision"
    );
    assert_eq!(scene.decisions()[0].calls, 2);
}

#[test]
fn after_three_cancelled_calls_it_goes_to_a_human() {
    for last_is_an_unsend in [false, true] {
        let mut scene = Scene::with_ada();
        scene.writes("mid-ada-1", "Hello");
        for number in 2..=4 {
            scene.wait(5_000);
            scene.claim();
            if number == 4 && last_is_an_unsend {
                scene.unsends("mid-ada-2");
            } else {
                scene.writes(&format!("mid-ada-{number}"), "and");
            }
        }
        assert_eq!(scene.burst(), None);
        assert_eq!(scene.owner(), OwnerReason::Interrupted);
        assert_eq!(scene.decided(), [(Outcome::HandedOver, Reason::Interrupted)]);
        assert_eq!(scene.decisions()[0].calls, 3);
    }
}

#[test]
fn text_after_release_opens_the_next_burst() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do"]);
    scene.writes("mid-ada-2", "And on Monday?");
    assert_eq!(scene.open_burst().id, BurstId::opened_by(&Mid::from("mid-ada-2")));
    assert_eq!(scene.state(ANSWER), SendState::Sending);
}

#[test]
fn withdrawing_everything_closes_the_burst_and_takes_the_draft_back() {
    let mut scene = Scene::with_a_draft(&["We do"]);
    scene.unsends("mid-ada-1");
    assert_eq!(scene.state(ANSWER), SendState::Cancelled);
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::Withdrawn)]);
}

#[test]
fn a_burst_that_holds_something_unreadable_goes_to_a_human_without_a_call() {
    let mut scene = Scene::with_ada();
    scene.gets(message("mid-ada-1", Form::Unsupported, Content::default(), START));
    scene.writes("mid-ada-2", "Did you get it?");
    assert!(
        scene.open_burst().asks_human,
        "text that joins makes it no more readable"
    );
    scene.wait(5_000);
    scene.claim();
    assert_eq!(scene.owner(), OwnerReason::Unsupported);
    assert_eq!(scene.decided(), [(Outcome::HandedOver, Reason::Unsupported)]);
    assert_eq!(scene.decisions()[0].calls, 0);
}

#[test]
fn a_failed_model_call_is_tried_again_within_bounds_and_then_a_human_is_asked() {
    let mut scene = Scene::while_the_model_writes();
    for _ in 0..2 {
        fails(&mut scene, Some(2_000));
        let burst = scene.open_burst();
        assert_eq!(burst.state, BurstState::Open);
        assert_eq!(scene.refuses(claim(&burst.id)), Refusal::NotDue);
        scene.wait(2_000);
        scene.claim();
    }
    fails(&mut scene, Some(2_000));
    assert_eq!(scene.burst(), None);
    assert_eq!(scene.owner(), OwnerReason::ModelFailed);
    assert_eq!(scene.decided(), [(Outcome::Failed, Reason::ModelTimeout)]);
}

#[test]
fn a_model_failure_that_cannot_pass_asks_a_human_at_once() {
    let mut scene = Scene::while_the_model_writes();
    fails(&mut scene, None);
    assert_eq!(scene.decided(), [(Outcome::Failed, Reason::ModelTimeout)]);
    assert_eq!(scene.owner(), OwnerReason::ModelFailed);
}

#[test]
fn a_model_that_says_nothing_has_no_draft() {
    let mut scene = Scene::while_the_model_writes();
    let burst = scene.open_burst();
    assert_eq!(scene.refuses(draft(&burst.id, 1, &[])), Refusal::Empty);
    assert_eq!(
        scene.refuses(draft(&burst.id, 1, &["We do", " "])),
        Refusal::Empty
    );
}

#[test]
fn a_burst_is_claimed_once() {
    let mut scene = Scene::while_the_model_writes();
    let burst = scene.open_burst();
    assert_eq!(scene.refuses(claim(&burst.id)), Refusal::NotDue);
    scene.draft(&["We do"]);
    assert_eq!(scene.refuses(draft(&burst.id, 1, &["We do"])), Refusal::Outdated);
    assert_eq!(scene.refuses(claim(&burst.id)), Refusal::NotDue);
}

#[test]
fn a_closed_window_or_a_stopped_account_asks_a_human_instead_of_the_model() {
    let mut late = Scene::with_ada();
    late.writes("mid-ada-1", "Hello");
    late.wait(WINDOW);
    late.claim();
    assert_eq!(late.owner(), OwnerReason::WindowClosed);
    assert_eq!(late.decided(), [(Outcome::HandedOver, Reason::WindowClosed)]);

    let mut stopped = Scene::with_ada();
    stopped.writes("mid-ada-1", "Hello");
    stopped.account().stopped = Some(Class::Auth);
    stopped.wait(5_000);
    stopped.claim();
    assert_eq!(stopped.owner(), OwnerReason::AccountStopped);
    assert_eq!(stopped.decided(), [(Outcome::HandedOver, Reason::AccountStopped)]);
}

#[test]
fn a_conversation_that_waits_for_a_human_keeps_waiting_and_says_so() {
    let mut scene = Scene::while_the_model_writes();
    fails(&mut scene, None);
    scene.writes("mid-ada-2", "Hello?");
    scene.wait(5_000);
    scene.claim();
    assert_eq!(
        scene.decided().last(),
        Some(&(Outcome::Silent, Reason::NeedsHuman))
    );
    assert_eq!(scene.owner(), OwnerReason::ModelFailed);
}

#[test]
fn a_decision_names_the_messages_and_the_basis_it_was_about() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.writes("mid-ada-2", "Are you there?");
    scene.wait(5_000);
    scene.claim();
    scene.draft(&["I am"]);
    scene.release(ANSWER);
    let decision = scene.decisions().remove(0);
    assert_eq!(decision.mids, [Mid::from("mid-ada-1"), Mid::from("mid-ada-2")]);
    assert_eq!(decision.basis, scene.basis());
    assert_eq!(scene.send(ANSWER).basis, decision.basis);
}
