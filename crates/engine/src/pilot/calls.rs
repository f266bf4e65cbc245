//! What is under way in memory: model calls, so that they can be cancelled at once, and looks, so that none
//! is made twice. Losing all of it costs nothing but time: the rows say what is due.

use desk::{BurstId, ConversationId, SendId};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

#[derive(Default)]
pub(crate) struct Calls {
    running: Mutex<HashMap<BurstId, CancellationToken>>,
    looks: Mutex<HashSet<SendId>>,
    burst_looks: Mutex<HashSet<ConversationId>>,
}

impl Calls {
    /// A call begins; what cancels it.
    pub(crate) fn begin(&self, burst: &BurstId) -> CancellationToken {
        let token = CancellationToken::new();
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(older) = running.insert(burst.clone(), token.clone()) {
            older.cancel();
        }
        token
    }

    pub(crate) fn cancel(&self, burst: &BurstId) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = running.remove(burst) {
            token.cancel();
        }
    }

    /// A call ended; a newer one of the same burst stays.
    pub(crate) fn end(&self, burst: &BurstId, token: &CancellationToken) {
        if !token.is_cancelled() {
            self.running
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(burst);
        }
    }

    pub(crate) fn begin_look(&self, send: &SendId) -> bool {
        insert(&self.looks, send)
    }

    pub(crate) fn end_look(&self, send: &SendId) {
        self.looks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(send);
    }

    pub(crate) fn begin_burst_look(&self, id: &ConversationId) -> bool {
        insert(&self.burst_looks, id)
    }

    pub(crate) fn end_burst_look(&self, id: &ConversationId) {
        self.burst_looks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id);
    }

    /// The sends that are just being looked for.
    pub(crate) fn looks(&self) -> Vec<SendId> {
        all(&self.looks)
    }

    /// The conversations whose burst is just being looked for.
    pub(crate) fn burst_looks(&self) -> Vec<ConversationId> {
        all(&self.burst_looks)
    }
}

fn insert<T: Clone + Eq + Hash>(set: &Mutex<HashSet<T>>, item: &T) -> bool {
    set.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(item.clone())
}

fn all<T: Clone>(set: &Mutex<HashSet<T>>) -> Vec<T> {
    set.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
        .cloned()
        .collect()
}
