//! What the invariants remember of the way to a state. The desk never sees it.

use crate::rule::Rule;
use crate::world::World;
use desk::{
    Ask, BurstId, Command, Decision, Desk, Elsewhere, Event, Look, Mid, Outcome, OwnerReason, Reason, Requeue,
};
use desk::{SendId, Who, Writer};
use std::collections::BTreeMap;

/// The memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Past {
    /// A human has acted, and nobody has handed back since.
    pub(crate) human: bool,
    /// A look has shown less than there was.
    pub(crate) lagged: bool,
    sends: BTreeMap<SendId, SendPast>,
    bursts: BTreeMap<BurstId, BurstPast>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct SendPast {
    /// The autopilot's, and a human has acted since it was written.
    overtaken: bool,
    /// The first part of an answer, not released yet, and something was said since it was written.
    outdated: bool,
    /// The operator has asked for it to go out again.
    vouched: bool,
    /// How many looks in a row have not found it, up to two.
    absent: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct BurstPast {
    answered: bool,
    decided: bool,
}

impl Past {
    /// The bursts that were opened and have no decision.
    pub(crate) fn undecided(&self) -> impl Iterator<Item = &BurstId> {
        self.bursts
            .iter()
            .filter(|(_, past)| !past.decided)
            .map(|(id, _)| id)
    }

    /// A human has acted, here or on the phone.
    pub(crate) fn human_acted(&mut self, desk: &Desk) {
        self.human = true;
        for (id, past) in &mut self.sends {
            let open = desk.sends.get(id).filter(|send| !send.state.is_final());
            past.overtaken |= open.is_some_and(|send| send.writer == Writer::Autopilot);
        }
        self.something_was_said(desk);
    }

    /// What was drafted before is out of date.
    pub(crate) fn something_was_said(&mut self, desk: &Desk) {
        for (id, past) in &mut self.sends {
            let draft = desk
                .sends
                .get(id)
                .filter(|send| send.is_waiting() && send.attempts == 0);
            past.outdated |= draft.is_some_and(|send| send.writer == Writer::Autopilot && send.part == 1);
        }
    }

    /// Whether a burst is remembered by the name of this message.
    pub(crate) fn names(&self, mid: &Mid) -> bool {
        self.bursts.keys().any(|burst| burst.mid == *mid)
    }

    /// Forgets what can no longer be told apart.
    pub(crate) fn forget(&mut self, desk: &Desk, call: Option<&BurstId>) {
        self.sends.retain(|id, _| desk.sends.contains_key(id));
        self.bursts.retain(|id, past| {
            !past.decided
                || call == Some(id)
                || desk.messages.contains_key(&id.mid)
                || desk.sends.values().any(|send| send.burst.as_ref() == Some(id))
        });
    }

    fn enqueued(&mut self, send: &SendId) {
        self.sends.insert(send.clone(), SendPast::default());
    }
}

impl World {
    /// Takes an event into the memory, before it is applied, and holds it against the invariants.
    pub(crate) fn remember(&mut self, desk: &Desk, command: &Command, event: &Event) {
        match event {
            Event::MessageReceived { mid, .. } => {
                self.must(Rule::StoredOnce, !desk.messages.contains_key(mid));
            }
            Event::AnsweredElsewhere { mid, at, by, .. } => {
                self.must(Rule::StoredOnce, !desk.messages.contains_key(mid));
                // An answer older than the operator's time is history that came late, unless the autopilot is
                // about to speak.
                let age = self.now().meta - at;
                let fresh = desk.timings.operator_expiry.is_none_or(|expiry| age < expiry);
                let waiting = desk
                    .sends
                    .values()
                    .any(|send| send.is_waiting() && send.is_autopilots());
                if *by == Elsewhere::Phone && (fresh || desk.burst.is_some() || waiting) {
                    self.past.human_acted(desk);
                }
            }
            Event::OwnerChanged { owner } => {
                let back = match command.act {
                    Ask::HandBack => owner.reason == OwnerReason::HandedBack,
                    Ask::ExpireOwner => owner.reason == OwnerReason::TimedBack,
                    _ => false,
                };
                self.past.human &= !back;
            }
            Event::BurstOpened { burst, .. } => {
                let again = self.past.bursts.insert(burst.clone(), BurstPast::default());
                self.must(Rule::OneDecision, again.is_none());
            }
            Event::Decided { decision } => {
                self.remember_decision(decision);
                if matches!(command.act, Ask::BurstLooked { .. })
                    && decision.reason == Reason::AnsweredElsewhere
                {
                    self.must(Rule::SilenceIsTrue, is_answered(desk, decision));
                }
            }
            Event::SendEnqueued { send, .. } => {
                let is_new = !desk.sends.contains_key(send);
                self.bounds.sends = self.bounds.sends.saturating_sub(u8::from(is_new));
                self.past.enqueued(send);
            }
            Event::SendReleased { send, attempt, .. } => self.remember_release(desk, send, *attempt),
            _ => self.remember_send(event),
        }
    }

    fn remember_send(&mut self, event: &Event) {
        match event {
            Event::SendLost { send, .. } => self.past.sends.entry(send.clone()).or_default().absent = 0,
            Event::SendLooked { send, look, .. } => {
                let past = self.past.sends.entry(send.clone()).or_default();
                past.absent = if *look == Look::NotFound {
                    (past.absent + 1).min(2)
                } else {
                    0
                };
            }
            Event::SendRequeued { send, why, .. } => {
                let lagged = self.past.lagged;
                let past = self.past.sends.entry(send.clone()).or_default();
                past.vouched |= *why == Requeue::Again;
                let absent = std::mem::take(&mut past.absent);
                self.must(Rule::NotTwice, *why != Requeue::NotFound || absent == 2);
                if *why == Requeue::Again || (*why == Requeue::NotFound && lagged) {
                    self.excuse(send);
                }
            }
            Event::SendAccepted { send, .. }
            | Event::SendConfirmed { send, .. }
            | Event::SendCancelled { send, .. } => {
                if let Some(past) = self.past.sends.get_mut(send) {
                    *past = SendPast {
                        vouched: past.vouched,
                        ..SendPast::default()
                    };
                }
            }
            _ => {}
        }
    }

    /// What stands in the thread was sent again with a reason that rules 5 accept.
    fn excuse(&mut self, id: &SendId) {
        for item in &mut self.thread {
            item.excused |= item.is(id);
        }
    }

    fn remember_release(&mut self, desk: &Desk, id: &SendId, attempt: u32) {
        self.must(Rule::InWindow, self.window_is_open());
        let Some(send) = desk.sends.get(id) else { return };
        let past = self.past.sends.entry(id.clone()).or_default();
        let (overtaken, outdated) = (past.overtaken, std::mem::take(&mut past.outdated));
        if send.writer != Writer::Autopilot || past.vouched {
            return;
        }
        self.must(Rule::SilentAfterHuman, !self.past.human);
        self.must(Rule::OvertakenStays, !overtaken);
        if let (1, 1, Some(burst)) = (attempt, send.part, &send.burst) {
            self.must(Rule::UpToDate, !outdated);
            let past = self.past.bursts.entry(burst.clone()).or_default();
            let before = std::mem::replace(&mut past.answered, true) || past.decided;
            self.must(Rule::OneAnswer, !before);
        }
    }

    fn remember_decision(&mut self, decision: &Decision) {
        let past = self.past.bursts.entry(decision.burst.clone()).or_default();
        let first = !std::mem::replace(&mut past.decided, true);
        let is_true = past.answered == (decision.outcome == Outcome::Answered);
        self.must(Rule::OneDecision, first && is_true);
    }

    /// Notes a broken invariant.
    pub(crate) fn must(&mut self, rule: Rule, holds: bool) {
        if !holds {
            self.broken.insert(rule);
        }
    }
}

/// Whether something that was written after the burst's last message has left, or stands in the thread.
fn is_answered(desk: &Desk, decision: &Decision) -> bool {
    let seqs = decision
        .mids
        .iter()
        .filter_map(|mid| desk.messages.get(mid))
        .map(|message| message.seq);
    let last = seqs.max().unwrap_or(0);
    let by_phone = desk
        .messages
        .values()
        .any(|message| message.who == Who::Phone && message.seq > last);
    by_phone
        || desk
            .sends
            .values()
            .any(|send| send.attempts > 0 && send.seq > last)
}
