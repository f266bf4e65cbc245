//! Replies: what the model is told, what it may do, and what of its answer may reach a customer.
//!
//! One call for a burst, to any server that speaks OpenAI's chat completions. The owner's words are
//! instructions; the customer's words are data, in messages of their own role, and never become part of the
//! instructions. What comes back is an answer, a hand-over to a human, or a failure with its reason: nothing
//! else. Whether an answer may leave is not decided here but at its release.
//!
//! It must never: retry (the desk counts tries), keep a key anywhere but in the header of the call, or write
//! what a customer or the model said into the log.

mod budget;
mod client;
mod engine;
mod guard;
mod profile;
mod prompt;

pub use engine::{Reply, Tried, answer, try_out};
pub use profile::Profile;
pub use prompt::{Contact, Conversation, Turn};
