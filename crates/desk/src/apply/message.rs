//! How an event changes what was said.

use crate::event::{Elsewhere, Event};
use crate::ids::{Mid, SendId};
use crate::state::{Desk, MOST_UNANSWERED, Message, Unanswered, Who};
use crate::time::{Millis, SECOND};

impl Desk {
    pub(super) fn apply_message(&mut self, event: &Event) {
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
                self.keep_newest_unanswered();
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
                    self.retain_unanswered(|waiting| waiting.at > said_by);
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
                self.retain_unanswered(|waiting| waiting.mid != *mid);
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
            _ => {}
        }
    }

    /// Keeps what still waits, also with the sends that are to answer it.
    pub(super) fn retain_unanswered(&mut self, waits: impl Fn(&Unanswered) -> bool) {
        self.conversation.unanswered.retain(&waits);
        for send in self.sends.values_mut() {
            send.answers.retain(&waits);
        }
    }

    pub(super) fn keep_newest_unanswered(&mut self) {
        let waiting = &mut self.conversation.unanswered;
        let excess = waiting.len().saturating_sub(MOST_UNANSWERED);
        waiting.drain(..excess);
    }

    pub(super) fn add_message(&mut self, mid: &Mid, at: Millis, exact: bool, who: Who, send: Option<SendId>) {
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
}
