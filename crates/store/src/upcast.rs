//! Reading events that an older version wrote.
//!
//! Each version that changed an event's shape gets a step here that turns the JSON of the version before into
//! its own; a body walks the steps from its version to the present one. The samples under `tests/samples`
//! hold every kind of event of every version, and a test reads them all.

use crate::error::StoreError;
use desk::{AccountEvent, EVENT_VERSION, Event};
use serde::de::DeserializeOwned;

/// Reads a conversation's event.
pub(crate) fn event(version: u32, body: &str) -> Result<Event, StoreError> {
    read(version, body)
}

/// Reads an account's event.
pub(crate) fn account_event(version: u32, body: &str) -> Result<AccountEvent, StoreError> {
    read(version, body)
}

fn read<T: DeserializeOwned>(version: u32, body: &str) -> Result<T, StoreError> {
    if version == 0 || version > EVENT_VERSION {
        return Err(StoreError::malformed("event of an unknown version"));
    }
    // Version 1 is the first and the present one: no step yet.
    crate::sql::parse("event", body)
}
