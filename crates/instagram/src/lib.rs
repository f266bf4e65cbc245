//! Meta's wire contract: sign-in, Graph calls, webhook decoding, signatures and error classes.
//!
//! This crate turns what Instagram says into plain types, and what the desk wants into requests. It is
//! written from the Instagram contract (sections are cited as `contract 3.4`) and knows nobody in the house:
//! no storage, no settings, no clock. Hosts, version, time-outs and tokens are arguments.
//!
//! What shapes it:
//!
//! - **Nothing Meta sends may hurt.** A delivery is split without decoding ([`webhook::split`]), so one bad
//!   item costs that item only; every field may be missing, a number or a string ([`webhook::decode`]).
//! - **A send has four ends, not two** ([`graph::SendOutcome`]). There is no idempotency key, so "we do not
//!   know" is a value of its own, and the transport is set up so that "nothing was sent" can be trusted.
//! - **Errors are classified by number** ([`errors::RULES`]); their text comes in a language of Meta's choice.
//! - **Secrets stay secret.** Tokens, codes and app secrets are [`secrecy::SecretString`]; no error, `Debug`
//!   or log line of this crate carries one, and no URL with a token in it is ever kept.
//!
//! Each boundary has its own small error type, because their callers differ: the webhook listener, the
//! sign-in wizard and the outbox never handle each other's failures.

pub mod errors;
pub mod graph;
mod hosts;
mod lenient;
mod redact;
pub mod sign_in;
pub mod text;
mod transport;
pub mod webhook;

pub use errors::{Class, GraphError, Retry, Stops};
pub use graph::{
    Access, CallError, Client, Content, Doubt, Interruption, ListedMessage, Listing, MESSAGE_FIELDS, Me,
    Metered, Meters, Outgoing, Party, Profile, SendOutcome, SignInRefusal, Unreached,
};
pub use hosts::{DEFAULT_VERSION, Flavour, Hosts, TokenKind};
pub use sign_in::{
    App, AuthorizeRequest, CODE_LIFETIME_S, LongToken, Redirected, SCOPES, SHORT_TOKEN_LIFETIME_S,
    ShortToken, SignIn,
};
pub use text::{LIMIT_BYTES, parts};
pub use transport::{Timeouts, Transport, TransportError, is_private};
