//! Rows that cannot be computed from the journal. One file for each table: its type, its statements, its reads.

pub(crate) mod app;
pub(crate) mod autopilot;
pub(crate) mod connection;
pub(crate) mod content;
pub(crate) mod count;
pub(crate) mod cursor;
pub(crate) mod draft;
pub(crate) mod profile;
pub(crate) mod raw;
pub(crate) mod secret;
pub(crate) mod setting;
