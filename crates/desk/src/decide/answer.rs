//! The autopilot's answer: a burst is claimed, the model is asked, a draft goes to the outbox (rules 4).

use super::Turn;
use crate::burst::{Burst, BurstState, ModelCall, Outcome, Reason};
use crate::command::Write;
use crate::content::Content;
use crate::event::{Event, Reopened};
use crate::ids::{BurstId, ContentKey};
use crate::owner::{Answering, OwnerReason};
use crate::refusal::Refusal;
use crate::send::Writer;
use crate::time::{Due, Millis};

impl Turn {
    fn burst(&self, id: &BurstId) -> Result<Burst, Refusal> {
        self.desk
            .burst
            .clone()
            .filter(|burst| burst.id == *id)
            .ok_or(Refusal::NoSuchBurst)
    }

    /// The burst as it was when call `call` was made; anything since then makes the call out of date.
    fn claimed(&self, id: &BurstId, call: u32) -> Result<Burst, Refusal> {
        let burst = self.burst(id)?;
        let current = BurstState::Claimed {
            call,
            basis: self.desk.conversation.basis,
        };
        if burst.state == current {
            Ok(burst)
        } else {
            Err(Refusal::Outdated)
        }
    }

    /// A due burst: the model is asked, or it is decided here why not.
    pub(super) fn claim(&mut self, id: &BurstId, patience: Millis) -> Result<(), Refusal> {
        let burst = self.burst(id)?;
        if burst.state != BurstState::Open || !burst.due.is_due(self.now.wall) {
            return Err(Refusal::NotDue);
        }
        let conversation = &self.desk.conversation;
        let (outcome, reason) = match conversation.owner.answering() {
            Answering::Operator if conversation.owner.reason == OwnerReason::Phone => {
                (Outcome::Silent, Reason::AnsweredElsewhere)
            }
            Answering::Operator => (Outcome::Silent, Reason::OperatorOwns),
            Answering::Nobody => (Outcome::Silent, Reason::NeedsHuman),
            Answering::Autopilot if self.desk.account.autopilot_since.is_none() => {
                (Outcome::Silent, Reason::SwitchedOff)
            }
            Answering::Autopilot if burst.asks_human => {
                self.ask_human(OwnerReason::Unsupported);
                (Outcome::HandedOver, Reason::Unsupported)
            }
            Answering::Autopilot if !conversation.window_is_open(self.now) => {
                self.ask_human(OwnerReason::WindowClosed);
                (Outcome::HandedOver, Reason::WindowClosed)
            }
            Answering::Autopilot if !self.desk.account.can_send() => {
                self.ask_human(OwnerReason::AccountStopped);
                (Outcome::HandedOver, Reason::AccountStopped)
            }
            Answering::Autopilot => {
                let (call, basis) = (burst.calls + 1, conversation.basis);
                let due = Due::after(self.now.wall, patience);
                self.emit(Event::BurstClaimed {
                    burst: id.clone(),
                    call,
                    basis,
                    due,
                });
                return Ok(());
            }
        };
        self.close_burst(outcome, reason, None, None, Vec::new());
        Ok(())
    }

    /// The model has an answer: it goes to the outbox, and the burst stays open until its first part leaves.
    pub(super) fn draft(
        &mut self,
        id: &BurstId,
        call: u32,
        parts: &[Content],
        record: &ModelCall,
    ) -> Result<(), Refusal> {
        self.claimed(id, call)?;
        if !self.desk.conversation.owner.is_autopilot() {
            return Err(Refusal::NotAutopilots);
        }
        if parts.is_empty() || parts.iter().any(Content::is_blank) {
            return Err(Refusal::Empty);
        }
        if self.desk.account.connected.is_none() {
            self.ask_human(OwnerReason::AccountStopped);
            let (outcome, reason) = (Outcome::HandedOver, Reason::AccountStopped);
            self.close_burst(outcome, reason, Some(record.clone()), None, Vec::new());
            return Ok(());
        }
        let basis = self.desk.conversation.basis;
        self.emit(Event::Drafted {
            burst: id.clone(),
            basis,
            call: record.clone(),
        });
        let due = self.due_now();
        self.enqueue(
            &id.answer(),
            Writer::Autopilot,
            Some((id, basis)),
            parts,
            due,
            false,
        );
        Ok(())
    }

    /// The model hands over to a human, with its own words about why.
    pub(super) fn hand_over(
        &mut self,
        id: &BurstId,
        call: u32,
        note: Option<&str>,
        record: &ModelCall,
    ) -> Result<(), Refusal> {
        self.claimed(id, call)?;
        let note = note.map(|words| {
            let key = ContentKey::of_decision(id);
            self.write(Write::Put(key.clone(), Content::text(words)));
            key
        });
        self.ask_human(OwnerReason::HandedOver);
        let (outcome, reason) = (Outcome::HandedOver, Reason::AskedForHuman);
        self.close_burst(outcome, reason, Some(record.clone()), note, Vec::new());
        Ok(())
    }

    /// The model failed: again within bounds, then a human is asked.
    pub(super) fn model_failed(
        &mut self,
        id: &BurstId,
        call: u32,
        reason: Reason,
        again: Option<Millis>,
        record: Option<&ModelCall>,
    ) -> Result<(), Refusal> {
        let burst = self.claimed(id, call)?;
        if let Some(delay) = again.filter(|_| burst.failures + 1 < self.desk.timings.most_failures) {
            let due = Due::after(self.now.wall, delay);
            let why = Reopened::ModelFailed;
            self.emit(Event::BurstReopened {
                burst: id.clone(),
                why,
                due,
            });
            return Ok(());
        }
        self.ask_human(OwnerReason::ModelFailed);
        self.close_burst(Outcome::Failed, reason, record.cloned(), None, Vec::new());
        Ok(())
    }
}
