//! A stage for flows: a real hub and an emulated Instagram, over real HTTP, with delays in milliseconds.
//!
//! A flow acts as somebody (a customer, the operator, the phone, Meta's dashboard) and then waits, without sleeping,
//! until the API shows what must follow. What counts in the end is what the emulated Instagram holds: a flow that
//! sends something asks there how often it was said.

mod feed;
mod inbox;
mod process;
mod shape;
mod stage;
mod truth;
mod wire;
mod wizard;

pub use feed::Feed;
pub use process::{Process, Start, hub_program};
pub use shape::{any, flag, key_and_state, list, number, of_kind, said_by, sends_of, state_is, text};
pub use stage::{Setup, Stage, TOKEN};
pub use wire::{Item, body, entry, now};

/// The account that the emulated Instagram starts with.
pub const ACCOUNT: &str = sandbox::DEFAULT_ACCOUNT;
/// The app that the emulated Instagram starts with.
pub const APP: &str = sandbox::DEFAULT_APP_ID;

/// Why a flow cannot go on.
pub type Broken = Box<dyn std::error::Error + Send + Sync>;
/// A flow.
pub type Flow = Result<(), Broken>;
