//! Who answers: how a human's act changes the owner and silences the autopilot (rules 3).

use super::Turn;
use crate::apply::reason_of;
use crate::burst::{BurstState, Decision, ModelCall, Outcome, Reason};
use crate::event::{Act, Event};
use crate::ids::{ContentKey, SendId};
use crate::owner::{Answering, Owner, OwnerReason};
use crate::refusal::Refusal;
use crate::send::Cancel;
use crate::time::Due;

impl Turn {
    /// A human acted here: the autopilot falls silent at this instant and the human owns the conversation.
    pub(super) fn human_acts(&mut self, act: Act) {
        self.emit(Event::OperatorActed { act });
        self.silence_autopilot(Cancel::Human, Reason::OperatorOwns);
        let reason = reason_of(act);
        self.set_owner(reason);
    }

    /// Makes `reason` the owner, with the expiry that belongs to it.
    pub(super) fn set_owner(&mut self, reason: OwnerReason) {
        let now = self.now.wall;
        let timings = &self.desk.timings;
        let until = match (reason, reason.answering()) {
            (OwnerReason::Typing, _) => Some(Due::after(now, timings.typing_expiry)),
            (_, Answering::Operator) => timings.operator_expiry.map(|expiry| Due::after(now, expiry)),
            _ => None,
        };
        self.emit(Event::OwnerChanged {
            owner: Owner {
                reason,
                since: now,
                until,
            },
        });
    }

    /// Stops everything of the autopilot's that has not left, and closes the burst.
    pub(super) fn silence_autopilot(&mut self, why: Cancel, reason: Reason) {
        let waiting: Vec<SendId> = self
            .desk
            .sends_in_order()
            .into_iter()
            .filter(|send| send.is_waiting() && send.is_autopilots())
            .map(|send| send.id.clone())
            .collect();
        for send in waiting {
            self.emit(Event::SendCancelled { send, why });
        }
        self.close_burst(Outcome::Silent, reason, None, None, Vec::new());
    }

    /// The account was disconnected: what waits to go out would surprise everybody later.
    pub(super) fn disconnected(&mut self) {
        if self.desk.account.connected.is_some() {
            // It was connected again meanwhile: what waits now was written since.
            return;
        }
        let waiting: Vec<(SendId, bool)> = self
            .desk
            .sends_in_order()
            .into_iter()
            .filter(|send| send.is_waiting())
            .map(|send| (send.id.clone(), send.is_autopilots()))
            .collect();
        let asks = waiting.iter().any(|(_, autopilots)| *autopilots);
        for (send, _) in waiting {
            let why = Cancel::Disconnected;
            self.emit(Event::SendCancelled { send, why });
        }
        if asks {
            self.ask_human(OwnerReason::AccountStopped);
            let (outcome, reason) = (Outcome::HandedOver, Reason::AccountStopped);
            self.close_burst(outcome, reason, None, None, Vec::new());
        }
    }

    /// Closes the open burst with its decision record; without one, does nothing.
    pub(super) fn close_burst(
        &mut self,
        outcome: Outcome,
        reason: Reason,
        call: Option<ModelCall>,
        note: Option<ContentKey>,
        sends: Vec<SendId>,
    ) {
        let Some(burst) = self.desk.burst.clone() else {
            return;
        };
        let drafted = match burst.state {
            BurstState::Drafted { call, .. } => Some(call),
            _ => None,
        };
        let decision = Decision {
            burst: burst.id,
            mids: burst.mids,
            outcome,
            reason,
            basis: self.desk.conversation.basis,
            call: call.or(drafted),
            calls: burst.calls,
            sends,
            note,
        };
        self.emit(Event::Decided { decision });
    }

    /// The autopilot gives the conversation to a human, unless one has it already.
    pub(super) fn ask_human(&mut self, reason: OwnerReason) {
        if self.desk.conversation.owner.is_autopilot() {
            self.set_owner(reason);
        }
    }

    /// Whom a send was to answer that never arrives waits again. Where the autopilot has the conversation nothing is
    /// due for them any more, so a human is asked.
    pub(super) fn ask_for_who_was_given_back(&mut self) {
        let gives_back = |event: &Event| match event {
            Event::SendFailed { .. } => true,
            // What is taken back because the customer wrote more is decided about anew, and an autopilot that is off
            // is no reason to ask.
            Event::SendCancelled { why, .. } => !matches!(why, Cancel::Outdated | Cancel::SwitchedOff),
            _ => false,
        };
        if self.events.iter().any(gives_back) && self.desk.burst.is_none() && self.desk.customer_waits() {
            self.ask_human(OwnerReason::NotDelivered);
        }
    }

    /// The owner's time ran out (rules 3).
    pub(super) fn expire_owner(&mut self) -> Result<(), Refusal> {
        let owner = self.desk.conversation.owner;
        let Some(until) = owner.until else {
            return Err(Refusal::NotDue);
        };
        if !until.is_due(self.now.wall) {
            return Err(Refusal::NotDue);
        }
        let waits = self.desk.customer_waits();
        match owner.reason {
            OwnerReason::Typing => self.set_owner(OwnerReason::TypingExpired),
            _ if waits => {
                self.set_owner(OwnerReason::OperatorExpired);
            }
            _ => self.set_owner(OwnerReason::TimedBack),
        }
        Ok(())
    }
}
