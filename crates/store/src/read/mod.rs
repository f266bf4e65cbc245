//! Read models: what hosts show and workers take up. Each reads its own tables over the read-only pool.

pub(crate) mod account;
pub(crate) mod conversation;
pub(crate) mod decision;
pub(crate) mod health;
pub(crate) mod item;
pub(crate) mod list;
mod message;
pub(crate) mod outbox;
pub(crate) mod search;
pub(crate) mod unfinished;
pub(crate) mod work;
