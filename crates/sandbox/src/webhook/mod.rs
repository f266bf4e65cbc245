//! Webhooks: what happened, in the platform's bytes, delivered at least once (contract 3).
//!
//! The world posts [`Event`]s. Posting decides who wants them and what the switched-on faults make of them; the result is a queue
//! of [`Delivery`]s inside the state, so that an undelivered one survives a restart. The courier carries the queue out.

pub(crate) mod bytes;
pub(crate) mod courier;
pub(crate) mod event;
pub(crate) mod post;
pub(crate) mod queue;
pub(crate) mod sign;

pub(crate) use event::{Event, Pair};
pub(crate) use queue::Outgoing;
