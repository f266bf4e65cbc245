//! The sandbox over real HTTP: each surface, and each fault switch.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a test needs to set up may panic like the test itself"
)]

mod attachments;
mod connections;
mod control;
mod conversations;
mod conversations_faults;
mod deliveries;
mod delivery_faults;
mod events;
mod identity;
mod login;
mod model;
mod model_faults;
mod program;
mod receiver;
mod scripts;
mod send_faults;
mod sending;
mod stage;
mod state_file;
mod subscribing;
mod tokens;
