//! Who answers (rules 3).

use crate::scene::{ANSWER, SECOND_PART, Scene, acted};
use crate::support::people::{START, text};
use desk::{
    Act, Answering, Ask, BurstId, Event, HOUR, Incoming, MINUTE, Mid, ModelCall, Outcome, OwnerReason,
    Reason, Refusal, SECOND, SendState,
};

fn ada_has_asked() -> Scene {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Do you open on Sunday?");
    scene.wait(4_000);
    scene
}

fn until(scene: &Scene) -> Option<i64> {
    scene.memory.whole.conversation.owner.until.map(|until| until.at)
}

#[test]
fn the_first_character_typed_makes_the_operator_the_owner() {
    let mut scene = ada_has_asked();
    assert!(acted(&scene.types(), Act::Typed));
    assert_eq!(
        (scene.answering(), scene.owner()),
        (Answering::Operator, OwnerReason::Typing)
    );
    assert_eq!(until(&scene), Some(scene.now.wall + 10 * MINUTE));
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::OperatorOwns)]);
}

#[test]
fn ten_minutes_after_the_last_key_a_human_is_needed() {
    let mut scene = ada_has_asked();
    scene.types();
    scene.wait(9 * MINUTE);
    scene.types();
    scene.wait(9 * MINUTE + 59 * SECOND);
    assert_eq!(scene.refuses(Ask::ExpireOwner), Refusal::NotDue);
    scene.wait(SECOND);
    scene.does(Ask::ExpireOwner);
    assert_eq!(
        (scene.answering(), scene.owner()),
        (Answering::Nobody, OwnerReason::TypingExpired)
    );
    scene.wait(24 * HOUR);
    assert_eq!(
        scene.refuses(Ask::ExpireOwner),
        Refusal::NotDue,
        "nothing ends this but a human"
    );
}

#[test]
fn single_keys_do_not_fill_the_journal() {
    let mut scene = ada_has_asked();
    scene.types();
    let mut events = 0;
    for _ in 0..60 {
        scene.wait(SECOND);
        events += scene.types().len();
    }
    assert_eq!(events, 2, "the time is extended by steps");
    assert!(until(&scene).is_some_and(|until| until >= scene.now.wall + 9 * MINUTE));
}

#[test]
fn sending_and_taking_over_last_two_hours_after_the_last_act() {
    for take_over in [true, false] {
        let mut scene = ada_has_asked();
        if take_over {
            scene.takes_over();
            assert_eq!(scene.owner(), OwnerReason::TookOver);
        } else {
            scene.reply("reply-1", &["We do"], "mid-ada-1");
            assert_eq!(scene.owner(), OwnerReason::Sent);
        }
        scene.wait(HOUR);
        scene.types();
        scene.wait(2 * HOUR - 1);
        assert_eq!(
            scene.refuses(Ask::ExpireOwner),
            Refusal::NotDue,
            "a key is an act"
        );
        scene.wait(1);
        scene.does(Ask::ExpireOwner);
        assert_ne!(scene.answering(), Answering::Operator);
    }
}

#[test]
fn who_sent_a_minute_ago_does_not_fall_back_to_typing() {
    let mut scene = ada_has_asked();
    scene.reply("reply-1", &["We do"], "mid-ada-1");
    scene.wait(MINUTE);
    scene.writes("mid-ada-2", "And Monday?");
    scene.types();
    assert_eq!(scene.owner(), OwnerReason::Sent);
    assert_eq!(until(&scene), Some(scene.now.wall + 2 * HOUR));
}

#[test]
fn the_operators_expiry_can_be_off() {
    let mut scene = ada_has_asked();
    scene.timings().operator_expiry = None;
    scene.takes_over();
    scene.wait(100 * HOUR);
    assert_eq!(scene.refuses(Ask::ExpireOwner), Refusal::NotDue);
    scene.types();
    assert_eq!(scene.owner(), OwnerReason::TookOver);
}

#[test]
fn an_answer_on_the_phone_owns_the_conversation_for_the_same_two_hours() {
    let mut scene = ada_has_asked();
    scene.echoes("mid-phone", "Yes, from ten");
    assert_eq!(
        (scene.answering(), scene.owner()),
        (Answering::Operator, OwnerReason::Phone)
    );
    assert_eq!(until(&scene), Some(scene.now.wall + 2 * HOUR));
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::AnsweredElsewhere)]);
}

#[test]
fn a_phone_reply_older_than_its_time_changes_no_owner_but_stops_what_the_autopilot_has_ready() {
    let old = START - 3 * HOUR;
    let echo = |mid: &str| crate::support::people::echo(mid, "See you", old);
    let mut idle = ada_has_asked();
    idle.wait(1_000);
    idle.claim();
    idle.does(Ask::HandOver {
        burst: BurstId::opened_by(&Mid::from("mid-ada-1")),
        call: 1,
        note: None,
        record: ModelCall::default(),
    });
    idle.gets(echo("mid-phone"));
    assert_eq!(idle.owner(), OwnerReason::HandedOver, "history that came late");

    let mut part_waits = Scene::with_an_answer_on_the_wire(&["We do", "From ten"]);
    part_waits.gets(echo("mid-phone"));
    assert_eq!(part_waits.state(SECOND_PART), SendState::Cancelled);

    let mut drafted = Scene::with_a_draft(&["We do"]);
    drafted.gets(echo("mid-phone"));
    assert_eq!(drafted.state(ANSWER), SendState::Cancelled);
}

#[test]
fn the_autopilots_hand_over_leaves_nobody_with_its_reason() {
    let mut scene = Scene::while_the_model_writes();
    let burst = scene.open_burst();
    let note = Some("She asks for a refund".to_owned());
    let record = ModelCall {
        model: "m".to_owned(),
        ..ModelCall::default()
    };
    scene.does(Ask::HandOver {
        burst: burst.id,
        call: 1,
        note,
        record: record.clone(),
    });
    assert_eq!(
        (scene.answering(), scene.owner()),
        (Answering::Nobody, OwnerReason::HandedOver)
    );
    let decision = scene.decisions().remove(0);
    assert_eq!(
        (decision.outcome, decision.reason),
        (Outcome::HandedOver, Reason::AskedForHuman)
    );
    assert_eq!((decision.call, decision.calls), (Some(record), 1));
    let note = decision.note.expect("the model's words are kept apart");
    assert_eq!(scene.memory.content[&note].words(), "She asks for a refund");
}

#[test]
fn the_accounts_switch_is_a_filter_over_owners() {
    let mut scene = ada_has_asked();
    let owner = scene.owner();
    scene.account().autopilot_since = None;
    scene.wait(1_000);
    scene.claim();
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::SwitchedOff)]);
    assert_eq!(scene.owner(), owner, "no event for each conversation");
    scene.writes("mid-ada-2", "Hello?");
    assert_eq!(scene.burst(), None);
    scene.account().autopilot_since = Some(scene.now.meta);
    scene.writes("mid-ada-3", "Anybody?");
    assert_eq!(scene.open_burst().mids, [Mid::from("mid-ada-3")]);
}

#[test]
fn what_was_written_before_the_account_was_connected_or_the_autopilot_switched_on_opens_no_burst() {
    for connected in [true, false] {
        let mut scene = Scene::with_ada();
        let since = Some(START + 10_000);
        if connected {
            scene.account().connected = since;
        } else {
            scene.account().autopilot_since = since;
        }
        scene.wait(20_000);
        scene.gets(text("mid-ada-1", "Hello", START + 9_999));
        assert_eq!(scene.burst(), None);
        scene.gets(text("mid-ada-2", "Hello", START + 10_000));
        assert_eq!(scene.open_burst().mids, [Mid::from("mid-ada-2")]);
    }
}

#[test]
fn a_message_older_than_an_hour_goes_to_a_human() {
    let mut scene = Scene::with_ada();
    scene.wait(HOUR);
    scene.gets(text("mid-ada-1", "Hello", START));
    assert!(scene.burst().is_some(), "an hour is not yet too old");
    let mut late = Scene::with_ada();
    late.wait(HOUR + 1);
    late.gets(text("mid-ada-1", "Hello", START));
    assert_eq!(late.burst(), None);
    assert_eq!(
        (late.answering(), late.owner()),
        (Answering::Nobody, OwnerReason::TooOld)
    );
}

#[test]
fn an_old_message_takes_the_conversation_from_no_operator() {
    let mut scene = ada_has_asked();
    scene.takes_over();
    scene.gets(text("mid-ada-0", "Hello", START - 2 * HOUR));
    assert_eq!(scene.owner(), OwnerReason::TookOver);
}

#[test]
fn a_customer_who_writes_to_a_human_gets_no_answer_of_the_autopilots() {
    for phone in [true, false] {
        let mut scene = ada_has_asked();
        if phone {
            scene.echoes("mid-phone", "Yes?");
        } else {
            scene.takes_over();
        }
        scene.writes("mid-ada-2", "And on Monday?");
        scene.wait(5_000);
        let events = scene.claim();
        assert!(
            !events
                .iter()
                .any(|event| matches!(event, Event::BurstClaimed { .. }))
        );
        let reason = if phone {
            Reason::AnsweredElsewhere
        } else {
            Reason::OperatorOwns
        };
        assert_eq!(scene.decided().last(), Some(&(Outcome::Silent, reason)));
    }
}

#[test]
fn what_only_looks_like_an_act_is_none() {
    let mut scene = ada_has_asked();
    let owner = scene.owner();
    scene.does(Ask::Read { upto: None });
    scene.gets(Incoming::Seen {
        mid: None,
        at: START + 100,
    });
    scene.gets(Incoming::Other {
        what: "profile".to_owned(),
        at: START,
    });
    assert_eq!(scene.owner(), owner);
    assert!(scene.burst().is_some());
}
