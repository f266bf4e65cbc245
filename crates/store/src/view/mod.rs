//! Views: tables that the journal gives again. Each file writes one table, or two that belong together, from
//! events and from the desk that the events led to.

pub(crate) mod account;
pub(crate) mod burst;
pub(crate) mod conversation;
pub(crate) mod decision;
pub(crate) mod link;
pub(crate) mod message;
pub(crate) mod owner_change;
pub(crate) mod parked;
pub(crate) mod reaction;
pub(crate) mod search;
pub(crate) mod send;
pub(crate) mod tally;
