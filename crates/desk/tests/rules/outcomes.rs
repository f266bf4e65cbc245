//! What became of an attempt: known, to be tried again, or unknown (rules 5).

use crate::scene::{ANSWER, Scene};
use desk::{
    Ask, Attempt, Class, Event, Loss, MINUTE, Mid, OwnerReason, Refusal, Requeue, Retry, SECOND, SendId,
    SendState, Timings,
};

fn wired() -> Scene {
    Scene::with_a_reply_on_the_wire("We do")
}

fn refused(class: Class, retry: Retry) -> Attempt {
    Attempt::Refused {
        class,
        retry,
        code: 4,
        subcode: None,
    }
}

fn wait_until_due(scene: &mut Scene, send: &str) -> i64 {
    let millis = scene.send(send).due.expect("it is due some time").at - scene.now.wall;
    scene.wait(millis);
    millis
}

fn failure(events: &[Event]) -> Option<Class> {
    events.iter().find_map(|event| match event {
        Event::SendFailed { class, .. } => Some(*class),
        _ => None,
    })
}

#[test]
fn what_failed_before_a_byte_was_written_is_still_queued() {
    let mut scene = wired();
    let events = scene.outcome("reply-1", Attempt::NotSent);
    assert!(matches!(
        &events[..],
        [Event::SendRequeued {
            why: Requeue::NotSent,
            ..
        }]
    ));
    let send = scene.send("reply-1");
    assert_eq!((send.state, send.tries, send.losses), (SendState::Queued, 0, 0));
    wait_until_due(&mut scene, "reply-1");
    scene.release("reply-1");
    assert_eq!(scene.send("reply-1").attempts, 2);
}

#[test]
fn what_never_leaves_is_not_given_up_before_its_window() {
    let mut scene = wired();
    for _ in 0..20 {
        scene.outcome("reply-1", Attempt::NotSent);
        wait_until_due(&mut scene, "reply-1");
        scene.release("reply-1");
    }
    assert_eq!(scene.state("reply-1"), SendState::Sending);
}

#[test]
fn three_tries_count_only_retryable_answers_that_are_not_limits() {
    let mut scene = wired();
    let later = refused(Class::Transient, Retry::Later);
    let others = [
        Attempt::NotSent,
        refused(Class::Limit, Retry::Limit),
        refused(Class::Auth, Retry::Auth),
    ];
    let mut delays = Vec::new();
    for _ in 0..2 {
        for other in &others {
            scene.outcome("reply-1", other.clone());
            wait_until_due(&mut scene, "reply-1");
            scene.release("reply-1");
        }
        scene.outcome("reply-1", later.clone());
        delays.push(wait_until_due(&mut scene, "reply-1"));
        scene.release("reply-1");
    }
    assert_eq!(delays, [SECOND, 2 * SECOND]);
    assert_eq!(scene.send("reply-1").tries, 2);
    let events = scene.outcome("reply-1", later);
    assert_eq!(failure(&events), Some(Class::TriedTooOften));
}

#[test]
fn a_refusal_for_good_fails_at_once_and_says_why() {
    let mut scene = wired();
    let events = scene.outcome("reply-1", refused(Class::InvalidContent, Retry::Never));
    let (class, code) = (Class::InvalidContent, Some(4));
    assert_eq!(
        events,
        [Event::SendFailed {
            send: SendId::from("reply-1"),
            class,
            code,
            subcode: None
        }]
    );
}

#[test]
fn a_failed_send_can_be_sent_again_by_the_operator_with_its_tries_anew() {
    let mut scene = wired();
    scene.timings().most_tries = 1;
    scene.outcome("reply-1", refused(Class::Transient, Retry::Later));
    scene.timings().most_tries = Timings::default().most_tries;
    scene.does(Ask::Retry {
        send: SendId::from("reply-1"),
    });
    let send = scene.send("reply-1");
    assert_eq!((send.state, send.tries), (SendState::Queued, 0));
    scene.release("reply-1");
    let retry = scene.refuses(Ask::Retry {
        send: SendId::from("reply-1"),
    });
    assert_eq!(retry, Refusal::NotInState(SendState::Sending));
}

#[test]
fn what_the_operator_sends_again_is_the_operators_whoever_wrote_it() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do"]);
    scene.outcome(ANSWER, refused(Class::Transient, Retry::Never));
    scene.does(Ask::Retry {
        send: SendId::from(ANSWER),
    });
    assert_eq!(scene.owner(), OwnerReason::Sent);
    scene.types();
    scene.release(ANSWER);
    assert_eq!(
        scene.state(ANSWER),
        SendState::Sending,
        "the autopilot's silence does not stop it"
    );
}

#[test]
fn anything_else_is_unknown_and_is_looked_for_after_three_seconds() {
    for why in [Loss::Timeout, Loss::Cut, Loss::Unclear] {
        let mut scene = wired();
        scene.outcome("reply-1", Attempt::Lost(why));
        let send = scene.send("reply-1");
        assert_eq!((send.state, send.losses), (SendState::Unknown, 1));
        assert_eq!(send.due.map(|due| due.at), Some(scene.now.wall + 3 * SECOND));
        let release = Ask::Release {
            send: SendId::from("reply-1"),
        };
        assert_eq!(
            scene.refuses(release),
            Refusal::NotInState(SendState::Unknown),
            "never repeated blindly"
        );
    }
}

#[test]
fn an_answer_that_comes_after_all_is_as_good_as_any() {
    let mut scene = wired();
    scene.lost("reply-1");
    scene.accepted("reply-1", "mid-reply");
    assert_eq!(scene.state("reply-1"), SendState::Accepted);
}

#[test]
fn an_answer_to_another_attempt_or_a_second_answer_is_refused() {
    let mut scene = wired();
    let answer = |attempt, outcome| Ask::Attempted {
        send: SendId::from("reply-1"),
        attempt,
        outcome,
    };
    let accepted = Attempt::Accepted(Mid::from("mid-reply"));
    let refusal = scene.refuses(answer(2, accepted.clone()));
    assert_eq!(refusal, Refusal::NotInState(SendState::Sending));
    scene.accepted("reply-1", "mid-reply");
    for outcome in [accepted, Attempt::NotSent, Attempt::Lost(Loss::Cut)] {
        let refusal = scene.refuses(answer(1, outcome));
        assert_eq!(refusal, Refusal::NotInState(SendState::Accepted));
    }
}

#[test]
fn a_failure_that_comes_late_changes_nothing_about_an_unknown_send() {
    let mut scene = wired();
    scene.lost("reply-1");
    let outcome = Attempt::NotSent;
    let refusal = scene.refuses(Ask::Attempted {
        send: SendId::from("reply-1"),
        attempt: 1,
        outcome,
    });
    assert_eq!(refusal, Refusal::NotInState(SendState::Unknown));
}

#[test]
fn a_failed_part_takes_the_parts_after_it_along_and_leaves_those_before() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["one", "two", "three"], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-1");
    scene.accepted("reply-1", "mid-one");
    scene.release("reply-1.2");
    scene.outcome("reply-1.2", refused(Class::InvalidContent, Retry::Never));
    let states = ["reply-1", "reply-1.2", "reply-1.3"].map(|send| scene.state(send));
    assert_eq!(
        states,
        [SendState::Accepted, SendState::Failed, SendState::Cancelled]
    );
}

#[test]
fn a_retry_brings_the_later_parts_along_in_order() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["one", "two", "three"], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-1");
    scene.outcome("reply-1", refused(Class::Other, Retry::Never));
    scene.does(Ask::Retry {
        send: SendId::from("reply-1"),
    });
    for (part, mid) in [("reply-1", "one"), ("reply-1.2", "two"), ("reply-1.3", "three")] {
        assert_eq!(scene.state(part), SendState::Queued);
        scene.release(part);
        scene.accepted(part, mid);
        assert_eq!(scene.state(part), SendState::Accepted);
    }
}

#[test]
fn a_retry_leaves_a_part_that_the_operator_took_back() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["one", "two"], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-1");
    scene.does(Ask::Undo {
        send: SendId::from("reply-1.2"),
        words: Vec::new(),
    });
    scene.outcome("reply-1", refused(Class::Other, Retry::Never));
    scene.does(Ask::Retry {
        send: SendId::from("reply-1"),
    });
    let states = ["reply-1", "reply-1.2"].map(|send| scene.state(send));
    assert_eq!(states, [SendState::Queued, SendState::Cancelled]);
}

#[test]
fn a_retry_does_not_reach_past_a_part_that_failed_by_itself() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["one", "two", "three"], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-1");
    scene.lost("reply-1");
    scene.wait(MINUTE);
    scene.does(Ask::Pass {
        send: SendId::from("reply-1"),
    });
    scene.release("reply-1.2");
    scene.outcome("reply-1.2", refused(Class::InvalidContent, Retry::Never));
    scene.looks("reply-1", None);
    while !scene.send("reply-1").asking {
        scene.looks("reply-1", None);
    }
    scene.does(Ask::Resolve {
        send: SendId::from("reply-1"),
        choice: desk::Choice::SendAgain,
    });
    scene.release("reply-1");
    scene.outcome("reply-1", refused(Class::Other, Retry::Never));
    scene.does(Ask::Retry {
        send: SendId::from("reply-1"),
    });
    let states = ["reply-1", "reply-1.2", "reply-1.3"].map(|send| scene.state(send));
    assert_eq!(
        states,
        [SendState::Queued, SendState::Failed, SendState::Cancelled]
    );
}

#[test]
fn parts_behind_one_that_is_taken_back_say_why_it_was() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["one", "two"], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-1");
    scene.account().connected = None;
    scene.outcome("reply-1", Attempt::NotSent);
    for part in ["reply-1", "reply-1.2"] {
        assert_eq!(
            scene.send(part).cancelled,
            Some(desk::Cancel::Disconnected),
            "{part}"
        );
    }
}

#[test]
fn delays_before_a_retry_double_up_to_a_minute() {
    let timings = Timings::default();
    let delays: Vec<_> = [1, 2, 3, 6, 7, 8, 1_000]
        .map(|tries| timings.backoff(tries))
        .to_vec();
    let seconds = [1, 2, 4, 32, 60, 60, 60].map(|seconds| seconds * SECOND);
    assert_eq!(delays, seconds);
    assert_eq!(timings.retry_longest, MINUTE);
}

#[test]
fn what_can_never_be_sent_fails_at_once() {
    let mut scene = wired();
    let events = scene.outcome("reply-1", Attempt::Unsendable);
    assert_eq!(failure(&events), Some(Class::InvalidContent));
    assert_eq!(scene.state("reply-1"), SendState::Failed);
}
