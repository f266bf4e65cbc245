//! Echoes: our own and others, in every order (rules 5).

use crate::scene::{ANSWER, Scene, reply};
use desk::{
    Answering, Ask, Attachment, AttachmentKind, Attempt, Choice, Class, Content, EchoApp, Elsewhere, Event,
    Incoming, Mid, OwnerReason, Proof, Refusal, Retry, SendId, SendState, Who,
};

pub(crate) const WORDS: &str = "We do";

pub(crate) fn wired() -> Scene {
    let mut scene = Scene::with_a_reply_on_the_wire(WORDS);
    scene.wait(1_000);
    scene
}

pub(crate) fn foreign(events: &[Event]) -> Vec<(&Mid, Elsewhere)> {
    let told = |event: &'_ Event| matches!(event, Event::AnsweredElsewhere { .. });
    let events = events.iter().filter(|event| told(event));
    events
        .filter_map(|event| match event {
            Event::AnsweredElsewhere { mid, by, .. } => Some((mid, *by)),
            _ => None,
        })
        .collect()
}

fn who(scene: &Scene, mid: &str) -> Who {
    scene.memory.whole.messages[&Mid::from(mid)].who
}

#[test]
fn the_answer_first_and_its_echo_later() {
    let mut scene = wired();
    scene.accepted("reply-1", "mid-reply");
    assert_eq!(
        scene.state("reply-1"),
        SendState::Accepted,
        "accepted is not yet confirmed"
    );
    scene.echoes("mid-reply", WORDS);
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
    assert_eq!(scene.echoes("mid-reply", WORDS), [], "its echo comes twice");
    assert_eq!(scene.owner(), OwnerReason::Sent);
}

#[test]
fn the_echo_first_binds_provisionally_and_the_answer_settles_it() {
    let mut scene = wired();
    scene.echoes("mid-reply", WORDS);
    let send = scene.send("reply-1");
    assert_eq!((send.state, send.provisional), (SendState::Sending, true));
    assert_eq!(scene.owner(), OwnerReason::Sent, "it changes no owner");
    scene.accepted("reply-1", "mid-reply");
    let send = scene.send("reply-1");
    assert_eq!((send.state, send.provisional), (SendState::Confirmed, false));
    assert_eq!(who(&scene, "mid-reply"), Who::Operator);
}

#[test]
fn words_are_compared_trimmed_and_composed() {
    let mut scene = Scene::with_a_reply_on_the_wire(" cafe\u{301}");
    scene.echoes("mid-reply", "caf\u{e9}\n");
    assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-reply")));
}

#[test]
fn an_answer_with_another_mid_shows_that_the_phone_said_the_same_words() {
    let mut scene = wired();
    scene.echoes("mid-phone", WORDS);
    let events = scene.accepted("reply-1", "mid-reply");
    assert_eq!(foreign(&events), [(&Mid::from("mid-phone"), Elsewhere::Phone)]);
    assert_eq!(
        (who(&scene, "mid-phone"), who(&scene, "mid-reply")),
        (Who::Phone, Who::Operator)
    );
    assert_eq!(scene.words("mid-phone").as_deref(), Some(WORDS));
    assert_eq!(scene.owner(), OwnerReason::Phone);
    assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-reply")));
    scene.echoes("mid-reply", WORDS);
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
}

#[test]
fn two_echoes_with_the_same_words_are_ours_and_the_phones_in_either_order() {
    for ours_first in [true, false] {
        let mut scene = wired();
        let (first, second) = if ours_first {
            ("mid-reply", "mid-phone")
        } else {
            ("mid-phone", "mid-reply")
        };
        scene.echoes(first, WORDS);
        let events = scene.echoes(second, WORDS);
        assert_eq!(
            foreign(&events),
            [(&Mid::from(second), Elsewhere::Phone)],
            "there is one attempt to bind"
        );
        scene.accepted("reply-1", "mid-reply");
        assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-reply")));
        assert_eq!(
            (who(&scene, "mid-reply"), who(&scene, "mid-phone")),
            (Who::Operator, Who::Phone)
        );
    }
}

#[test]
fn the_phone_saying_the_same_words_silences_the_autopilot() {
    let mut scene = Scene::with_an_answer_on_the_wire(&[WORDS, "From ten"]);
    scene.wait(4_000);
    scene.echoes("mid-phone", WORDS);
    assert_eq!(scene.answering(), Answering::Autopilot, "it may be our own");
    scene.accepted(ANSWER, "mid-answer");
    assert_eq!(scene.owner(), OwnerReason::Phone);
    assert_eq!(scene.state("answer:mid-ada-1.2"), SendState::Cancelled);
}

#[test]
fn the_phone_saying_the_same_words_as_an_attempt_that_did_not_leave_stops_it() {
    let refused = Attempt::Refused {
        class: Class::Transient,
        retry: Retry::Later,
        code: 2,
        subcode: None,
    };
    for outcome in [Attempt::NotSent, refused] {
        let mut scene = Scene::with_an_answer_on_the_wire(&[WORDS]);
        scene.wait(4_000);
        scene.echoes("mid-phone", WORDS);
        let events = scene.outcome(ANSWER, outcome);
        assert_eq!(foreign(&events), [(&Mid::from("mid-phone"), Elsewhere::Phone)]);
        assert_eq!(scene.state(ANSWER), SendState::Cancelled);
        assert_eq!(scene.owner(), OwnerReason::Phone);
    }
}

#[test]
fn an_echo_before_a_lost_answer_confirms() {
    let mut scene = wired();
    scene.echoes("mid-reply", WORDS);
    scene.lost("reply-1");
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
}

#[test]
fn an_echo_after_a_lost_answer_confirms() {
    let mut scene = wired();
    scene.lost("reply-1");
    let events = scene.echoes("mid-reply", WORDS);
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::SendConfirmed { by: Proof::Echo, .. }))
    );
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
    assert_eq!(scene.owner(), OwnerReason::Sent);
}

#[test]
fn an_echo_while_the_operator_is_asked_answers_the_question() {
    let mut scene = wired();
    scene.lost("reply-1");
    scene.looks_three_times("reply-1", None);
    assert!(scene.send("reply-1").asking);
    scene.echoes("mid-reply", WORDS);
    let send = scene.send("reply-1");
    assert_eq!((send.state, send.asking), (SendState::Confirmed, false));
}

#[test]
fn other_words_or_no_attempt_are_foreign_at_once() {
    let mut other = wired();
    assert_eq!(foreign(&other.echoes("mid-phone", "Closed today")).len(), 1);
    assert_eq!(other.state("reply-1"), SendState::Sending);
    let mut settled = wired();
    settled.accepted("reply-1", "mid-reply");
    assert_eq!(foreign(&settled.echoes("mid-phone", WORDS)).len(), 1);
    let mut held = Scene::with_ada();
    held.writes("mid-ada-1", "Hello");
    held.reply("reply-1", &[WORDS], "mid-ada-1");
    held.wait(4_000);
    assert_eq!(
        foreign(&held.echoes("mid-phone", WORDS)).len(),
        1,
        "it has not left"
    );
}

#[test]
fn what_another_app_sent_is_never_ours() {
    let mut scene = wired();
    let app = Some(EchoApp::Other);
    let content = Content::text(WORDS);
    let (mid, at) = (Mid::from("mid-bot"), scene.now.meta);
    let events = scene.gets(Incoming::Echo {
        mid,
        at,
        exact: true,
        content,
        reply_to: None,
        app,
    });
    assert_eq!(foreign(&events), [(&Mid::from("mid-bot"), Elsewhere::OtherApp)]);
    assert_eq!(scene.send("reply-1").mid, None);
    assert_eq!(scene.owner(), OwnerReason::Sent);
}

#[test]
fn media_is_compared_by_its_kinds() {
    let attached = |kind| Content {
        attachments: vec![Attachment {
            kind,
            url: None,
            title: None,
            media: None,
        }],
        ..Content::default()
    };
    let echo = |mid: &str, content, at| Incoming::Echo {
        mid: Mid::from(mid),
        at,
        exact: true,
        content,
        reply_to: None,
        app: None,
    };
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    let (send, seen) = (SendId::from("reply-1"), Some("mid-ada-1".to_owned()));
    scene.does(Ask::Reply {
        send,
        parts: vec![attached(AttachmentKind::Image)],
        seen,
    });
    scene.wait(4_000);
    scene.release("reply-1");
    let at = scene.now.meta;
    scene.gets(echo("mid-phone", attached(AttachmentKind::Audio), at));
    assert_eq!(who(&scene, "mid-phone"), Who::Phone);
    scene.gets(echo("mid-reply", attached(AttachmentKind::Image), at));
    assert_eq!(who(&scene, "mid-reply"), Who::Operator);
}

#[test]
fn a_reply_that_was_taken_for_the_phones_is_the_operators_again_when_its_answer_comes() {
    let mut scene = wired();
    scene.echoes("mid-reply", "We do (edited by Meta)");
    assert_eq!(scene.owner(), OwnerReason::Phone);
    scene.accepted("reply-1", "mid-reply");
    assert_eq!(scene.state("reply-1"), SendState::Confirmed);
    assert_eq!(
        (who(&scene, "mid-reply"), scene.owner()),
        (Who::Operator, OwnerReason::Sent)
    );
}

#[test]
fn an_echo_of_what_the_operator_vouched_for_is_its_own() {
    let mut scene = wired();
    scene.lost("reply-1");
    scene.looks_three_times("reply-1", None);
    scene.does(Ask::Resolve {
        send: SendId::from("reply-1"),
        choice: Choice::Arrived,
    });
    assert_eq!(
        (scene.state("reply-1"), scene.send("reply-1").mid),
        (SendState::Confirmed, None)
    );
    assert_eq!(foreign(&scene.echoes("mid-reply", WORDS)), []);
    assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-reply")));
}

#[test]
fn of_two_open_attempts_with_the_same_words_the_older_one_takes_the_first_echo() {
    let mut scene = two_with_the_same_words();
    scene.echoes("mid-one", WORDS);
    scene.echoes("mid-two", WORDS);
    assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-one")));
    assert_eq!(scene.send("reply-2").mid, Some(Mid::from("mid-two")));
}

#[test]
fn an_echo_that_turns_out_to_be_a_later_sends_leaves_the_earlier_one_unknown() {
    let mut scene = two_with_the_same_words();
    scene.echoes("mid-two", WORDS);
    assert_eq!(
        scene.state("reply-1"),
        SendState::Confirmed,
        "for all that is known"
    );
    scene.accepted("reply-2", "mid-two");
    assert_eq!(scene.send("reply-2").mid, Some(Mid::from("mid-two")));
    assert_eq!(scene.state("reply-2"), SendState::Confirmed);
    let first = scene.send("reply-1");
    assert_eq!(
        (first.state, first.mid),
        (SendState::Unknown, None),
        "nothing is silently lost"
    );
    scene.looks_three_times("reply-1", Some(&crate::scene::ours(&[])));
    assert!(scene.send("reply-1").asking);
}

/// An unknown reply that the operator let pass, and a second one with the same words on the wire.
fn two_with_the_same_words() -> Scene {
    let mut scene = wired();
    scene.lost("reply-1");
    scene.wait(30_000);
    scene.does(Ask::Pass {
        send: SendId::from("reply-1"),
    });
    scene.reply("reply-2", &[WORDS], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-2");
    scene
}

#[test]
fn an_echo_in_other_words_that_was_ours_after_all_does_not_stand_in_the_way_of_the_next_reply() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do,  from nine");
    scene.wait(1_000);
    scene.echoes("mid-reply", "We do, from nine");
    scene.accepted("reply-1", "mid-reply");
    assert_eq!(scene.owner(), OwnerReason::Sent);
    scene.reply("reply-2", &["See you"], "reply-1");
}

#[test]
fn a_phones_message_before_such_an_echo_must_still_be_seen() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do,  from nine");
    scene.wait(1_000);
    scene.echoes("mid-phone", "Closed today");
    scene.echoes("mid-reply", "We do, from nine");
    scene.accepted("reply-1", "mid-reply");
    assert_eq!(scene.owner(), OwnerReason::Phone, "somebody is there");
    let unseen = scene.refuses(reply("reply-2", &["See you"], "reply-1"));
    assert!(matches!(unseen, Refusal::Newer { .. }));
    scene.reply("reply-2", &["See you"], "mid-phone");
}

#[test]
fn the_autopilots_answer_that_was_taken_for_the_phones_asks_for_a_human() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do,  from nine"]);
    scene.echoes("mid-answer", "We do, from nine");
    assert_eq!(scene.owner(), OwnerReason::Phone);
    scene.accepted(ANSWER, "mid-answer");
    assert_eq!(scene.owner(), OwnerReason::Interrupted);
    scene.reply("reply-1", &["See you"], ANSWER);
}

#[test]
fn an_answer_that_was_cut_short_by_its_own_echo_asks_for_a_human() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do,  from nine", "See you"]);
    scene.echoes("mid-answer", "We do, from nine");
    scene.accepted(ANSWER, "mid-answer");
    assert_eq!(
        (scene.answering(), scene.owner()),
        (Answering::Nobody, OwnerReason::Interrupted)
    );
}
