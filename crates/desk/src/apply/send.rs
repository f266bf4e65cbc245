//! How an event changes the outbox.

use crate::event::{Event, Requeue};
use crate::ids::{Mid, SendId};
use crate::send::{Before, Send, SendState, Writer};
use crate::state::{Desk, Unanswered, Who};
use crate::time::Millis;

impl Desk {
    pub(super) fn apply_enqueued(&mut self, event: &Event) {
        let Event::SendEnqueued {
            send,
            group,
            writer,
            burst,
            basis,
            part,
            parts,
            content,
            at,
            due,
            held,
        } = event
        else {
            return;
        };
        self.sends.insert(
            send.clone(),
            Send {
                id: send.clone(),
                seq: self.seq,
                group: group.clone(),
                writer: *writer,
                vouched: false,
                follows: false,
                burst: burst.clone(),
                basis: *basis,
                part: *part,
                parts: *parts,
                content: content.clone(),
                at: *at,
                created: due.at - due.delay,
                state: if *held { SendState::Held } else { SendState::Queued },
                due: Some(*due),
                attempts: 0,
                tries: 0,
                losses: 0,
                released: 0,
                released_wall: 0,
                lost: 0,
                looks: 0,
                last_look: None,
                mid: None,
                provisional: false,
                bound_at: None,
                before: None,
                silenced: false,
                answers: Vec::new(),
                passed: false,
                asking: false,
                cancelled: None,
            },
        );
        let conversation = &mut self.conversation;
        conversation.last_at = conversation.last_at.max(*at);
        if *writer == Writer::Operator {
            // The table's *on send*: the operator's row moves with the act, not with the wire.
            conversation.moved_at = conversation.moved_at.max(*at);
        }
    }

    pub(super) fn apply_released(&mut self, id: &SendId, attempt: u32, at: Millis, wall: Millis) {
        let Some(send) = self.sends.get_mut(id) else {
            return;
        };
        send.state = SendState::Sending;
        send.attempts = attempt;
        send.released = at;
        send.released_wall = wall;
        send.due = None;
        // Others may pass the attempt that was lost, not the new one.
        send.passed = false;
        send.looks = 0;
        send.last_look = None;
        if send.writer == Writer::Autopilot {
            self.conversation.arrived = self.conversation.arrived.max(send.seq);
            self.conversation.moved_at = self.conversation.moved_at.max(send.at);
        }
        self.takes_up(id);
    }

    /// What was said before a send was written is its to answer, from the conversation and from earlier sends: it
    /// answers for them as well.
    fn takes_up(&mut self, id: &SendId) {
        let Some(written) = self.sends.get(id).map(|send| send.seq) else {
            return;
        };
        let mut taken: Vec<Unanswered> = Vec::new();
        let waiting = std::iter::once(&mut self.conversation.unanswered)
            .chain(self.sends.values_mut().map(|send| &mut send.answers));
        for waiting in waiting {
            taken.extend(waiting.extract_if(.., |message| message.seq <= written));
        }
        taken.sort_by_key(|message| message.seq);
        if let Some(send) = self.sends.get_mut(id) {
            send.answers = taken;
        }
    }

    /// It reached the customer: what was said before it is answered, whoever else was to answer it.
    fn has_answered(&mut self, written: u64) {
        self.retain_unanswered(|message| message.seq > written);
    }

    /// It never reaches the customer: what it was to answer waits again.
    fn gives_back(&mut self, id: &SendId) {
        let Some(send) = self.sends.get_mut(id) else {
            return;
        };
        let back = std::mem::take(&mut send.answers);
        let waiting = &mut self.conversation.unanswered;
        waiting.extend(back);
        waiting.sort_by_key(|message| message.seq);
        self.keep_newest_unanswered();
    }

    /// A foreign echo while an attempt is open may be its own, in other words: what it changes is kept until the
    /// answer tells.
    pub(super) fn remember_before(&mut self, mid: &Mid) {
        let (seq, arrived, owner) = (self.seq, self.conversation.arrived, self.conversation.owner);
        for send in self.sends.values_mut() {
            if send.is_unresolved() && send.mid.is_none() {
                let mid = mid.clone();
                send.before = Some(Before {
                    mid,
                    seq,
                    arrived,
                    owner,
                });
            }
        }
    }

    /// A human acted: what the autopilot has on the wire may land, and is never tried again by itself.
    pub(super) fn silence_attempts(&mut self) {
        for send in self.sends.values_mut() {
            send.silenced |= send.is_unresolved() && send.is_autopilots();
        }
    }

    pub(super) fn apply_send(&mut self, event: &Event) {
        let id = match event {
            Event::SendAccepted { send, .. }
            | Event::SendBound { send, .. }
            | Event::SendUnbound { send }
            | Event::SendConfirmed { send, .. }
            | Event::SendRequeued { send, .. }
            | Event::SendLost { send, .. }
            | Event::SendLooked { send, .. }
            | Event::SendAsked { send, .. }
            | Event::SendPassed { send }
            | Event::SendFailed { send, .. }
            | Event::SendCancelled { send, .. } => send.clone(),
            _ => return,
        };
        let Some(send) = self.sends.get_mut(&id) else {
            return;
        };
        if let (Event::SendAccepted { mid, .. }, Some(before)) = (event, &send.before)
            && before.mid == *mid
            && before.seq == self.conversation.arrived
        {
            self.conversation.arrived = before.arrived;
        }
        change_send(send, event);
        let written = send.seq;
        match event {
            Event::SendAccepted { .. } | Event::SendConfirmed { .. } => self.has_answered(written),
            Event::SendFailed { .. } | Event::SendCancelled { .. } => self.gives_back(&id),
            _ => {}
        }
        let Some(send) = self.sends.get(&id) else {
            return;
        };
        let bound = send.mid.clone().map(|mid| (mid, send.seq, send.at, send.writer));
        if let (Event::SendUnbound { .. }, Some((mid, ..))) = (event, &bound) {
            self.messages.remove(mid);
            if let Some(send) = self.sends.get_mut(&id) {
                send.mid = None;
                send.provisional = false;
                send.bound_at = None;
            }
            return;
        }
        if let Some((mid, seq, at, writer)) = bound {
            let who = match writer {
                Writer::Operator => Who::Operator,
                Writer::Autopilot => Who::Autopilot,
            };
            if self
                .messages
                .get(&mid)
                .is_none_or(|message| message.send.as_ref() != Some(&id))
            {
                self.add_message(&mid, at, true, who, Some(id));
                if let Some(message) = self.messages.get_mut(&mid) {
                    // Its place is where it was put into the outbox, not where its echo came.
                    message.seq = seq;
                }
            }
        }
    }
}

fn change_send(send: &mut Send, event: &Event) {
    match event {
        Event::SendAccepted { mid, .. } => {
            send.state = SendState::Accepted;
            send.mid = Some(mid.clone());
            send.provisional = false;
            settle(send);
        }
        Event::SendBound { mid, at, .. } => {
            send.mid = Some(mid.clone());
            send.bound_at = Some(*at);
            send.provisional = true;
        }
        Event::SendConfirmed { mid, .. } => {
            send.state = SendState::Confirmed;
            if mid.is_some() {
                send.mid.clone_from(mid);
            }
            send.provisional = false;
            settle(send);
        }
        Event::SendRequeued { why, due, .. } => {
            send.state = SendState::Queued;
            send.due = Some(*due);
            send.asking = false;
            send.cancelled = None;
            match why {
                Requeue::Retry => send.tries += 1,
                Requeue::Again => {
                    send.vouched = true;
                    send.tries = 0;
                    send.passed = false;
                }
                Requeue::Rest => send.follows = true,
                Requeue::NotSent | Requeue::Limit | Requeue::Account | Requeue::NotFound => {}
            }
        }
        Event::SendLost { due, .. } => {
            send.state = SendState::Unknown;
            send.losses += 1;
            send.lost = due.at - due.delay;
            send.due = Some(*due);
            send.looks = 0;
            send.last_look = None;
        }
        Event::SendLooked { look, due, .. } => {
            send.looks += 1;
            send.last_look = Some(*look);
            send.due = *due;
        }
        Event::SendAsked { look, .. } => {
            send.asking = true;
            send.due = None;
            send.last_look = Some(*look);
        }
        Event::SendPassed { .. } => send.passed = true,
        Event::SendFailed { .. } => {
            send.state = SendState::Failed;
            settle(send);
        }
        Event::SendCancelled { why, .. } => {
            send.state = SendState::Cancelled;
            send.cancelled = Some(*why);
            settle(send);
        }
        _ => {}
    }
}

/// Nothing is due for it any more.
fn settle(send: &mut Send) {
    send.due = None;
    send.asking = false;
    send.before = None;
}
