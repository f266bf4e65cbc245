//! How an event changes the desk. Deterministic: it reads no clock, no settings and nothing outside the desk.

use crate::burst::{Burst, BurstState};
use crate::effects::{Kind, MovesRow, OnUnread, effects};
use crate::event::{Act, Elsewhere, Event, Requeue};
use crate::ids::{Mid, SendId};
use crate::send::{Before, Look, Send, SendState, Writer};
use crate::state::{Desk, MOST_UNANSWERED, Message, Unanswered, Who};
use crate::time::{Millis, SECOND};

impl Event {
    /// Its row in the table of effects.
    pub fn kind(&self) -> Kind {
        match self {
            Self::MessageReceived { form, .. } if form.is_unreadable() => Kind::Unreadable,
            Self::MessageReceived { .. } => Kind::Customer,
            Self::MessageEdited { .. } | Self::MessageUnsent { .. } => Kind::CustomerChange,
            Self::Reacted { .. } => Kind::Reaction,
            Self::AnsweredElsewhere {
                by: Elsewhere::Phone, ..
            } => Kind::Elsewhere,
            Self::AnsweredElsewhere {
                by: Elsewhere::OtherApp,
                ..
            } => Kind::OtherApp,
            Self::OperatorActed { .. } => Kind::Operator,
            _ => Kind::Quiet,
        }
    }
}

impl Desk {
    /// Applies the event at the next position of the journal.
    pub fn apply(&mut self, event: &Event) {
        self.seq += 1;
        self.apply_table(event);
        match event {
            Event::MessageReceived {
                mid, at, exact, form, ..
            } => {
                self.add_message(mid, *at, *exact, Who::Customer, None);
                let conversation = &mut self.conversation;
                conversation.arrived = self.seq;
                conversation.unanswered.push(Unanswered {
                    mid: mid.clone(),
                    seq: self.seq,
                    at: *at,
                    readable: !form.is_unreadable(),
                });
                let excess = conversation.unanswered.len().saturating_sub(MOST_UNANSWERED);
                conversation.unanswered.drain(..excess);
            }
            Event::AnsweredElsewhere {
                mid, at, exact, by, ..
            } => {
                let who = match by {
                    Elsewhere::Phone => Who::Phone,
                    Elsewhere::OtherApp => Who::OtherApp,
                };
                self.add_message(mid, *at, *exact, who, None);
                self.remember_before(mid);
                self.conversation.arrived = self.seq;
                if *by == Elsewhere::Phone {
                    self.silence_attempts();
                    // It answers what was said before it. A polled time stands for its whole second.
                    let said_by = if *exact { *at } else { *at + SECOND - 1 };
                    self.conversation
                        .unanswered
                        .retain(|waiting| waiting.at > said_by);
                }
            }
            Event::MessageTimed { mid, at } => {
                if let Some(message) = self.messages.get_mut(mid) {
                    message.at = *at;
                    message.exact = true;
                }
                self.conversation.last_at = self.conversation.last_at.max(*at);
            }
            Event::MessageEdited { mid, edit } => {
                if let Some(message) = self.messages.get_mut(mid) {
                    message.edit = *edit;
                }
            }
            Event::MessageUnsent { mid } => {
                if let Some(message) = self.messages.get_mut(mid) {
                    message.unsent = true;
                }
                self.conversation.unanswered.retain(|waiting| waiting.mid != *mid);
            }
            Event::Reacted { mid, at, .. } => {
                if let Some(message) = self.messages.get_mut(mid) {
                    message.reacted_at = Some(*at);
                }
            }
            Event::SeenByCustomer { upto, .. } => {
                self.conversation.seen_upto = self.conversation.seen_upto.max(*upto);
            }
            Event::ReferenceParked { mid, reference } => {
                let waiting = self.parked.entry(mid.clone()).or_default();
                waiting.retain(|older| !older.is_like(reference));
                waiting.push(reference.clone());
            }
            Event::ReadByOperator => self.conversation.unread = 0,
            Event::OwnerChanged { owner } => {
                if owner.reason == crate::owner::OwnerReason::HandedBack {
                    self.conversation.hand_backs += 1;
                }
                self.conversation.owner = *owner;
            }
            Event::Noted { .. } => self.conversation.exists = true,
            Event::OperatorActed { .. } => self.silence_attempts(),
            Event::BurstOpened { .. }
            | Event::BurstJoined { .. }
            | Event::BurstShrank { .. }
            | Event::BurstClaimed { .. }
            | Event::BurstReopened { .. }
            | Event::BurstHeld { .. }
            | Event::Drafted { .. }
            | Event::Decided { .. } => self.apply_burst(event),
            Event::SendEnqueued { .. } => self.apply_enqueued(event),
            Event::SendReleased {
                send,
                attempt,
                at,
                wall,
            } => self.apply_released(send, *attempt, *at, *wall),
            _ => self.apply_send(event),
        }
    }

    /// The columns of the table that are the same for every event of a kind.
    fn apply_table(&mut self, event: &Event) {
        let row = effects(event.kind());
        let time = match event {
            Event::MessageReceived { at, .. }
            | Event::AnsweredElsewhere { at, .. }
            | Event::Reacted { at, .. } => Some(*at),
            _ => None,
        };
        let conversation = &mut self.conversation;
        if row.new_basis {
            conversation.basis += 1;
        }
        match row.unread {
            OnUnread::Keeps => {}
            OnUnread::Adds => conversation.unread += 1,
            OnUnread::Clears => conversation.unread = 0,
        }
        if let (true, Some(at)) = (row.opens_window, time) {
            conversation.window_from = conversation.window_from.max(Some(at));
        }
        if let (MovesRow::Yes, Some(at)) = (row.moves_row, time) {
            conversation.moved_at = conversation.moved_at.max(at);
        }
    }

    fn add_message(&mut self, mid: &Mid, at: Millis, exact: bool, who: Who, send: Option<SendId>) {
        let message = Message {
            seq: self.seq,
            at,
            exact,
            who,
            send,
            unsent: false,
            edit: 0,
            reacted_at: None,
        };
        self.messages.insert(mid.clone(), message);
        // What waited for it is told by the events that follow.
        self.parked.remove(mid);
        let conversation = &mut self.conversation;
        conversation.exists = true;
        conversation.first_at = Some(conversation.first_at.map_or(at, |first| first.min(at)));
        conversation.last_at = conversation.last_at.max(at);
    }

    fn apply_burst(&mut self, event: &Event) {
        if let Event::BurstOpened {
            burst,
            mids,
            first,
            last,
            due,
            asks_human,
        } = event
        {
            self.burst = Some(Burst {
                id: burst.clone(),
                mids: mids.clone(),
                first: *first,
                last: *last,
                due: *due,
                state: BurstState::Open,
                cancelled_calls: 0,
                calls: 0,
                failures: 0,
                asks_human: *asks_human,
            });
            return;
        }
        if let Event::Decided { .. } = event {
            self.burst = None;
            return;
        }
        let Some(open) = self.burst.as_mut() else { return };
        match event {
            Event::BurstJoined {
                mid,
                last,
                due,
                asks_human,
                ..
            } => {
                void_answer(open);
                open.mids.extend(mid.clone());
                open.last = *last;
                open.due = *due;
                open.asks_human |= *asks_human;
            }
            Event::BurstShrank { mid, due, .. } => {
                void_answer(open);
                open.mids.retain(|other| other != mid);
                open.due = *due;
            }
            Event::BurstClaimed { call, basis, due, .. } => {
                open.state = BurstState::Claimed {
                    call: *call,
                    basis: *basis,
                };
                open.calls = *call;
                open.due = *due;
            }
            Event::BurstReopened { why, due, .. } => {
                open.state = BurstState::Open;
                open.due = *due;
                if *why == crate::event::Reopened::ModelFailed {
                    open.failures += 1;
                }
            }
            Event::BurstHeld { due, .. } => {
                open.state = BurstState::Looking;
                open.due = *due;
            }
            Event::Drafted { basis, call, .. } => {
                open.state = BurstState::Drafted {
                    basis: *basis,
                    call: call.clone(),
                };
            }
            _ => {}
        }
    }

    fn apply_enqueued(&mut self, event: &Event) {
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
                passed: false,
                asking: false,
            },
        );
        let conversation = &mut self.conversation;
        conversation.last_at = conversation.last_at.max(*at);
        if *writer == Writer::Operator {
            // The table's *on send*: the operator's row moves with the act, not with the wire.
            conversation.moved_at = conversation.moved_at.max(*at);
        }
    }

    fn apply_released(&mut self, id: &SendId, attempt: u32, at: Millis, wall: Millis) {
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
        let written = send.seq;
        self.conversation
            .unanswered
            .retain(|waiting| waiting.seq > written);
    }

    /// A foreign echo while an attempt is open may be its own, in other words: what it changes is kept until the
    /// answer tells.
    fn remember_before(&mut self, mid: &Mid) {
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
    fn silence_attempts(&mut self) {
        for send in self.sends.values_mut() {
            send.silenced |= send.is_unresolved() && send.is_autopilots();
        }
    }

    fn apply_send(&mut self, event: &Event) {
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

/// A running call or an unreleased draft is lost to newer text.
fn void_answer(burst: &mut Burst) {
    if burst.is_answering() {
        burst.cancelled_calls += 1;
    }
    if !matches!(burst.state, BurstState::Looking) {
        burst.state = BurstState::Open;
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
            match why {
                Requeue::Retry => send.tries += 1,
                Requeue::Again => {
                    send.vouched = true;
                    send.tries = 0;
                    send.passed = false;
                }
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
        Event::SendCancelled { .. } => {
            send.state = SendState::Cancelled;
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

/// Whether two looks in a row say that it is not there.
pub(crate) fn twice_not_found(before: Option<Look>, now: Look) -> bool {
    before == Some(Look::NotFound) && now == Look::NotFound
}

/// The reason an act gives its owner.
pub(crate) fn reason_of(act: Act) -> crate::owner::OwnerReason {
    use crate::owner::OwnerReason;
    match act {
        Act::Typed => OwnerReason::Typing,
        Act::TookOver => OwnerReason::TookOver,
        Act::Sent => OwnerReason::Sent,
        Act::Assigned => OwnerReason::Assigned,
    }
}
