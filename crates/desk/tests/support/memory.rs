//! A store in memory that loads no more for a command than the real one promises to (see [`Desk`]'s fields).
//!
//! A rule that reads something the store would not have loaded decides differently here and in the product;
//! loading sparingly in the tests is what finds it.

use desk::{
    Account, Ask, Command, Content, ContentKey, ConversationId, Desk, Event, Message, Mid, Now, Refusal,
};
use desk::{Send, SendId, SendState, Timings, Turn, Who, Write, Writer, decide};
use std::collections::{BTreeMap, BTreeSet};

/// One conversation with everything that was ever stored about it.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    /// Everything, loaded. Its own `content` stays empty: what people wrote is kept beside it.
    pub(crate) whole: Desk,
    /// What people wrote; blank where it was taken back.
    pub(crate) content: BTreeMap<ContentKey, Content>,
    /// The journal: event `n` (from 0) stands at position `n + 1`.
    pub(crate) journal: Vec<Event>,
}

impl Memory {
    /// Nothing stored yet.
    pub(crate) fn new(account: Account, timings: Timings, id: ConversationId) -> Self {
        Self {
            whole: Desk::new(account, timings, id),
            content: BTreeMap::new(),
            journal: Vec::new(),
        }
    }

    /// What a decision about this command may read.
    pub(crate) fn load(&self, command: &Command) -> Desk {
        let held = self.whole.sends.values().filter(|send| is_live(send));
        let named: BTreeSet<Mid> = command
            .mids()
            .into_iter()
            .chain(held.filter_map(|send| send.mid.clone()))
            .collect();
        let mut desk = self.whole.clone();
        desk.messages = named
            .iter()
            .filter_map(|mid| Some((mid.clone(), self.message(mid)?)))
            .collect();
        desk.parked.retain(|mid, _| named.contains(mid));
        if !matches!(command.act, Ask::SamePerson { .. }) {
            desk.linked.clear();
        }
        let of_messages: BTreeSet<SendId> = desk
            .messages
            .values()
            .filter_map(|message| message.send.clone())
            .collect();
        let retried = command.retries().and_then(|id| self.whole.sends.get(id));
        let later: Vec<SendId> = retried.into_iter().flat_map(Send::later_parts).collect();
        let is_named =
            |id: &SendId| command.send() == Some(id) || later.contains(id) || of_messages.contains(id);
        desk.sends.retain(|id, send| is_live(send) || is_named(id));
        desk.content = desk
            .sends
            .values()
            .filter_map(|send| Some((send.content.clone(), self.content.get(&send.content)?.clone())))
            .collect();
        desk
    }

    /// A stored message by its `mid`, or one of our own by the id of its send, as the window names it.
    fn message(&self, name: &Mid) -> Option<Message> {
        if let Some(message) = self.whole.messages.get(name) {
            return Some(message.clone());
        }
        let send = self.whole.sends.get(&SendId(name.0.clone()))?;
        let proven = send.mid.as_ref().and_then(|mid| self.whole.messages.get(mid));
        Some(proven.cloned().unwrap_or_else(|| in_the_outbox(send)))
    }

    /// Decides and stores.
    pub(crate) fn commit(&mut self, command: &Command, now: Now) -> Result<Turn, Refusal> {
        let loaded = self.load(command);
        let turn = decide(loaded.clone(), command, now)?;
        assert_events_tell_all(loaded, &turn, command);
        for event in &turn.events {
            self.whole.apply(event);
        }
        self.assert_agrees_with(&turn.desk, command);
        self.journal.extend(turn.events.iter().cloned());
        for write in &turn.writes {
            self.keep(write);
        }
        Ok(turn)
    }

    /// What was decided on little must be what the events make of everything.
    fn assert_agrees_with(&self, decided: &Desk, command: &Command) {
        let whole = &self.whole;
        assert_eq!(whole.seq, decided.seq, "after {command:?}");
        assert_eq!(whole.conversation, decided.conversation, "after {command:?}");
        assert_eq!(whole.burst, decided.burst, "after {command:?}");
        for (id, send) in &decided.sends {
            assert_eq!(whole.sends.get(id), Some(send), "after {command:?}");
        }
        for (mid, message) in &decided.messages {
            if !whole.sends.contains_key(&SendId(mid.0.clone())) {
                assert_eq!(whole.messages.get(mid), Some(message), "after {command:?}");
            }
        }
        for (mid, waiting) in &decided.parked {
            assert_eq!(whole.parked.get(mid), Some(waiting), "after {command:?}");
        }
    }

    fn keep(&mut self, write: &Write) {
        match write {
            Write::Put(key, content) => {
                self.content.insert(key.clone(), content.clone());
            }
            Write::Retext(key, words) => {
                self.content.entry(key.clone()).or_default().text = Some(words.clone());
            }
            Write::RetextFrom(key, waiting) => {
                let words = self.content.remove(waiting).unwrap_or_default().text;
                self.content.entry(key.clone()).or_default().text = words;
            }
            Write::Blank(key) => {
                self.content.insert(key.clone(), Content::default());
            }
            Write::ClearDraft | Write::DraftBefore(_) => {}
        }
    }
}

/// Whether the store loads a send without being told: it is not final, or was proven without a `mid`.
fn is_live(send: &Send) -> bool {
    !send.state.is_final() || (send.state == SendState::Confirmed && send.mid.is_none())
}

/// One of our own messages that has no `mid` yet.
fn in_the_outbox(send: &Send) -> Message {
    Message {
        seq: send.seq,
        at: send.at,
        exact: true,
        who: match send.writer {
            Writer::Operator => Who::Operator,
            Writer::Autopilot => Who::Autopilot,
        },
        send: Some(send.id.clone()),
        unsent: false,
        edit: 0,
        reacted_at: None,
    }
}

/// Applying the events to a copy gives the desk that the decision handed back. Content is no event's matter.
fn assert_events_tell_all(mut copy: Desk, turn: &Turn, command: &Command) {
    for event in &turn.events {
        copy.apply(event);
    }
    let told = &turn.desk;
    assert_eq!(
        copy.conversation, told.conversation,
        "the events tell all: {command:?}"
    );
    assert_eq!(copy.burst, told.burst, "the events tell all: {command:?}");
    assert_eq!(copy.sends, told.sends, "the events tell all: {command:?}");
    assert_eq!(copy.messages, told.messages, "the events tell all: {command:?}");
    assert_eq!(copy.parked, told.parked, "the events tell all: {command:?}");
    copy.content.clone_from(&told.content);
    assert!(copy == *told, "the events tell all: {command:?}");
}
