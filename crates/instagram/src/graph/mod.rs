//! Calls to the Graph API of a connected account.
//!
//! A [`Client`] knows where to call, not whom for: the token comes with each call, so one client serves a
//! connection through every renewal. Each answer brings its [`Meters`], whether it succeeded or not, because
//! the rate headers of a refusal matter most.
//!
//! Reads end in a [`CallError`] when they fail and may simply be repeated. A send ends in a [`SendOutcome`],
//! which never hides that its effect is unknown.

mod account;
mod call;
mod conversation;
mod listed;
mod meters;
mod send;

use std::fmt;

use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};

use crate::hosts::{Flavour, Hosts};
use crate::transport::Transport;

pub(crate) use account::unwrapped;
pub use account::{MESSAGE_FIELDS, Me, Profile, picture_expires_ms};
pub(crate) use call::read;
pub use call::{CallError, Interruption, SignInRefusal, Unreached};
pub use conversation::Listing;
pub(crate) use listed::party as listed_party;
pub use listed::{ListedAttachment, ListedMessage, Party};
pub use meters::{BusinessUsage, Metered, Meters, Usage};
pub use send::{Content, Doubt, Outgoing, SendOutcome};

/// Whom a call is made for.
#[derive(Clone, Debug)]
pub struct Access {
    /// The professional account's id (`user_id` of [`Me`], contract 2.1).
    pub account: String,
    /// Its long-lived token.
    pub token: SecretString,
}

/// The Graph API at one set of hosts. Cloning is cheap.
#[derive(Clone)]
pub struct Client {
    flavour: Flavour,
    hosts: Hosts,
    version: String,
    transport: Transport,
}

impl Client {
    /// A client for one flavour of connection. `version` is a Graph version such as
    /// [`DEFAULT_VERSION`](crate::DEFAULT_VERSION); `transport` must be made for the same hosts.
    #[must_use]
    pub fn new(flavour: Flavour, hosts: Hosts, version: impl Into<String>, transport: Transport) -> Self {
        Self {
            flavour,
            hosts,
            version: version.into(),
            transport,
        }
    }

    /// A read at a versioned path. The token travels in a header, so that no address contains it.
    fn reading(&self, method: Method, token: &SecretString, path: &[&str]) -> RequestBuilder {
        let url = self.hosts.graph(self.flavour, &self.version, path);
        self.transport
            .reads
            .request(method, url)
            .timeout(self.transport.timeouts.read)
            .bearer_auth(token.expose_secret())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Client")
            .field("flavour", &self.flavour)
            .field("hosts", &self.hosts)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
