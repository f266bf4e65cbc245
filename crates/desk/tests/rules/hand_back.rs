//! Handing back, by button and by timer (rules 3).

use crate::scene::{ANSWER, Scene, ours};
use crate::support::people::{echo, message};
use desk::{
    Answering, Ask, Attempt, BurstId, Class, Content, Form, HOUR, Mid, OwnerReason, Retry, SendId, SendState,
    WINDOW,
};

fn ada_has_asked() -> Scene {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Do you open on Sunday?");
    scene.wait(4_000);
    scene
}

#[test]
fn handing_back_by_button_makes_a_burst_of_what_nobody_answered() {
    let mut scene = ada_has_asked();
    scene.takes_over();
    scene.wait(1_000);
    scene.hands_back();
    assert_eq!(
        (scene.answering(), scene.owner()),
        (Answering::Autopilot, OwnerReason::HandedBack)
    );
    let burst = scene.open_burst();
    assert_eq!(
        burst.id,
        BurstId {
            mid: Mid::from("mid-ada-1"),
            round: 2
        },
        "its first decision stands"
    );
    assert_eq!(burst.mids, [Mid::from("mid-ada-1")]);
    assert_eq!(scene.hands_back(), [], "a second press does nothing");
}

#[test]
fn behind_a_closed_window_handing_back_puts_the_matter_away_until_the_customer_writes_again() {
    let mut scene = ada_has_asked();
    scene.takes_over();
    scene.wait(WINDOW);
    scene.hands_back();
    assert_eq!((scene.owner(), scene.burst()), (OwnerReason::HandedBack, None));
    scene.writes("mid-ada-2", "Still there?");
    assert!(scene.open_burst().mids.contains(&Mid::from("mid-ada-2")));
}

#[test]
fn handing_back_what_was_answered_opens_no_burst() {
    let mut replied = ada_has_asked();
    replied.reply("reply-1", &["We do"], "mid-ada-1");
    replied.hands_back();
    assert_eq!(replied.burst(), None, "the reply is on its way");
    replied.wait(3_000);
    replied.release("reply-1");
    replied.takes_over();
    replied.hands_back();
    assert_eq!(replied.burst(), None);

    let mut phone = ada_has_asked();
    phone.echoes("mid-phone", "We do");
    phone.hands_back();
    assert_eq!(phone.burst(), None);
}

#[test]
fn a_reply_answers_what_was_there_when_it_was_written_and_no_more() {
    let mut scene = ada_has_asked();
    scene.reply("reply-1", &["We do"], "mid-ada-1");
    scene.wait(1_000);
    scene.writes("mid-ada-2", "And on Monday?");
    scene.wait(2_000);
    scene.release("reply-1");
    scene.accepted("reply-1", "mid-reply");
    assert!(scene.memory.whole.customer_waits());
    scene.wait(5_000);
    scene.claim();
    scene.hands_back();
    assert_eq!(scene.open_burst().mids, [Mid::from("mid-ada-2")]);
}

#[test]
fn what_a_send_that_never_arrived_was_to_answer_waits_again() {
    let refused = Attempt::Refused {
        class: Class::Other,
        retry: Retry::Never,
        code: 100,
        subcode: None,
    };
    let mut failed = Scene::with_a_reply_on_the_wire("We do");
    failed.outcome("reply-1", refused);
    assert_eq!(failed.state("reply-1"), SendState::Failed);
    assert!(failed.memory.whole.customer_waits());
    failed.hands_back();
    assert_eq!(failed.open_burst().mids, [Mid::from("mid-ada-1")]);

    let mut undone = Scene::with_a_reply_on_the_wire("We do");
    undone.outcome("reply-1", Attempt::NotSent);
    undone.does(Ask::Undo {
        send: SendId::from("reply-1"),
        words: Vec::new(),
    });
    assert_eq!(undone.state("reply-1"), SendState::Cancelled);
    undone.wait(2 * HOUR);
    undone.does(Ask::ExpireOwner);
    assert_eq!(
        undone.owner(),
        OwnerReason::OperatorExpired,
        "the customer spoke last"
    );
}

#[test]
fn who_waits_again_with_the_autopilot_is_a_humans_matter() {
    let mut undone = ada_has_asked();
    undone.reply("reply-1", &["We do"], "mid-ada-1");
    undone.hands_back();
    assert_eq!(undone.burst(), None, "the reply is on its way");
    undone.does(Ask::Undo {
        send: SendId::from("reply-1"),
        words: Vec::new(),
    });
    assert_eq!(undone.owner(), OwnerReason::NotDelivered);

    let mut refused = Scene::with_a_reply_on_the_wire("We do");
    refused.hands_back();
    refused.outcome("reply-1", Attempt::Unsendable);
    assert_eq!(refused.owner(), OwnerReason::NotDelivered);

    let mut silenced = Scene::with_an_answer_on_the_wire(&["We do"]);
    silenced.types();
    silenced.hands_back();
    silenced.outcome(ANSWER, Attempt::NotSent);
    assert_eq!(silenced.state(ANSWER), SendState::Cancelled);
    assert_eq!(silenced.owner(), OwnerReason::NotDelivered);
}

#[test]
fn a_later_answer_answers_for_the_one_that_never_arrived() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do");
    scene.lost("reply-1");
    let seen = scene.newest();
    scene.wait(30_000);
    let send = SendId::from("reply-1");
    scene.does(Ask::Pass { send: send.clone() });
    scene.reply("reply-2", &["Sorry, did that arrive? We do."], &seen);
    scene.wait(3_000);
    scene.release("reply-2");
    scene.accepted("reply-2", "mid-reply-2");
    scene.account().connected = None;
    scene.looks_three_times("reply-1", Some(&ours(&[])));
    assert_eq!(scene.state("reply-1"), SendState::Cancelled);
    assert!(!scene.memory.whole.customer_waits());
}

#[test]
fn what_was_taken_back_while_its_answer_was_on_the_wire_does_not_wait_again() {
    let mut scene = Scene::with_a_reply_on_the_wire("We do");
    scene.unsends("mid-ada-1");
    scene.outcome("reply-1", Attempt::Unsendable);
    assert_eq!(scene.state("reply-1"), SendState::Failed);
    assert!(!scene.memory.whole.customer_waits());
}

#[test]
fn a_phone_reply_that_comes_late_does_not_answer_what_was_written_after_it() {
    let mut scene = ada_has_asked();
    let replied = scene.now.meta;
    scene.wait(1_000);
    scene.writes("mid-ada-2", "And on Monday?");
    scene.gets(echo("mid-phone", "We do", replied));
    let waiting: Vec<_> = scene
        .memory
        .whole
        .unanswered()
        .map(|waiting| waiting.mid.clone())
        .collect();
    assert_eq!(waiting, [Mid::from("mid-ada-2")]);
}

#[test]
fn handing_back_something_unreadable_still_asks_for_a_human() {
    let mut scene = ada_has_asked();
    scene.takes_over();
    let at = scene.now.meta;
    scene.gets(message("mid-ada-2", Form::Ephemeral, Content::default(), at));
    scene.wait(5_000);
    scene.claim();
    scene.hands_back();
    scene.wait(5_000);
    scene.claim();
    assert_eq!(scene.owner(), OwnerReason::Unsupported);
}

#[test]
fn handing_back_after_the_window_or_with_the_autopilot_off_opens_no_burst() {
    let mut late = ada_has_asked();
    late.takes_over();
    late.wait(WINDOW);
    late.hands_back();
    assert_eq!(late.burst(), None);
    let mut off = ada_has_asked();
    off.takes_over();
    off.account().autopilot_since = None;
    off.hands_back();
    assert_eq!(off.burst(), None);
}

#[test]
fn handing_back_an_open_burst_makes_its_decision_due_now() {
    let mut scene = ada_has_asked();
    scene.takes_over();
    scene.writes("mid-ada-2", "Hello?");
    scene.hands_back();
    assert_eq!(scene.open_burst().due.at, scene.now.wall);
    scene.claim();
    assert!(scene.open_burst().is_answering());
}

#[test]
fn handing_back_takes_back_a_draft_that_waits_behind_an_answer_nobody_knows_of() {
    let mut scene = Scene::with_an_answer_on_the_wire(&["We do"]);
    scene.lost(ANSWER);
    scene.writes("mid-ada-2", "And on Monday?");
    scene.wait(5_000);
    scene.claim();
    scene.draft(&["Then too"]);
    scene.looks_three_times(ANSWER, None);
    assert_eq!(scene.owner(), OwnerReason::NotDelivered);
    scene.hands_back();
    assert_eq!(scene.state("answer:mid-ada-2"), SendState::Cancelled);
    scene.claim();
    scene.draft(&["Then too"]);
    assert_eq!(scene.state("answer:mid-ada-2"), SendState::Queued);
}

#[test]
fn by_timer_it_needs_a_human_if_the_customer_spoke_last_and_goes_back_if_not() {
    let mut waits = ada_has_asked();
    waits.takes_over();
    waits.wait(2 * HOUR);
    waits.does(Ask::ExpireOwner);
    assert_eq!(
        (waits.answering(), waits.owner()),
        (Answering::Nobody, OwnerReason::OperatorExpired)
    );
    assert_eq!(waits.burst(), None);

    let mut answered = Scene::with_a_reply_on_the_wire("We do");
    answered.accepted("reply-1", "mid-reply");
    answered.wait(2 * HOUR);
    answered.does(Ask::ExpireOwner);
    assert_eq!(
        (answered.answering(), answered.owner()),
        (Answering::Autopilot, OwnerReason::TimedBack)
    );
}

#[test]
fn text_that_came_while_a_reply_was_held_counts_as_the_last_word() {
    let mut scene = ada_has_asked();
    scene.reply("reply-1", &["We do"], "mid-ada-1");
    scene.writes("mid-ada-2", "And on Monday?");
    scene.wait(3_000);
    scene.release("reply-1");
    scene.accepted("reply-1", "mid-reply");
    scene.wait(2 * HOUR);
    scene.does(Ask::ExpireOwner);
    assert_eq!(scene.owner(), OwnerReason::OperatorExpired);
}
