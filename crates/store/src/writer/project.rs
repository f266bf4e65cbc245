//! From events to changes of the views, gathered over a batch and saved together.
//!
//! The same gathering serves the rebuild: what an event does to a view depends on the event, its place, and
//! the desk it led to, and on nothing else.

use super::cache::Cached;
use crate::journal::Stored;
use crate::view::message::{Added, Change};
use crate::view::send::Remark;
use crate::view::{conversation, decision, owner_change, search, tally};
use desk::{
    AccountId, Cancel, ConversationId, Desk, Elsewhere, Event, Mid, Millis, Reference, Send, SendId, Who,
    Write, Writer,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A change of what waits for messages.
pub(crate) enum Parking {
    Add {
        seq: u64,
        conversation: String,
        mid: Mid,
        reference: Reference,
    },
    Remove(Mid),
}

/// What a batch changes, by table.
#[derive(Default)]
pub(crate) struct Changes {
    pub(crate) journal: Vec<Stored>,
    pub(crate) content: Vec<(ConversationId, Write)>,
    pub(crate) messages: Vec<Change>,
    pub(crate) parked: Vec<Parking>,
    pub(crate) reactions: Vec<(Mid, Millis, Option<String>)>,
    pub(crate) owners: Vec<owner_change::Added>,
    pub(crate) links: Vec<(ConversationId, ConversationId)>,
    pub(crate) decisions: Vec<decision::Added>,
    pub(crate) search: search::Changes,
    pub(crate) remarks: HashMap<SendId, Remark>,
    pub(crate) sends: BTreeMap<SendId, (ConversationId, Send)>,
    pub(crate) bursts: BTreeSet<ConversationId>,
    pub(crate) conversations: BTreeSet<ConversationId>,
    pub(crate) accounts: BTreeSet<AccountId>,
    pub(crate) tallies: BTreeMap<AccountId, tally::Change>,
    /// Messages that are new to somebody without a profile.
    pub(crate) met: BTreeSet<ConversationId>,
    /// The autopilot's sends that were taken back before they left: nobody reads their words, which may repeat a
    /// customer's.
    pub(crate) unspoken: Vec<(ConversationId, SendId)>,
    /// Messages taken back: their bytes must leave the raw records and the files.
    pub(crate) unsent: Vec<Mid>,
}

impl Changes {
    /// Applies one event to a conversation and gathers what it changes. `at` and `meta` are the times of its
    /// storing, on the wall and Meta's.
    pub(crate) fn event(&mut self, cached: &mut Cached, at: Millis, meta: Millis, event: &Event) {
        let id = cached.desk.conversation.id.clone();
        let before = cached.desk.conversation.owner;
        cached.desk.apply(event);
        let seq = cached.desk.seq;
        self.conversations.insert(id.clone());
        self.shown(cached, event);
        if let Event::OwnerChanged { owner } = event
            // The same owner with more time is no change.
            && (owner.reason, owner.since) != (before.reason, before.since)
        {
            self.owners.push(owner_change::Added {
                seq,
                conversation: id.to_string(),
                at: meta.max(cached.desk.conversation.last_at),
                reason: owner.reason,
            });
        }
        self.message(&id, cached, seq, event);
        self.beside(&id, seq, at, event);
        if let Some((send, remark)) = Remark::of(event) {
            self.remarks.insert(send.clone(), remark);
        }
        if is_of_burst(event) {
            self.bursts.insert(id.clone());
        }
        if is_of_send(event)
            || matches!(
                event,
                Event::OperatorActed { .. } | Event::AnsweredElsewhere { .. } | Event::MessageUnsent { .. }
            )
        {
            // A human's act may silence sends that are on the wire, and what is said elsewhere or taken back is no
            // longer theirs to answer: every send the rules hold is saved.
            for send in cached.desk.sends.values() {
                self.sends.insert(send.id.clone(), (id.clone(), send.clone()));
            }
        }
    }

    /// After a conversation's events: its standing is counted.
    pub(crate) fn settle(&mut self, cached: &mut Cached) {
        let standing = conversation::standing(&cached.desk, &cached.shown);
        let account = cached.desk.conversation.id.account.clone();
        self.tallies
            .entry(account)
            .or_default()
            .moved(cached.standing, standing);
        cached.standing = standing;
    }

    fn shown(&mut self, cached: &mut Cached, event: &Event) {
        let shown = &mut cached.shown;
        match event {
            Event::MessageReceived { .. } | Event::AnsweredElsewhere { .. } | Event::SendEnqueued { .. } => {
                shown.messages += 1;
            }
            Event::SendCancelled { send, why } if hides(&cached.desk, send, *why) => {
                shown.messages = shown.messages.saturating_sub(1);
            }
            Event::SeenByCustomer { at, .. } => shown.seen_at = shown.seen_at.max(Some(*at)),
            Event::SendFailed { .. } => shown.failed = true,
            Event::OperatorActed { .. } | Event::ReadByOperator | Event::SendRequeued { .. } => {
                shown.failed = false;
            }
            _ => {}
        }
    }

    fn message(&mut self, id: &ConversationId, cached: &Cached, seq: u64, event: &Event) {
        if let Some(added) = added(id, seq, event) {
            self.messages.push(Change::Add(Box::new(added)));
        }
        match event {
            Event::MessageReceived { mid, .. } => {
                self.parked.push(Parking::Remove(mid.clone()));
                self.met.insert(id.clone());
            }
            Event::AnsweredElsewhere { mid, .. } => self.parked.push(Parking::Remove(mid.clone())),
            Event::MessageTimed { mid, at } => self.messages.push(Change::Time(mid.clone(), *at)),
            Event::MessageEdited { mid, edit } => self.messages.push(Change::Edit(mid.clone(), *edit)),
            Event::MessageUnsent { mid } => {
                self.messages.push(Change::Unsend(mid.clone()));
                self.unsent.push(mid.clone());
            }
            Event::SendBound { send, mid, .. }
            | Event::SendAccepted { send, mid }
            | Event::SendConfirmed {
                send, mid: Some(mid), ..
            } => {
                self.messages.push(Change::Bind(send.clone(), mid.clone()));
                self.parked.push(Parking::Remove(mid.clone()));
            }
            Event::SendUnbound { send } => self.messages.push(Change::Unbind(send.clone())),
            Event::SendCancelled { send, why } if hides(&cached.desk, send, *why) => {
                self.messages.push(Change::Hide(send.clone()));
                if cached.desk.sends.get(send).is_some_and(Send::is_autopilots) {
                    self.unspoken.push((id.clone(), send.clone()));
                }
            }
            _ => {}
        }
    }

    fn beside(&mut self, id: &ConversationId, seq: u64, at: Millis, event: &Event) {
        match event {
            Event::Reacted { mid, at, emoji } => {
                self.messages.push(Change::React(mid.clone(), *at));
                self.reactions.push((mid.clone(), *at, emoji.clone()));
            }
            Event::ReferenceParked { mid, reference } => {
                if *reference == Reference::Unsend {
                    // A message that could not be read is unknown here and still holds its words.
                    self.unsent.push(mid.clone());
                }
                self.parked.push(Parking::Add {
                    seq,
                    conversation: id.to_string(),
                    mid: mid.clone(),
                    reference: reference.clone(),
                });
            }
            Event::ContactLinked { with, .. } => self.links.push((id.clone(), with.clone())),
            Event::Decided { decision } => self.decisions.push(decision::Added {
                conversation: id.clone(),
                seq,
                at,
                decision: decision.clone(),
            }),
            _ => {}
        }
    }

    /// Whether bytes were taken back that must leave the files.
    pub(crate) fn blanks(&self) -> bool {
        let blanks =
            |(_, write): &(ConversationId, Write)| matches!(write, Write::Blank(_) | Write::RetextFrom(..));
        !self.unsent.is_empty() || self.content.iter().any(blanks)
    }
}

/// The row of a message that this event adds.
fn added(id: &ConversationId, seq: u64, event: &Event) -> Option<Added> {
    let (mid, send, at, exact, who, form, reply_to) = match event {
        Event::MessageReceived {
            mid,
            at,
            exact,
            form,
            reply_to,
            ..
        } => (
            Some(mid),
            None,
            at,
            *exact,
            Who::Customer,
            Some(*form),
            reply_to.clone(),
        ),
        Event::AnsweredElsewhere {
            mid,
            at,
            exact,
            by,
            reply_to,
            ..
        } => {
            let who = match by {
                Elsewhere::Phone => Who::Phone,
                Elsewhere::OtherApp => Who::OtherApp,
            };
            (Some(mid), None, at, *exact, who, None, reply_to.clone())
        }
        Event::SendEnqueued { send, writer, at, .. } => {
            let who = match writer {
                Writer::Operator => Who::Operator,
                Writer::Autopilot => Who::Autopilot,
            };
            (None, Some(send), at, true, who, None, None)
        }
        _ => return None,
    };
    Some(Added {
        seq,
        conversation: id.to_string(),
        mid: mid.cloned(),
        send: send.cloned(),
        at: *at,
        exact,
        who,
        form,
        reply_to,
    })
}

/// Whether a cancelled send is not shown: it never left, and somebody wanted it so.
fn hides(desk: &Desk, send: &SendId, why: Cancel) -> bool {
    let never_left = desk.sends.get(send).is_none_or(|send| send.attempts == 0);
    never_left
        && matches!(
            why,
            Cancel::Undone | Cancel::Human | Cancel::Outdated | Cancel::SwitchedOff
        )
}

fn is_of_burst(event: &Event) -> bool {
    matches!(
        event,
        Event::BurstOpened { .. }
            | Event::BurstJoined { .. }
            | Event::BurstShrank { .. }
            | Event::BurstClaimed { .. }
            | Event::BurstReopened { .. }
            | Event::BurstHeld { .. }
            | Event::Drafted { .. }
            | Event::Decided { .. }
    )
}

fn is_of_send(event: &Event) -> bool {
    matches!(
        event,
        Event::SendEnqueued { .. }
            | Event::SendReleased { .. }
            | Event::SendAccepted { .. }
            | Event::SendBound { .. }
            | Event::SendUnbound { .. }
            | Event::SendConfirmed { .. }
            | Event::SendRequeued { .. }
            | Event::SendLost { .. }
            | Event::SendLooked { .. }
            | Event::SendAsked { .. }
            | Event::SendPassed { .. }
            | Event::SendFailed { .. }
            | Event::SendCancelled { .. }
    )
}
