//! The conversations that were written lately, as the rules read them. A cache of the views, never more: it is
//! emptied whenever the database fails.

use crate::view::conversation::{Shown, Standing};
use crate::view::send::is_live;
use desk::{ConversationId, Desk};
use std::collections::HashMap;

/// How many conversations are kept.
const MOST: usize = 20_000;

/// A conversation between two commands.
#[derive(Clone, Debug)]
pub(crate) struct Cached {
    /// Without messages and references: those are loaded for each command.
    pub(crate) desk: Desk,
    pub(crate) shown: Shown,
    /// As it was last counted.
    pub(crate) standing: Standing,
    used: u64,
}

impl Cached {
    pub(crate) fn new(desk: Desk, shown: Shown, standing: Standing) -> Self {
        Self {
            desk,
            shown,
            standing,
            used: 0,
        }
    }
}

/// The cache.
#[derive(Default)]
pub(crate) struct Cache {
    known: HashMap<ConversationId, Cached>,
    clock: u64,
}

impl Cache {
    pub(crate) fn get(&mut self, id: &ConversationId) -> Option<&mut Cached> {
        self.clock += 1;
        let cached = self.known.get_mut(id)?;
        cached.used = self.clock;
        Some(cached)
    }

    /// Takes a conversation out, for a command; whoever does must put it back.
    pub(crate) fn take(&mut self, id: &ConversationId) -> Option<Cached> {
        self.known.remove(id)
    }

    pub(crate) fn has(&self, id: &ConversationId) -> bool {
        self.known.contains_key(id)
    }

    pub(crate) fn put(&mut self, mut cached: Cached) {
        self.clock += 1;
        cached.used = self.clock;
        cached.desk.messages.clear();
        cached.desk.parked.clear();
        cached.desk.linked.clear();
        cached.desk.sends.retain(|_, send| is_live(send));
        let live: Vec<_> = cached
            .desk
            .sends
            .values()
            .map(|send| send.content.clone())
            .collect();
        cached.desk.content.retain(|key, _| live.contains(key));
        self.known.insert(cached.desk.conversation.id.clone(), cached);
    }

    /// Puts back a conversation in the middle of a replay, final sends included: the journal may name them again.
    pub(crate) fn keep_all(&mut self, mut cached: Cached) {
        self.clock += 1;
        cached.used = self.clock;
        self.known.insert(cached.desk.conversation.id.clone(), cached);
    }

    /// Makes room between batches: the half that was used last stays.
    pub(crate) fn trim(&mut self) {
        if self.known.len() <= MOST {
            return;
        }
        let mut used: Vec<u64> = self.known.values().map(|cached| cached.used).collect();
        used.sort_unstable();
        let middle = used.get(used.len() / 2).copied().unwrap_or_default();
        self.known.retain(|_, cached| cached.used > middle);
    }

    pub(crate) fn clear(&mut self) {
        self.known.clear();
    }
}
