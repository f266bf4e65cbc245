//! The emulated model: what it was asked, what it says, and how that looks on the wire.
//!
//! It reasons over nothing but the request: the same messages and tools always give the same answer, so that practice is
//! repeatable and tests need no network and no key.

pub(crate) mod brain;
pub(crate) mod knowledge;
pub(crate) mod tools;
pub(crate) mod wire;
mod words;

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// Requests remembered.
const REMEMBERED: usize = 300;

/// One request to the model and what came of it.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Asked {
    pub(crate) seq: u64,
    pub(crate) at: i64,
    pub(crate) model: String,
    pub(crate) stream: bool,
    /// Every system and developer message, joined.
    pub(crate) system: String,
    pub(crate) messages: usize,
    pub(crate) last_user: String,
    pub(crate) tools: Vec<String>,
    /// `text`, `tool_call`, or the fault.
    pub(crate) outcome: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tool: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<String>,
}

/// The newest requests to the model, oldest first.
#[derive(Debug, Default)]
pub(crate) struct ModelLog(Mutex<(u64, VecDeque<Asked>)>);

impl ModelLog {
    fn with<R>(&self, act: impl FnOnce(&mut (u64, VecDeque<Asked>)) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn note(&self, mut asked: Asked) {
        self.with(|(last, entries)| {
            *last += 1;
            asked.seq = *last;
            entries.push_back(asked);
            if entries.len() > REMEMBERED {
                entries.pop_front();
            }
        });
    }

    pub(crate) fn list(&self, since: u64) -> Vec<Asked> {
        self.with(|(_, entries)| entries.iter().filter(|one| one.seq > since).cloned().collect())
    }

    pub(crate) fn clear(&self) {
        self.with(|(_, entries)| entries.clear());
    }
}
