//! How an event changes the desk. Deterministic: it reads no clock, no settings and nothing outside the desk.

mod burst;
mod message;
mod send;

use crate::effects::{Kind, MovesRow, OnUnread, effects};
use crate::event::{Act, Elsewhere, Event};
use crate::owner::OwnerReason;
use crate::send::Look;
use crate::state::Desk;

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
            Event::MessageReceived { .. }
            | Event::AnsweredElsewhere { .. }
            | Event::MessageTimed { .. }
            | Event::MessageEdited { .. }
            | Event::MessageUnsent { .. }
            | Event::Reacted { .. }
            | Event::SeenByCustomer { .. }
            | Event::ReferenceParked { .. } => self.apply_message(event),
            Event::ReadByOperator => self.conversation.unread = 0,
            Event::OwnerChanged { owner } => {
                if owner.reason == OwnerReason::HandedBack {
                    self.conversation.hand_backs += 1;
                }
                self.conversation.owner = *owner;
            }
            Event::ContactLinked { with, .. } => {
                self.linked.insert(with.clone());
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
}

/// Whether two looks in a row say that it is not there.
pub(crate) fn twice_not_found(before: Option<Look>, now: Look) -> bool {
    before == Some(Look::NotFound) && now == Look::NotFound
}

/// The reason an act gives its owner.
pub(crate) fn reason_of(act: Act) -> OwnerReason {
    match act {
        Act::Typed => OwnerReason::Typing,
        Act::TookOver => OwnerReason::TookOver,
        Act::Sent => OwnerReason::Sent,
        Act::Assigned => OwnerReason::Assigned,
    }
}
