//! Signing an account in through Instagram Login (contract 1.1–1.5).
//!
//! The story: [`AuthorizeRequest::url`] is opened in the system browser, for pop-ups and embedded views fail.
//! Meta redirects to the registered address, where [`Redirected::read`] takes the answer, or a person pastes
//! it. [`SignIn::exchange`] turns the code, which works once, into a token good for an hour, and
//! [`SignIn::lengthen`] makes that last about sixty days. Who the account is comes from
//! [`Client::me`](crate::graph::Client::me) alone, never from the exchange.
//!
//! Nothing here keeps or repeats anything: a code whose exchange got lost is spent.

mod authorize;
mod redirected;
mod tokens;

pub use authorize::{AuthorizeRequest, SCOPES};
pub use redirected::Redirected;
pub use tokens::{App, CODE_LIFETIME_S, LongToken, SHORT_TOKEN_LIFETIME_S, ShortToken, SignIn};
