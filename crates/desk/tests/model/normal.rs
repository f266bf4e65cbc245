//! One form for all states that no rule can tell apart.
//!
//! Positions and times are compared by the rules and never counted, so their ranks are enough; counters that
//! only have to differ are put back to the start; what no rule reads any more is forgotten. Without this,
//! two ways to the same situation would never meet, and the search would not end.

use crate::world::{Author, Item, START, World, moment};
use desk::{Answering, BurstState, Desk, Mid, Millis, OwnerReason, Send, SendId, SendState};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The basis of every conversation in this form; what is out of date has 0.
const BASIS: u64 = 1;

impl World {
    /// Puts the state into its form.
    pub(crate) fn normalise(&mut self) {
        let late = self.late;
        self.forget();
        let desk = Arc::make_mut(&mut self.desk);
        positions(desk);
        times(desk, late);
        bases(desk);
        for send in desk.sends.values_mut() {
            forget(send);
        }
        calls(desk, &mut self.call);
        let conversation = &mut desk.conversation;
        conversation.owner.since = START;
        conversation.moved_at = 0;
        conversation.first_at = conversation.first_at.map(|_| START);
        conversation.unread = conversation.unread.min(1);
        conversation.owner.reason = match conversation.owner.reason {
            reason if reason.answering() == Answering::Operator => reason,
            reason if reason.answering() == Answering::Nobody => OwnerReason::HandedOver,
            _ => OwnerReason::Fresh,
        };
    }

    /// Drops the sends and messages with which nothing can happen any more.
    fn forget(&mut self) {
        let desk = Arc::make_mut(&mut self.desk);
        let open = desk.burst.as_ref().map(|burst| &burst.id);
        let settled = |send: &Send| match send.state {
            SendState::Confirmed => send.mid.is_some(),
            // While its burst is open it may be drafted anew.
            SendState::Cancelled => send.burst.is_none() || send.burst.as_ref() != open,
            SendState::Failed => self.bounds.acts == 0,
            _ => false,
        };
        let busy = |id: &SendId| {
            self.wire.iter().any(|request| request.send == *id)
                || self.thread.iter().any(|item| {
                    let message = desk.messages.get(&item.mid());
                    let holder = message.and_then(|message| message.send.as_ref());
                    let taken_for = holder == Some(id);
                    // Equal words are counted against the sends that said them: one whose message was taken for
                    // another's still counts.
                    let taken_from = item.is(id) && holder.is_some_and(|holder| holder != id);
                    taken_from || (!item.told && (item.is(id) || taken_for))
                })
        };
        let gone: BTreeSet<SendId> = desk
            .sends
            .values()
            .filter(|send| settled(send) && !busy(&send.id))
            .map(|send| send.id.clone())
            .collect();
        let waits = |mid: &Mid| {
            desk.conversation
                .unanswered
                .iter()
                .chain(desk.sends.values().flat_map(|send| &send.answers))
                .any(|message| message.mid == *mid)
                || desk.burst.as_ref().is_some_and(|burst| burst.mids.contains(mid))
        };
        let keeps = |item: &Item| {
            let Some(message) = desk.messages.get(&item.mid()) else {
                return true;
            };
            let landed = self
                .wire
                .iter()
                .any(|request| request.landed == Some(item.number));
            if !item.told || landed {
                return true;
            }
            // A message goes with the send that it was taken for.
            match (&message.send, &item.author) {
                (Some(send), _) | (None, Author::Desk { send, .. }) => {
                    desk.sends.contains_key(send) && !gone.contains(send)
                }
                (None, Author::Customer) => waits(&item.mid()) || (self.bounds.changes > 0 && !item.unsent),
                (None, Author::Phone) => false,
            }
        };
        let (kept, dropped): (Vec<Item>, Vec<Item>) = self.thread.iter().cloned().partition(keeps);
        self.thread = kept;
        for item in dropped {
            desk.messages.remove(&item.mid());
        }
        for id in gone {
            if let Some(send) = desk.sends.remove(&id) {
                desk.content.remove(&send.content);
            }
        }
        self.past.forget(desk, self.call.as_ref().map(|(burst, _)| burst));
        let newest = desk.conversation.arrived;
        let mut seqs = desk
            .messages
            .values()
            .map(|message| message.seq)
            .chain(desk.sends.values().map(|send| send.seq));
        if !seqs.any(|seq| seq == newest) {
            // The operator has seen it, and nothing has come since.
            desk.conversation.arrived = 0;
        }
    }
}

/// Positions in the journal become ranks.
fn positions(desk: &mut Desk) {
    let mut used = BTreeSet::from([desk.conversation.arrived]);
    used.extend(desk.conversation.unanswered.iter().map(|message| message.seq));
    used.extend(desk.sends.values().map(|send| send.seq));
    let answered = desk.sends.values().flat_map(|send| &send.answers);
    used.extend(answered.map(|message| message.seq));
    used.extend(desk.messages.values().map(|message| message.seq));
    used.remove(&0);
    let ranks: BTreeMap<u64, u64> = used.into_iter().zip(1..).collect();
    let rank = |seq: &mut u64| *seq = ranks.get(seq).copied().unwrap_or(0);
    rank(&mut desk.conversation.arrived);
    desk.conversation
        .unanswered
        .iter_mut()
        .for_each(|message| rank(&mut message.seq));
    for send in desk.sends.values_mut() {
        rank(&mut send.seq);
        send.answers.iter_mut().for_each(|message| rank(&mut message.seq));
    }
    desk.messages
        .values_mut()
        .for_each(|message| rank(&mut message.seq));
    desk.seq = ranks.len() as u64;
}

/// The places of sends become ranks; a message's own time is one of the two moments there are.
fn times(desk: &mut Desk, late: bool) {
    let used: BTreeSet<Millis> = desk.sends.values().map(|send| send.at).collect();
    let ranks: BTreeMap<Millis, Millis> = used.into_iter().zip(1..).collect();
    for send in desk.sends.values_mut() {
        send.at = moment(false) + ranks.get(&send.at).copied().unwrap_or(0);
    }
    for message in desk.messages.values_mut() {
        message.at = START;
        message.exact = true;
    }
    // The next send's place is after the last one's, whatever was said between.
    let last = desk.sends.values().map(|send| send.at).max();
    desk.conversation.last_at = last.unwrap_or(START).max(moment(late) - 1);
}

fn bases(desk: &mut Desk) {
    let now = desk.conversation.basis;
    let form = |basis: &mut u64| *basis = if *basis == now { BASIS } else { 0 };
    if let Some(burst) = &mut desk.burst {
        match &mut burst.state {
            BurstState::Claimed { basis, .. } | BurstState::Drafted { basis, .. } => form(basis),
            BurstState::Open | BurstState::Looking => {}
        }
    }
    desk.sends.values_mut().for_each(|send| form(&mut send.basis));
    desk.conversation.basis = BASIS;
}

/// A settled send's counters are read by no rule.
fn forget(send: &mut Send) {
    if !send.is_unresolved() {
        send.released = 0;
        send.lost = 0;
        send.looks = 0;
        send.last_look = None;
    }
    if matches!(
        send.state,
        SendState::Accepted | SendState::Confirmed | SendState::Cancelled
    ) {
        // Whether it was ever released is kept: it says who was answered.
        send.attempts = send.attempts.min(1);
        send.tries = 0;
        send.losses = 0;
        send.basis = 0;
        send.silenced = false;
    }
}

/// A call's number only has to differ from the newer ones'.
fn calls(desk: &mut Desk, held: &mut Option<(desk::BurstId, u32)>) {
    let Some(burst) = &mut desk.burst else {
        if let Some((_, number)) = held {
            *number = 0;
        }
        return;
    };
    let current = match &mut burst.state {
        BurstState::Claimed { call, .. } => Some(std::mem::replace(call, 1)),
        BurstState::Open | BurstState::Looking | BurstState::Drafted { .. } => None,
    };
    burst.calls = u32::from(current.is_some());
    if let Some((id, number)) = held {
        *number = u32::from(*id == burst.id && Some(*number) == current);
    }
}
