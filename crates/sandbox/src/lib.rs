//! An Instagram, a model and customers of our own, for practice and for tests, over real HTTP.
//!
//! The other side of Switchboard's conversations, written from the platform contract alone: the sign-in page, token hosts, Graph
//! API, attachment host and webhooks of Instagram Login; an OpenAI-compatible model; customers who write. A control API under
//! `/sandbox` plays the people (customer, operator's phone, developer at the dashboard), switches failures on, and tells the
//! ground truth. The README lists every endpoint, fault and script.
//!
//! Shape: one [`Sandbox`] is one loopback listener over one world. Everything that is true is in the world, behind one lock
//! that is never held across I/O; routes only translate between HTTP and it, and the courier carries what the world
//! wants delivered. Time comes from one [`Clock`], chance from one seed.
//!
//! It must never know another crate of the house: it is the second, independent reading of the contract. It must never bind
//! anything but 127.0.0.1, and it never talks to the real platform: its only outgoing calls go to callback URLs it was given.

mod client;
mod clock;
mod config;
mod control;
mod door;
mod error;
mod fault;
mod graph_error;
mod keep;
mod media;
mod model;
mod routes;
mod sandbox;
mod script;
mod settings;
mod shared;
mod switch;
mod webhook;
mod world;

pub use client::Control;
pub use clock::{Clock, SystemClock, TestClock};
pub use config::{
    ADA, BEN, Config, DEFAULT_ACCOUNT, DEFAULT_APP_ID, DEFAULT_APP_SECRET, PRACTICE_TOKEN_PREFIX,
    TOKEN_PREFIX,
};
pub use error::Error;
pub use fault::Fault;
pub use sandbox::{Hosts, Sandbox};
pub use settings::Settings;
pub use switch::Switch;
