//! Release: the transaction that lets one attempt of one part leave (rules 4 and 5).
//!
//! Everything that may stop a message is checked here, in the transaction that commits `sending`: nothing
//! can come between the check and the act.

use super::Turn;
use crate::burst::{BurstState, Outcome, Reason};
use crate::event::{Event, Requeue};
use crate::ids::SendId;
use crate::owner::{Answering, OwnerReason};
use crate::refusal::Refusal;
use crate::send::{Cancel, Class, Send};
use crate::time::Due;

impl Turn {
    pub(super) fn release(&mut self, id: &SendId) -> Result<(), Refusal> {
        let send = self.send(id)?;
        if !send.is_waiting() {
            return Err(Refusal::NotInState(send.state));
        }
        if !send.due.is_some_and(|due| due.is_due(self.now.wall)) {
            return Err(Refusal::NotDue);
        }
        self.lane_must_be_free(&send)?;
        if send.is_autopilots() && self.stop_autopilot(&send) {
            return Ok(());
        }
        if !self.desk.conversation.window_is_open(self.now) {
            self.fail(&send, Class::WindowClosed, None, None);
            return Ok(());
        }
        if !self.desk.account.can_send() {
            return self.keep_from_stopped(&send);
        }
        if let Some(until) = self
            .desk
            .account
            .throttled
            .filter(|until| !until.is_due(self.now.wall))
        {
            self.wait_for_limit(&send, until);
            return Ok(());
        }
        self.emit(Event::SendReleased {
            send: id.clone(),
            attempt: send.attempts + 1,
            at: self.now.meta,
            wall: self.now.wall,
        });
        self.decide_answered(&send);
        Ok(())
    }

    /// The account cannot send: the operator's waits for it, the autopilot's becomes a human's matter.
    fn keep_from_stopped(&mut self, send: &Send) -> Result<(), Refusal> {
        if !send.is_autopilots() {
            return Err(Refusal::AccountStopped);
        }
        let class = self.desk.account.stopped.unwrap_or(Class::Configuration);
        self.ask_human(OwnerReason::AccountStopped);
        self.fail(send, class, None, None);
        if self.is_draft_of_open_burst(send) {
            let (outcome, reason) = (Outcome::HandedOver, Reason::AccountStopped);
            self.close_burst(outcome, reason, None, None, Vec::new());
        }
        Ok(())
    }

    /// A limit holds the account back: the send is due again when it ends, or when its own time ends.
    fn wait_for_limit(&mut self, send: &Send, until: Due) {
        let (wall, meta) = (self.now.wall, self.now.meta);
        let mut at = until.at;
        if let Some(window) = self.desk.conversation.window_until() {
            at = at.min(wall + window - meta);
        }
        if send.is_autopilots() {
            at = at.min(send.created + self.desk.timings.autopilot_patience);
        }
        self.emit(Event::SendRequeued {
            send: send.id.clone(),
            why: Requeue::Limit,
            due: Due::after(wall, at - wall),
        });
    }

    /// One unresolved attempt at a time, and in order, unless the operator lets others pass.
    fn lane_must_be_free(&self, send: &Send) -> Result<(), Refusal> {
        for other in self.desk.sends_in_order() {
            if other.id == send.id {
                break;
            }
            let holds = other.is_waiting() || (other.is_unresolved() && !other.passed);
            if holds {
                return Err(Refusal::LaneBusy);
            }
        }
        let busy = self
            .desk
            .sends
            .values()
            .any(|other| other.id != send.id && other.is_unresolved() && !other.passed);
        if busy { Err(Refusal::LaneBusy) } else { Ok(()) }
    }

    /// Whether the autopilot must keep this to itself; then it is taken back here, with its decision.
    fn stop_autopilot(&mut self, send: &Send) -> bool {
        let is_new = send.part == 1 && send.attempts == 0;
        let waited = self.now.wall - send.created;
        let conversation = &self.desk.conversation;
        let answering = conversation.owner.answering();
        let may_go_on = conversation.owner.is_autopilot() || send.goes_on_under(&conversation.owner);
        let (why, reason, ask) = if !may_go_on {
            let reason = match answering {
                Answering::Nobody => Reason::NeedsHuman,
                Answering::Operator | Answering::Autopilot => Reason::OperatorOwns,
            };
            (Cancel::Human, reason, None)
        } else if self.desk.account.autopilot_since.is_none() {
            (Cancel::SwitchedOff, Reason::SwitchedOff, None)
        } else if is_new && send.basis != conversation.basis {
            (
                Cancel::Outdated,
                Reason::Interrupted,
                Some(OwnerReason::Interrupted),
            )
        } else if !conversation.window_is_open(self.now) {
            (
                Cancel::WindowClosed,
                Reason::WindowClosed,
                Some(OwnerReason::WindowClosed),
            )
        } else if waited >= self.desk.timings.autopilot_patience {
            (
                Cancel::WaitedTooLong,
                Reason::WaitedTooLong,
                Some(OwnerReason::WaitedTooLong),
            )
        } else {
            return false;
        };
        self.cancel_group(&send.group, send.part, why);
        if let Some(ask) = ask {
            self.ask_human(ask);
        }
        if self.is_draft_of_open_burst(send) {
            let outcome = if ask.is_some() {
                Outcome::HandedOver
            } else {
                Outcome::Silent
            };
            self.close_burst(outcome, reason, None, None, Vec::new());
        }
        true
    }

    fn is_draft_of_open_burst(&self, send: &Send) -> bool {
        self.desk.burst.as_ref().is_some_and(|burst| {
            matches!(burst.state, BurstState::Drafted { .. }) && send.burst.as_ref() == Some(&burst.id)
        })
    }

    /// The first part has left: the burst is answered.
    fn decide_answered(&mut self, send: &Send) {
        if !self.is_draft_of_open_burst(send) {
            return;
        }
        let parts: Vec<SendId> = (1..=send.parts).map(|part| send.group.of_part(part)).collect();
        self.close_burst(Outcome::Answered, Reason::Answer, None, None, parts);
    }

    /// The send failed for good; its later parts do not go out alone.
    pub(super) fn fail(&mut self, send: &Send, class: Class, code: Option<i64>, subcode: Option<i64>) {
        self.emit(Event::SendFailed {
            send: send.id.clone(),
            class,
            code,
            subcode,
        });
        self.cancel_group(&send.group, send.part + 1, Cancel::EarlierPart);
        if send.is_autopilots() {
            self.ask_human(OwnerReason::NotDelivered);
        }
    }
}
