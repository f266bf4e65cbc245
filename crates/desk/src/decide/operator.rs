//! The operator's acts. One act, one command, once (rules 1).

use super::Turn;
use crate::burst::Burst;
use crate::command::{Choice, Write};
use crate::content::Content;
use crate::event::{Act, Event, Proof, Requeue};
use crate::ids::{BurstId, ContentKey, Mid, SendId};
use crate::owner::{Answering, OwnerReason};
use crate::refusal::Refusal;
use crate::send::{Cancel, Send, SendState, Writer};
use crate::state::Unanswered;
use crate::time::{Due, SECOND};
use std::slice;

impl Turn {
    /// The first non-blank character typed makes the operator the owner; later ones extend the time.
    pub(super) fn typed(&mut self) -> Result<(), Refusal> {
        self.must_exist()?;
        let owner = self.desk.conversation.owner;
        let has_unread = self.desk.conversation.unread > 0;
        if owner.answering() != Answering::Operator || self.autopilot_is_at_work() || has_unread {
            if owner.answering() == Answering::Operator {
                // Keeps the stronger reason: who sent a minute ago does not fall back to *typing*.
                self.human_types_on(owner.reason);
            } else {
                self.human_acts(Act::Typed);
            }
            return Ok(());
        }
        let expiry = match owner.reason {
            OwnerReason::Typing => Some(self.desk.timings.typing_expiry),
            _ => self.desk.timings.operator_expiry,
        };
        let until = expiry.map(|expiry| Due::after(self.now.wall, expiry));
        let gained = match (until, owner.until) {
            (Some(new), Some(old)) => new.at - old.at,
            _ => 0,
        };
        // Each extension is an event; a step this coarse keeps the journal free of single keys.
        if gained >= (expiry.unwrap_or_default() / 20).clamp(1, 30 * SECOND) {
            self.emit(Event::OwnerChanged {
                owner: crate::owner::Owner { until, ..owner },
            });
        }
        Ok(())
    }

    fn human_types_on(&mut self, reason: OwnerReason) {
        self.emit(Event::OperatorActed { act: Act::Typed });
        self.silence_autopilot(Cancel::Human, crate::burst::Reason::OperatorOwns);
        self.set_owner(reason);
    }

    pub(super) fn autopilot_is_at_work(&self) -> bool {
        self.desk.burst.is_some()
            || self
                .desk
                .sends
                .values()
                .any(|send| send.is_waiting() && send.is_autopilots())
    }

    fn must_exist(&self) -> Result<(), Refusal> {
        if self.desk.conversation.exists {
            Ok(())
        } else {
            Err(Refusal::NoConversation)
        }
    }

    pub(super) fn take_over(&mut self) -> Result<(), Refusal> {
        self.must_exist()?;
        if self.desk.conversation.owner.reason != OwnerReason::TookOver || self.autopilot_is_at_work() {
            self.human_acts(Act::TookOver);
        }
        Ok(())
    }

    /// Back to the autopilot: what the customer wrote and nobody answered becomes a burst (rules 3).
    pub(super) fn hand_back(&mut self) -> Result<(), Refusal> {
        self.must_exist()?;
        if self.desk.conversation.owner.is_autopilot() {
            return Ok(());
        }
        self.set_owner(OwnerReason::HandedBack);
        let conversation = &self.desk.conversation;
        let open = conversation.window_is_open(self.now) && self.desk.account.autopilot_since.is_some();
        let waiting: Vec<Unanswered> = self.desk.unanswered().cloned().collect();
        if let Some(burst) = self.desk.burst.clone() {
            // It waited for the operator; the decision about it is due now.
            self.take_back_draft(&burst);
            let (last, due) = (self.now.wall, self.due_now());
            let asks_human = burst.asks_human;
            self.emit(Event::BurstJoined {
                burst: burst.id,
                mid: None,
                last,
                due,
                asks_human,
            });
        } else if let (true, Some(first)) = (open, waiting.first()) {
            let round = self.desk.conversation.hand_backs + 1;
            let now = self.now.wall;
            self.emit(Event::BurstOpened {
                burst: BurstId {
                    mid: first.mid.clone(),
                    round,
                },
                mids: waiting.iter().map(|message| message.mid.clone()).collect(),
                first: now,
                last: now,
                due: Burst::due_after(now, now, &self.desk.timings),
                asks_human: waiting.iter().any(|message| !message.readable),
            });
        }
        Ok(())
    }

    pub(super) fn reply(
        &mut self,
        id: &SendId,
        parts: &[Content],
        seen: Option<&str>,
    ) -> Result<(), Refusal> {
        match self.desk.sends.get(id).map(|known| known.state) {
            // Nothing of it is said: a caller that was told so would forget the words.
            Some(SendState::Cancelled) => return Err(Refusal::NotInState(SendState::Cancelled)),
            Some(_) => return Ok(()),
            None => {}
        }
        self.must_exist()?;
        if parts.is_empty() || parts.iter().any(Content::is_blank) {
            return Err(Refusal::Empty);
        }
        if !self.desk.account.can_send() {
            return Err(Refusal::AccountStopped);
        }
        if !self.desk.conversation.window_is_open(self.now) {
            return Err(Refusal::WindowClosed);
        }
        self.must_have_seen(seen)?;
        self.human_acts(Act::Sent);
        let hold = self.desk.timings.operator_hold;
        let due = Due::after(self.now.wall, hold);
        self.enqueue(id, Writer::Operator, None, parts, due, hold > 0);
        self.write(Write::ClearDraft);
        Ok(())
    }

    /// Refuses when something newer than what was on screen has arrived.
    pub(super) fn must_have_seen(&self, seen: Option<&str>) -> Result<(), Refusal> {
        let seen_seq = seen.map_or(0, |key| {
            let by_mid = self
                .desk
                .messages
                .get(&Mid(key.to_owned()))
                .map(|message| message.seq);
            by_mid.unwrap_or(0)
        });
        if self.desk.conversation.arrived > seen_seq {
            return Err(Refusal::Newer { after: seen_seq });
        }
        Ok(())
    }

    /// Puts an answer's parts into the outbox, in order, after everything said so far.
    pub(super) fn enqueue(
        &mut self,
        group: &SendId,
        writer: Writer,
        burst: Option<(&BurstId, u64)>,
        parts: &[Content],
        due: Due,
        held: bool,
    ) -> Vec<SendId> {
        let count = u16::try_from(parts.len()).unwrap_or(u16::MAX);
        let mut ids = Vec::with_capacity(parts.len());
        for (part, content) in (1..=count).zip(parts) {
            let send = group.of_part(part);
            let key = ContentKey::of_send(&send);
            self.write(Write::Put(key.clone(), content.clone()));
            self.emit(Event::SendEnqueued {
                send: send.clone(),
                group: group.clone(),
                writer,
                burst: burst.map(|(id, _)| id.clone()),
                basis: burst.map_or(0, |(_, basis)| basis),
                part,
                parts: count,
                content: key,
                at: self
                    .now
                    .meta
                    .max(self.desk.conversation.last_at.saturating_add(1)),
                due,
                held,
            });
            ids.push(send);
        }
        ids
    }

    /// Takes back what has not left: every part of it. Its words, as far as they are told, stand before the draft.
    pub(super) fn undo(&mut self, id: &SendId, words: &[(SendId, String)]) -> Result<(), Refusal> {
        let send = self.send(id)?;
        if !send.is_waiting() {
            return Err(Refusal::NotInState(send.state));
        }
        // What has left is said, and is not to be said again.
        let waits = |part: &SendId| self.desk.sends.get(part).is_some_and(Send::is_waiting);
        let back: Vec<&str> = words
            .iter()
            .filter(|(part, _)| waits(part))
            .map(|(_, text)| text.as_str())
            .collect();
        if !back.is_empty() {
            self.write(Write::DraftBefore(back.join(" ")));
        }
        if send.is_autopilots() {
            // Stopping the autopilot's words is an act of a human.
            self.human_acts(Act::TookOver);
        } else {
            self.cancel_group(&send.group, 1, Cancel::Undone);
        }
        Ok(())
    }

    /// Sends a failed message again, and the parts right after it that it took along. They stop at one that has a
    /// story of its own: what stands behind that waits for it, not for this.
    pub(super) fn retry(&mut self, id: &SendId) -> Result<(), Refusal> {
        let send = self.send(id)?.clone();
        if send.state != SendState::Failed {
            return Err(Refusal::NotInState(send.state));
        }
        self.can_send_again()?;
        self.human_acts(Act::Sent);
        self.requeue(slice::from_ref(id), Requeue::Again);
        let sends = &self.desk.sends;
        let follows = |later: &SendId| {
            let cancelled = sends.get(later).and_then(|later| later.cancelled);
            cancelled == Some(Cancel::EarlierPart)
        };
        let following: Vec<SendId> = send.later_parts().take_while(follows).collect();
        self.requeue(&following, Requeue::Again);
        Ok(())
    }

    fn can_send_again(&self) -> Result<(), Refusal> {
        if !self.desk.conversation.window_is_open(self.now) {
            return Err(Refusal::WindowClosed);
        }
        if !self.desk.account.can_send() {
            return Err(Refusal::AccountStopped);
        }
        Ok(())
    }

    fn requeue(&mut self, sends: &[SendId], why: Requeue) {
        let due = self.due_now();
        for send in sends {
            let send = send.clone();
            self.emit(Event::SendRequeued { send, why, due });
        }
    }

    /// The operator answers the one question of an unknown send.
    pub(super) fn resolve(&mut self, id: &SendId, choice: Choice) -> Result<(), Refusal> {
        let send = self.send(id)?;
        if send.state != SendState::Unknown || !send.asking {
            return Err(Refusal::NotInState(send.state));
        }
        let rest = self.rest_of(&send);
        match choice {
            Choice::SendAgain => {
                self.can_send_again()?;
                // Before the act silences the autopilot: half an answer is none.
                self.requeue(&rest, Requeue::Again);
                self.human_acts(Act::Sent);
                self.requeue(slice::from_ref(id), Requeue::Again);
            }
            Choice::Arrived => {
                let by = Proof::Operator;
                self.emit(Event::SendConfirmed {
                    send: id.clone(),
                    mid: None,
                    by,
                });
                self.requeue(&rest, Requeue::Rest);
            }
        }
        Ok(())
    }

    /// The parts of an autopilot's answer that wait behind this one.
    fn rest_of(&self, send: &Send) -> Vec<SendId> {
        let waits = |later: &SendId| {
            let later = self.desk.sends.get(later);
            later.is_some_and(|later| later.is_waiting() && later.is_autopilots())
        };
        send.later_parts().filter(waits).collect()
    }

    /// Lets later sends pass an unknown one, after the lane has waited.
    pub(super) fn pass(&mut self, id: &SendId) -> Result<(), Refusal> {
        let send = self.send(id)?;
        if send.state != SendState::Unknown {
            return Err(Refusal::NotInState(send.state));
        }
        if self.now.wall - send.lost < self.desk.timings.lane_wait {
            return Err(Refusal::NotDue);
        }
        if !send.passed {
            self.emit(Event::SendPassed { send: id.clone() });
        }
        Ok(())
    }
}
