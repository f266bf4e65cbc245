//! The store as the engine uses it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod erasing;
mod ground;
mod one_person;
mod rebuilding;
mod writing;
