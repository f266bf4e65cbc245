//! One act, one command, once (rules 1).

use crate::scene::{Scene, draft, reply};
use desk::{
    Act, Ask, Attempt, BurstId, Command, Content, ContentKey, Event, Mid, Outcome, OwnerReason, Reason,
    Refusal, SendId, SendState, Write,
};

fn ada_has_asked() -> Scene {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Do you open on Sunday?");
    scene
}

#[test]
fn a_reply_takes_over_enqueues_and_clears_the_draft_together() {
    let mut scene = ada_has_asked();
    let conversation = scene.memory.whole.conversation.id.clone();
    let command = Command {
        conversation,
        act: reply("reply-1", &["We do", "From ten"], "mid-ada-1"),
    };
    let turn = scene
        .memory
        .commit(&command, scene.now)
        .expect("the reply is taken");
    assert!(turn.events.contains(&Event::OperatorActed { act: Act::Sent }));
    assert!(turn.writes.contains(&Write::ClearDraft));
    assert_eq!(scene.owner(), OwnerReason::Sent);
    assert_eq!(scene.state("reply-1"), SendState::Held);
    assert_eq!(scene.state("reply-1.2"), SendState::Held);
    assert!(scene.keeps("We do") && scene.keeps("From ten"));
}

#[test]
fn repeating_a_send_id_gives_the_first_result_and_changes_nothing() {
    let mut scene = ada_has_asked();
    scene.reply("reply-1", &["We do"], "mid-ada-1");
    scene.writes("mid-ada-2", "Hello?");
    let before = scene.memory.whole.clone();
    let events = scene.does(reply("reply-1", &["We do, really"], "mid-ada-1"));
    assert_eq!(events, []);
    assert_eq!(scene.memory.whole, before);
    assert!(!scene.keeps("We do, really"));
}

#[test]
fn repeating_a_send_id_is_harmless_after_it_was_accepted_and_after_a_restart() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do");
    scene.accepted("reply-1", "mid-reply");
    scene.restarts();
    assert_eq!(scene.does(reply("reply-1", &["We do"], "mid-ada-1")), []);
    assert_eq!(scene.state("reply-1"), SendState::Accepted);
}

#[test]
fn a_reply_to_what_is_no_longer_the_newest_is_refused_with_what_arrived() {
    let mut scene = ada_has_asked();
    let seen = scene.memory.whole.messages[&Mid::from("mid-ada-1")].seq;
    scene.writes("mid-ada-2", "Never mind");
    let before = scene.memory.clone();
    let refusal = scene.refuses(reply("reply-1", &["We do"], "mid-ada-1"));
    assert_eq!(refusal, Refusal::Newer { after: seen });
    assert_eq!(scene.memory.journal, before.journal);
    assert_eq!(scene.memory.content, before.content);
    scene.reply("reply-1", &["All right"], "mid-ada-2");
}

#[test]
fn an_answer_of_the_autopilots_and_one_from_the_phone_count_as_newer() {
    let mut answered = Scene::with_an_answer_on_the_wire(&["We do"]);
    assert!(matches!(
        answered.refuses(reply("reply-1", &["We do"], "mid-ada-1")),
        Refusal::Newer { .. }
    ));
    answered.reply("reply-1", &["And on Monday"], "answer:mid-ada-1");

    let mut phone = ada_has_asked();
    phone.wait(4_000);
    phone.echoes("mid-phone", "We do");
    assert!(matches!(
        phone.refuses(reply("reply-1", &["We do"], "mid-ada-1")),
        Refusal::Newer { .. }
    ));
    phone.reply("reply-1", &["And on Monday"], "mid-phone");
}

#[test]
fn a_draft_that_has_not_left_is_not_newer_and_is_taken_back() {
    let mut scene = Scene::with_a_draft(&["We do"]);
    scene.reply("reply-1", &["Yes!"], "mid-ada-1");
    assert_eq!(scene.state("answer:mid-ada-1"), SendState::Cancelled);
}

#[test]
fn the_operators_own_messages_are_never_newer_than_what_was_seen() {
    let mut scene = ada_has_asked();
    scene.reply("reply-1", &["We do"], "mid-ada-1");
    scene.reply("reply-2", &["From ten"], "mid-ada-1");
    scene.reply("reply-3", &["To six"], "reply-2");
    assert_eq!(scene.state("reply-3"), SendState::Held);
}

#[test]
fn a_reply_without_anything_seen_is_refused_where_something_was_said() {
    let mut scene = ada_has_asked();
    let act = Ask::Reply {
        send: SendId::from("reply-1"),
        parts: vec![Content::text("Hi")],
        seen: None,
    };
    assert_eq!(scene.refuses(act), Refusal::Newer { after: 0 });
}

#[test]
fn nothing_blank_is_sent() {
    let mut scene = ada_has_asked();
    assert_eq!(scene.refuses(reply("reply-1", &[], "mid-ada-1")), Refusal::Empty);
    assert_eq!(
        scene.refuses(reply("reply-1", &["We do", " \n"], "mid-ada-1")),
        Refusal::Empty
    );
}

#[test]
fn there_is_no_acting_in_a_conversation_that_does_not_exist() {
    let mut scene = Scene::with_ada();
    for act in [
        Ask::Typed,
        Ask::TakeOver,
        Ask::HandBack,
        reply("reply-1", &["Hi"], "mid-ada-1"),
    ] {
        assert_eq!(scene.refuses(act), Refusal::NoConversation);
    }
}

#[test]
fn a_refused_command_has_written_nothing() {
    let scene = Scene::with_a_draft(&["We do"]);
    let nobody = SendId::from("nobody");
    let burst = BurstId::opened_by(&Mid::from("mid-nobody"));
    let refused = [
        (
            Ask::Undo {
                send: nobody.clone(),
                words: Vec::new(),
            },
            Refusal::NoSuchSend,
        ),
        (Ask::Retry { send: nobody.clone() }, Refusal::NoSuchSend),
        (Ask::Pass { send: nobody.clone() }, Refusal::NoSuchSend),
        (Ask::Release { send: nobody.clone() }, Refusal::NoSuchSend),
        (
            Ask::Looked {
                send: nobody.clone(),
                listing: None,
            },
            Refusal::NoSuchSend,
        ),
        (
            Ask::Attempted {
                send: nobody,
                attempt: 1,
                outcome: Attempt::NotSent,
            },
            Refusal::NoSuchSend,
        ),
        (
            Ask::Claim {
                burst: burst.clone(),
                patience: 1,
            },
            Refusal::NoSuchBurst,
        ),
        (
            Ask::BurstLooked {
                burst: burst.clone(),
                looked: true,
            },
            Refusal::NoSuchBurst,
        ),
        (draft(&burst, 1, &["We do"]), Refusal::NoSuchBurst),
        (Ask::ExpireOwner, Refusal::NotDue),
    ];
    for (act, refusal) in refused {
        let mut scene = scene.clone();
        let before = scene.memory.clone();
        assert_eq!(scene.refuses(act), refusal);
        assert_eq!(scene.memory.whole, before.whole);
        assert_eq!(scene.memory.content, before.content);
    }
}

#[test]
fn reading_clears_the_count_once_and_changes_nothing_else() {
    let mut scene = ada_has_asked();
    let owner = scene.owner();
    assert_eq!(scene.does(Ask::Read { upto: None }), [Event::ReadByOperator]);
    assert_eq!(scene.does(Ask::Read { upto: None }), []);
    assert_eq!(scene.owner(), owner);
    assert!(scene.burst().is_some());
}

#[test]
fn what_arrives_with_the_click_stays_unread() {
    let mut scene = ada_has_asked();
    scene.writes("mid-ada-2", "And on Monday?");
    let seen = |mid: &str| Ask::Read {
        upto: Some(mid.to_owned()),
    };
    assert_eq!(scene.does(seen("mid-ada-1")), []);
    assert_eq!(scene.does(seen("mid-ada-2")), [Event::ReadByOperator]);
}

#[test]
fn what_is_held_can_be_undone_with_every_part_of_it() {
    let mut scene = ada_has_asked();
    scene.reply("reply-1", &["We do", "From ten"], "mid-ada-1");
    scene.does(Ask::Undo {
        send: SendId::from("reply-1.2"),
        words: Vec::new(),
    });
    assert_eq!(scene.state("reply-1"), SendState::Cancelled);
    assert_eq!(scene.state("reply-1.2"), SendState::Cancelled);
    let again = scene.refuses(Ask::Undo {
        send: SendId::from("reply-1"),
        words: Vec::new(),
    });
    assert_eq!(again, Refusal::NotInState(SendState::Cancelled));
}

#[test]
fn what_is_undone_stands_before_the_draft_again_and_what_was_said_does_not() {
    let mut scene = ada_has_asked();
    scene.reply("reply-1", &["We do", "From ten", "Till two"], "mid-ada-1");
    scene.wait(4_000);
    scene.release("reply-1");
    let conversation = scene.memory.whole.conversation.id.clone();
    let words = ["reply-1", "reply-1.2", "reply-1.3"].map(SendId::from);
    let words = words
        .into_iter()
        .zip(["We do", "From ten", "Till two"].map(str::to_owned));
    let act = Ask::Undo {
        send: SendId::from("reply-1.3"),
        words: words.collect(),
    };
    let command = Command { conversation, act };
    let turn = scene.memory.commit(&command, scene.now).expect("two parts wait");
    assert!(
        turn.writes
            .contains(&Write::DraftBefore("From ten Till two".to_owned()))
    );
}

#[test]
fn a_reply_under_the_id_of_one_that_was_undone_is_refused_and_not_forgotten() {
    let mut scene = ada_has_asked();
    scene.reply("reply-1", &["We do"], "mid-ada-1");
    scene.does(Ask::Undo {
        send: SendId::from("reply-1"),
        words: Vec::new(),
    });
    let again = scene.refuses(reply("reply-1", &["We do"], "mid-ada-1"));
    assert_eq!(again, Refusal::NotInState(SendState::Cancelled));
}

#[test]
fn what_has_left_cannot_be_undone() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do");
    let refusal = scene.refuses(Ask::Undo {
        send: SendId::from("reply-1"),
        words: Vec::new(),
    });
    assert_eq!(refusal, Refusal::NotInState(SendState::Sending));
}

#[test]
fn undoing_the_autopilots_draft_is_a_humans_act() {
    let mut scene = Scene::with_a_draft(&["We do"]);
    scene.does(Ask::Undo {
        send: SendId::from("answer:mid-ada-1"),
        words: Vec::new(),
    });
    assert_eq!(scene.state("answer:mid-ada-1"), SendState::Cancelled);
    assert_eq!(scene.owner(), OwnerReason::TookOver);
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::OperatorOwns)]);
}

#[test]
fn events_refer_to_what_was_written_and_do_not_hold_it() {
    let mut scene = ada_has_asked();
    scene.edits("mid-ada-1", 1, "Do you open on Monday?");
    scene.edits("mid-later", 1, "Waiting words");
    scene.wait(5_000);
    scene.claim();
    scene.draft(&["Yes, from ten"]);
    scene.reply("reply-1", &["Yes, from nine"], "mid-ada-1");
    scene.wait(4_000);
    scene.echoes("mid-phone", "Said elsewhere");
    let journal = serde_json::to_string(&scene.memory.journal).expect("events are written as JSON");
    for words in [
        "Sunday",
        "Monday",
        "Waiting",
        "from ten",
        "from nine",
        "Said elsewhere",
    ] {
        assert!(!journal.contains(words), "{words} stands in {journal}");
    }
    assert!(
        scene
            .memory
            .content
            .contains_key(&ContentKey::of_send(&SendId::from("reply-1")))
    );
}

#[test]
fn an_account_that_cannot_send_and_a_closed_window_refuse_a_reply() {
    let mut stopped = ada_has_asked();
    stopped.account().stopped = Some(desk::Class::Auth);
    assert_eq!(
        stopped.refuses(reply("reply-1", &["Hi"], "mid-ada-1")),
        Refusal::AccountStopped
    );
    let mut late = ada_has_asked();
    late.wait(desk::WINDOW);
    assert_eq!(
        late.refuses(reply("reply-1", &["Hi"], "mid-ada-1")),
        Refusal::WindowClosed
    );
}
