//! Calls over real HTTP, against a Meta of a few lines: each test says what it answers.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a test needs to set up may panic like the test itself"
)]

mod account;
mod conversation;
mod redaction;
mod send;
mod server;
mod sign_in;
mod wire;
