//! Release: the transaction that lets one attempt of one part leave (rules 4).

use crate::scene::{ANSWER, SECOND_PART, Scene, ours};
use crate::support::people::{START, text};
use desk::{
    Ask, Attempt, Cancel, Class, Due, Event, HOUR, MINUTE, Outcome, OwnerReason, Reason, Refusal, Retry,
    SendId, SendState, WINDOW,
};

fn release(send: &str) -> Ask {
    Ask::Release {
        send: SendId::from(send),
    }
}

fn released(events: &[Event]) -> bool {
    events
        .iter()
        .any(|event| matches!(event, Event::SendReleased { .. }))
}

fn cancelled(scene: &Scene, send: &str) -> Option<Cancel> {
    scene.memory.journal.iter().rev().find_map(|event| match event {
        Event::SendCancelled { send: id, why } if id.as_str() == send => Some(*why),
        _ => None,
    })
}

/// What a human does, and how.
type HumanAct = (&'static str, fn(&mut Scene));

/// Every act by which a human shows up.
fn human_acts() -> [HumanAct; 4] {
    [
        ("types", |scene| drop(scene.types())),
        ("takes over", |scene| drop(scene.takes_over())),
        ("replies", |scene| {
            let seen = scene.newest();
            scene.reply("reply-1", &["Let me"], &seen);
        }),
        ("answers on the phone", |scene| {
            scene.wait(4_000);
            scene.echoes("mid-phone", "Let me");
        }),
    ]
}

fn replies_hi() -> Scene {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["Hi"], "mid-ada-1");
    scene
}

#[test]
fn a_release_commits_sending_with_the_number_of_its_attempt() {
    let mut scene = Scene::with_a_draft(&["We do"]);
    let events = scene.release(ANSWER);
    let at = scene.now.meta;
    assert_eq!(
        events[0],
        Event::SendReleased {
            send: SendId::from(ANSWER),
            attempt: 1,
            at,
            wall: scene.now.wall
        }
    );
    assert_eq!(scene.state(ANSWER), SendState::Sending);
    assert_eq!(
        scene.refuses(release(ANSWER)),
        Refusal::NotInState(SendState::Sending)
    );
}

#[test]
fn a_held_reply_does_not_leave_before_its_time() {
    let mut scene = replies_hi();
    scene.wait(2_999);
    assert_eq!(scene.refuses(release("reply-1")), Refusal::NotDue);
    scene.wait(1);
    assert!(released(&scene.release("reply-1")));
}

#[test]
fn any_human_act_stops_the_draft_before_its_first_part() {
    for (what, act) in human_acts() {
        let mut scene = Scene::with_a_draft(&["We do", "From ten"]);
        act(&mut scene);
        assert_eq!(cancelled(&scene, ANSWER), Some(Cancel::Human), "{what}");
        assert_eq!(cancelled(&scene, SECOND_PART), Some(Cancel::Human), "{what}");
        assert_eq!(scene.decided().len(), 1, "{what}");
        assert_eq!(scene.decided()[0].0, Outcome::Silent, "{what}");
        assert_eq!(
            scene.refuses(release(ANSWER)),
            Refusal::NotInState(SendState::Cancelled),
            "{what}"
        );
    }
}

#[test]
fn a_human_stops_the_later_parts_too_and_what_is_on_the_wire_may_land() {
    for (what, act) in human_acts() {
        let mut scene = Scene::with_an_answer_on_the_wire(&["We do", "From ten"]);
        act(&mut scene);
        assert_eq!(cancelled(&scene, SECOND_PART), Some(Cancel::Human), "{what}");
        assert_eq!(scene.state(ANSWER), SendState::Sending, "{what}");
        scene.accepted(ANSWER, "mid-answer");
        assert_eq!(scene.state(ANSWER), SendState::Accepted, "{what}");
    }
}

#[test]
fn a_human_stops_what_waits_for_a_retry() {
    for (what, act) in human_acts() {
        let mut waiting = Scene::with_an_answer_on_the_wire(&["We do"]);
        waiting.outcome(ANSWER, Attempt::NotSent);
        act(&mut waiting);
        assert_eq!(cancelled(&waiting, ANSWER), Some(Cancel::Human), "{what}");

        let mut wired = Scene::with_an_answer_on_the_wire(&["We do"]);
        act(&mut wired);
        wired.outcome(ANSWER, Attempt::NotSent);
        assert_eq!(cancelled(&wired, ANSWER), Some(Cancel::Human), "{what}");
    }
}

#[test]
fn what_was_on_the_wire_when_a_human_acted_is_not_released_again_even_after_a_hand_back() {
    for (what, act) in human_acts() {
        let mut retried = Scene::with_an_answer_on_the_wire(&["We do"]);
        act(&mut retried);
        retried.hands_back();
        retried.outcome(ANSWER, Attempt::NotSent);
        assert_eq!(retried.state(ANSWER), SendState::Cancelled, "{what}");

        let mut unknown = Scene::with_an_answer_on_the_wire(&["We do"]);
        unknown.lost(ANSWER);
        act(&mut unknown);
        unknown.hands_back();
        unknown.looks_three_times(ANSWER, Some(&ours(&[])));
        assert_eq!(unknown.state(ANSWER), SendState::Cancelled, "{what}");
    }
}

#[test]
fn an_unknown_answer_is_looked_up_after_a_human_and_found() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do"]);
    let at = scene.now.meta;
    scene.lost(ANSWER);
    scene.types();
    scene.wait(3_000);
    scene.looks(ANSWER, Some(ours(&[("mid-answer", "We do", at)])));
    assert_eq!(scene.state(ANSWER), SendState::Confirmed);
}

#[test]
fn newer_customer_text_stops_an_answer_only_before_its_first_part() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do", "From ten"]);
    scene.writes("mid-ada-2", "And on Monday?");
    scene.accepted(ANSWER, "mid-answer");
    assert!(released(&scene.release(SECOND_PART)));
    assert_eq!(scene.open_burst().mids.len(), 1);
    assert!(
        scene.memory.whole.customer_waits(),
        "the second part does not answer it"
    );
}

#[test]
fn a_release_checks_basis_and_owner_for_itself() {
    let mut outdated = Scene::with_a_draft(&["We do"]);
    outdated.memory.whole.conversation.basis += 1;
    assert!(!released(&outdated.release(ANSWER)));
    assert_eq!(outdated.decided(), [(Outcome::HandedOver, Reason::Interrupted)]);

    let mut others = Scene::with_a_draft(&["We do"]);
    others.memory.whole.conversation.owner.reason = OwnerReason::NotDelivered;
    assert!(!released(&others.release(ANSWER)));
    assert_eq!(cancelled(&others, ANSWER), Some(Cancel::Human));
    assert_eq!(others.decided(), [(Outcome::Silent, Reason::NeedsHuman)]);
}

#[test]
fn an_old_message_takes_the_draft_back_and_its_burst_goes_to_a_human() {
    let mut scene = Scene::with_a_draft(&["We do"]);
    scene.gets(text("mid-ada-0", "From last week", START - 8 * 24 * HOUR));
    assert_eq!(cancelled(&scene, ANSWER), Some(Cancel::Outdated));
    scene.wait(5_000);
    scene.claim();
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::NeedsHuman)]);
    assert_eq!(scene.owner(), OwnerReason::TooOld);
}

#[test]
fn the_window_is_checked_at_release_by_metas_clock() {
    let mut scene = replies_hi();
    scene.now.wall += 3_000;
    scene.now.meta = START + WINDOW;
    assert!(!released(&scene.release("reply-1")));
    assert_eq!(scene.state("reply-1"), SendState::Failed);

    let mut in_time = replies_hi();
    in_time.now.wall += 3_000;
    in_time.now.meta = START + WINDOW - 1;
    assert!(released(&in_time.release("reply-1")));

    let mut pilots = Scene::with_a_draft(&["We do"]);
    pilots.now.meta = START + WINDOW;
    pilots.release(ANSWER);
    assert_eq!(cancelled(&pilots, ANSWER), Some(Cancel::WindowClosed));
    assert_eq!(pilots.owner(), OwnerReason::WindowClosed);
    assert_eq!(pilots.decided(), [(Outcome::HandedOver, Reason::WindowClosed)]);
}

#[test]
fn the_account_is_checked_at_release() {
    let mut scene = replies_hi();
    scene.wait(3_000);
    scene.account().stopped = Some(Class::Auth);
    assert_eq!(scene.refuses(release("reply-1")), Refusal::AccountStopped);
    scene.account().stopped = None;
    scene.account().connected = None;
    assert_eq!(scene.refuses(release("reply-1")), Refusal::AccountStopped);
}

#[test]
fn the_rate_is_checked_at_release() {
    let mut scene = replies_hi();
    scene.wait(3_000);
    let wall = scene.now.wall;
    scene.account().throttled = Some(Due::after(wall, MINUTE));
    assert!(!released(&scene.release("reply-1")));
    assert_eq!(
        scene.refuses(release("reply-1")),
        Refusal::NotDue,
        "it waits for the limit"
    );
    scene.wait(MINUTE);
    assert!(released(&scene.release("reply-1")));
}

#[test]
fn an_autopilot_that_was_switched_off_keeps_its_draft_to_itself() {
    let mut scene = Scene::with_a_draft(&["We do", "From ten"]);
    scene.account().autopilot_since = None;
    assert!(!released(&scene.release(ANSWER)));
    assert_eq!(cancelled(&scene, SECOND_PART), Some(Cancel::SwitchedOff));
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::SwitchedOff)]);
}

#[test]
fn an_answer_that_a_limit_held_back_for_ten_minutes_is_a_humans_matter() {
    let mut scene = Scene::with_a_draft(&["We do"]);
    let wall = scene.now.wall;
    scene.account().throttled = Some(Due::after(wall, HOUR));
    scene.wait(10 * MINUTE - 1);
    assert!(!released(&scene.release(ANSWER)));
    assert_eq!(scene.refuses(release(ANSWER)), Refusal::NotDue);
    scene.wait(1);
    assert!(!released(&scene.release(ANSWER)));
    assert_eq!(cancelled(&scene, ANSWER), Some(Cancel::WaitedTooLong));
    assert_eq!(scene.owner(), OwnerReason::WaitedTooLong);
    assert_eq!(scene.decided(), [(Outcome::HandedOver, Reason::WaitedTooLong)]);
}

#[test]
fn an_operators_reply_that_a_limit_holds_back_ends_with_its_window() {
    let mut scene = replies_hi();
    scene.wait(3_000);
    scene.release("reply-1");
    let (class, retry) = (Class::Limit, Retry::Limit);
    scene.outcome(
        "reply-1",
        Attempt::Refused {
            class,
            retry,
            code: 613,
            subcode: None,
        },
    );
    scene.wait(23 * HOUR);
    let wall = scene.now.wall;
    scene.account().throttled = Some(Due::after(wall, 2 * HOUR));
    assert!(!released(&scene.release("reply-1")));
    assert_eq!(scene.refuses(release("reply-1")), Refusal::NotDue);
    scene.wait(HOUR);
    scene.release("reply-1");
    assert_eq!(scene.state("reply-1"), SendState::Failed);
}

#[test]
fn an_autopilots_answer_that_fails_asks_for_a_human_and_takes_its_later_parts_with_it() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do", "From ten"]);
    let (class, retry) = (Class::RecipientUnavailable, Retry::Never);
    scene.outcome(
        ANSWER,
        Attempt::Refused {
            class,
            retry,
            code: 10,
            subcode: None,
        },
    );
    assert_eq!(scene.owner(), OwnerReason::NotDelivered);
    assert_eq!(cancelled(&scene, SECOND_PART), Some(Cancel::EarlierPart));
}

#[test]
fn an_answer_that_meets_a_stopped_account_is_a_humans_matter_at_once() {
    let mut scene = Scene::with_a_draft(&["We do", "From ten"]);
    scene.account().stopped = Some(Class::Auth);
    assert!(!released(&scene.release(ANSWER)));
    assert_eq!(scene.state(ANSWER), SendState::Failed);
    assert_eq!(cancelled(&scene, SECOND_PART), Some(Cancel::EarlierPart));
    assert_eq!(scene.owner(), OwnerReason::AccountStopped);
    assert_eq!(scene.decided(), [(Outcome::HandedOver, Reason::AccountStopped)]);
}

#[test]
fn what_waits_when_the_account_is_disconnected_never_goes_out() {
    let mut scene = replies_hi();
    scene.account().connected = None;
    scene.does(Ask::Disconnected);
    assert_eq!(cancelled(&scene, "reply-1"), Some(Cancel::Disconnected));

    let mut pilots = Scene::with_a_draft(&["We do", "From ten"]);
    pilots.account().connected = None;
    pilots.does(Ask::Disconnected);
    assert_eq!(cancelled(&pilots, ANSWER), Some(Cancel::Disconnected));
    assert_eq!(cancelled(&pilots, SECOND_PART), Some(Cancel::Disconnected));
    assert_eq!(pilots.owner(), OwnerReason::AccountStopped);
    assert_eq!(pilots.decided(), [(Outcome::HandedOver, Reason::AccountStopped)]);
}

#[test]
fn an_attempt_that_comes_back_to_a_disconnected_account_is_not_tried_again() {
    let mut scene = replies_hi();
    scene.wait(3_000);
    scene.release("reply-1");
    scene.account().connected = None;
    scene.does(Ask::Disconnected);
    scene.outcome("reply-1", Attempt::NotSent);
    assert_eq!(cancelled(&scene, "reply-1"), Some(Cancel::Disconnected));
}

#[test]
fn what_waits_for_a_retry_can_be_undone() {
    let mut scene = replies_hi();
    scene.wait(3_000);
    scene.release("reply-1");
    scene.outcome("reply-1", Attempt::NotSent);
    scene.does(Ask::Undo {
        send: SendId::from("reply-1"),
        words: Vec::new(),
    });
    assert_eq!(cancelled(&scene, "reply-1"), Some(Cancel::Undone));
}
