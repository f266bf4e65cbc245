//! What must always hold (design 4), read from the journal and from the desk it led to, and from nothing that
//! the rules keep for themselves.

use crate::story::Story;
use desk::{
    BurstState, Desk, Elsewhere, Event, HOUR, Look, MOST_UNANSWERED, Mid, Millis, Outcome, OwnerReason,
    Requeue, SECOND, SendId, SendState, WINDOW, Who, Writer, effects,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that must hold after each step.
pub(crate) fn all(story: &Story) {
    let journal = &story.scene.memory.journal;
    let desk = &story.scene.memory.whole;
    each_message_is_stored_once(journal, desk);
    the_autopilot_never_speaks_after_a_human(story);
    a_burst_has_one_decision_and_one_answer(journal, desk);
    nothing_is_repeated_blindly(journal);
    nothing_is_silently_lost(story);
    one_attempt_at_a_time(desk);
    nothing_leaves_outside_its_window(story);
    no_call_is_out_of_date(desk);
    no_draft_is_left_over(desk);
    the_basis_counts_what_the_table_says(journal, desk);
    what_was_unsent_is_gone(story);
    nobody_is_forgotten(journal, desk);
}

/// Invariant 2.
fn each_message_is_stored_once(journal: &[Event], desk: &Desk) {
    let mut stored = BTreeSet::new();
    for event in journal {
        if let Event::MessageReceived { mid, .. } | Event::AnsweredElsewhere { mid, .. } = event {
            assert!(stored.insert(mid.clone()), "{mid} was stored twice");
        }
    }
    let mut bound = BTreeSet::new();
    for mid in desk.sends.values().filter_map(|send| send.mid.as_ref()) {
        assert!(bound.insert(mid.clone()), "{mid} belongs to two sends");
    }
    for mid in desk.parked.keys() {
        assert!(
            !desk.messages.contains_key(mid),
            "{mid} has come and is waited for"
        );
    }
}

/// Who has acted, as the journal tells it.
#[derive(Default)]
struct Acts {
    /// A human has acted, and nobody has handed back since.
    human: bool,
    /// When a human last acted, handed back since or not.
    last: usize,
}

/// Invariant 3; and what the autopilot had ready when a human acted stays away even after a hand-back.
fn the_autopilot_never_speaks_after_a_human(story: &Story) {
    let mut acts = Acts::default();
    let mut written: BTreeMap<&SendId, (usize, Writer)> = BTreeMap::new();
    let mut vouched = BTreeSet::new();
    for (position, event) in story.scene.memory.journal.iter().enumerate() {
        match event {
            Event::OperatorActed { .. } => {
                acts = Acts {
                    human: true,
                    last: position,
                }
            }
            Event::AnsweredElsewhere {
                by: Elsewhere::Phone,
                at,
                ..
            } => {
                acts.last = position;
                // An answer older than its owner's two hours is a human who has gone again.
                acts.human |= story.times[position].meta - at < 2 * HOUR;
            }
            Event::OwnerChanged { owner } => match owner.reason {
                OwnerReason::HandedBack | OwnerReason::TimedBack => acts.human = false,
                OwnerReason::Phone => acts.human = true,
                _ => {}
            },
            Event::SendEnqueued { send, writer, .. } => {
                vouched.remove(send);
                written.insert(send, (position, *writer));
            }
            Event::SendRequeued {
                send,
                why: Requeue::Again,
                ..
            } => {
                vouched.insert(send);
            }
            Event::SendReleased { send, .. } => {
                let (at, writer) = written[send];
                if writer == Writer::Autopilot && !vouched.contains(send) {
                    assert!(!acts.human, "{send} was released after a human acted");
                    assert!(
                        acts.last == 0 || at > acts.last,
                        "{send} was ready when a human acted"
                    );
                }
            }
            _ => {}
        }
    }
}

/// Invariant 4.
fn a_burst_has_one_decision_and_one_answer(journal: &[Event], desk: &Desk) {
    let mut opened = BTreeSet::new();
    let mut decided = BTreeMap::new();
    let mut first_releases: BTreeMap<&SendId, usize> = BTreeMap::new();
    for event in journal {
        match event {
            Event::BurstOpened { burst, .. } => assert!(opened.insert(burst), "{burst} was opened twice"),
            Event::Decided { decision } => {
                assert!(
                    opened.contains(&decision.burst),
                    "{} was never opened",
                    decision.burst
                );
                let before = decided.insert(&decision.burst, decision.outcome);
                assert_eq!(before, None, "{} was decided twice", decision.burst);
            }
            Event::SendReleased { send, attempt: 1, .. } => *first_releases.entry(send).or_default() += 1,
            _ => {}
        }
    }
    for burst in opened {
        let is_open = desk.burst.as_ref().is_some_and(|open| open.id == *burst);
        assert_ne!(is_open, decided.contains_key(burst), "{burst} is open or decided");
        let answers = first_releases.get(&burst.answer()).copied().unwrap_or_default();
        let answered = decided.get(burst) == Some(&Outcome::Answered);
        assert_eq!(answers, usize::from(answered), "the answers of {burst}");
    }
    assert!(
        desk.burst.as_ref().is_none_or(|open| !open.mids.is_empty()),
        "an open burst is about something"
    );
}

/// What is known of a send's last attempt.
#[derive(Default)]
struct Known {
    open: bool,
    lost: bool,
    looks: Vec<Look>,
    found_missing: usize,
}

/// Invariant 5, first half: after an unknown outcome nothing leaves again by itself without two looks that did
/// not find it, and that once.
fn nothing_is_repeated_blindly(journal: &[Event]) {
    let mut known: BTreeMap<&SendId, Known> = BTreeMap::new();
    for event in journal {
        match event {
            Event::SendReleased { send, .. } => {
                let send_known = known.entry(send).or_default();
                assert!(!send_known.open, "{send} left while its last attempt was open");
                (send_known.open, send_known.lost) = (true, false);
            }
            Event::SendLost { send, .. } => {
                let send_known = known.entry(send).or_default();
                (send_known.lost, send_known.looks) = (true, Vec::new());
            }
            Event::SendLooked { send, look, .. } => known.entry(send).or_default().looks.push(*look),
            Event::SendRequeued { send, why, .. } => {
                let send_known = known.entry(send).or_default();
                if send_known.lost && *why != Requeue::Again {
                    assert_eq!(*why, Requeue::NotFound, "{send} was not known to be missing");
                    assert!(
                        send_known.looks.ends_with(&[Look::NotFound, Look::NotFound]),
                        "{send}"
                    );
                    send_known.found_missing += 1;
                    assert_eq!(send_known.found_missing, 1, "{send} is sent again by itself once");
                }
                // From here on it waits, for a limit too, and its next release is a new attempt.
                (send_known.open, send_known.lost) = (false, false);
            }
            _ => {}
        }
    }
}

/// Invariant 5, second half: whatever is not final is taken up by somebody.
fn nothing_is_silently_lost(story: &Story) {
    for send in story.scene.memory.whole.sends.values() {
        let (id, due) = (&send.id, send.due.is_some());
        match send.state {
            SendState::Held | SendState::Queued => assert!(due, "{id} waits for nothing"),
            SendState::Unknown => assert!(due != send.asking, "{id} is looked for or asked about"),
            SendState::Sending => assert!(!due && story.has_caller(id), "{id} has a caller"),
            SendState::Accepted | SendState::Confirmed | SendState::Failed | SendState::Cancelled => {
                assert!(!due && !send.asking, "{id} is settled");
            }
        }
    }
}

/// What the autopilot has ready and never sent belongs to the burst that is open.
fn no_draft_is_left_over(desk: &Desk) {
    let fresh = |send: &&desk::Send| {
        send.is_waiting() && send.part == 1 && send.attempts == 0 && send.is_autopilots()
    };
    for send in desk.sends.values().filter(fresh) {
        let open = desk
            .burst
            .as_ref()
            .filter(|open| matches!(open.state, BurstState::Drafted { .. }));
        assert_eq!(
            open.map(|open| &open.id),
            send.burst.as_ref(),
            "{} is left over",
            send.id
        );
    }
}

fn one_attempt_at_a_time(desk: &Desk) {
    let open = desk
        .sends
        .values()
        .filter(|send| send.is_unresolved() && !send.passed);
    assert!(open.count() <= 1, "two attempts hold the lane");
}

/// Invariant 6.
fn nothing_leaves_outside_its_window(story: &Story) {
    let mut window_from = None;
    for (position, event) in story.scene.memory.journal.iter().enumerate() {
        match event {
            Event::MessageReceived { at, .. } => window_from = window_from.max(Some(*at)),
            Event::SendReleased { send, .. } => {
                let until = window_from.expect("the customer wrote first") + WINDOW;
                assert!(story.times[position].meta < until, "{send} left after the window");
            }
            _ => {}
        }
    }
}

/// Whatever makes a new basis joins or closes the burst: nobody waits for a call that is out of date.
fn no_call_is_out_of_date(desk: &Desk) {
    match desk.burst.as_ref().map(|open| &open.state) {
        Some(BurstState::Claimed { basis, .. } | BurstState::Drafted { basis, .. }) => {
            assert_eq!(*basis, desk.conversation.basis, "the model's call is out of date");
        }
        Some(BurstState::Open | BurstState::Looking) | None => {}
    }
}

fn the_basis_counts_what_the_table_says(journal: &[Event], desk: &Desk) {
    let counted = journal
        .iter()
        .filter(|event| effects(event.kind()).new_basis)
        .count();
    assert_eq!(desk.conversation.basis, counted as u64);
}

/// Whom no answer has reached waits for one, or for the outcome of a send that was written after it.
fn nobody_is_forgotten(journal: &[Event], desk: &Desk) {
    let mut waiting: BTreeMap<&Mid, (u64, Millis)> = BTreeMap::new();
    let mut written: BTreeMap<&SendId, u64> = BTreeMap::new();
    for (position, event) in (1..).zip(journal) {
        match event {
            Event::MessageReceived { mid, at, .. } => drop(waiting.insert(mid, (position, *at))),
            Event::MessageUnsent { mid } => drop(waiting.remove(mid)),
            Event::AnsweredElsewhere {
                by: Elsewhere::Phone,
                at,
                exact,
                ..
            } => {
                let said_by = if *exact { *at } else { *at + SECOND - 1 };
                waiting.retain(|_, (_, asked)| *asked > said_by);
            }
            Event::SendEnqueued { send, .. } => drop(written.insert(send, position)),
            Event::SendAccepted { send, .. } | Event::SendConfirmed { send, .. } => {
                waiting.retain(|_, (asked, _)| *asked > written[send]);
            }
            _ => {}
        }
    }
    let mut kept: Vec<&Mid> = desk
        .conversation
        .unanswered
        .iter()
        .map(|waits| &waits.mid)
        .collect();
    for send in desk.sends.values().filter(|send| !send.answers.is_empty()) {
        assert!(!send.state.is_final(), "{} is settled", send.id);
        kept.extend(send.answers.iter().map(|waits| &waits.mid));
    }
    kept.sort();
    let newest = waiting.len().saturating_sub(MOST_UNANSWERED);
    let mut expected: Vec<(&u64, &Mid)> = waiting.iter().map(|(mid, (seq, _))| (seq, *mid)).collect();
    expected.sort();
    let mut expected: Vec<&Mid> = expected.into_iter().skip(newest).map(|(_, mid)| mid).collect();
    expected.sort();
    assert_eq!(kept, expected, "who waits for an answer");
}

/// Invariant 7, as far as it is the desk's.
fn what_was_unsent_is_gone(story: &Story) {
    let memory = &story.scene.memory;
    for (mid, message) in &memory.whole.messages {
        if message.unsent && message.who == Who::Customer {
            assert_eq!(story.scene.words(mid.as_str()), None, "{mid} was taken back");
        }
    }
}
