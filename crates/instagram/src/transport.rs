//! How requests travel. Every setting of the HTTP client that a send's outcome rests on is made here.
//!
//! The outbox must be able to trust "nothing was sent": such a send goes back into the queue, while any other
//! failure is reconciled against Instagram first. `reqwest` reports a failed *connection* (name, TCP, TLS,
//! proxy tunnel) through `is_connect()`, and that answer is proof only when no earlier byte of the same
//! request can have left by another way. So sends travel on a client with
//!
//! - **no pooling**: each send opens its own connection. A kept connection may die while the request is on
//!   the wire, which looks the same from here whether Instagram read it or not;
//! - **no retries and HTTP/1.1 only**: the library would otherwise repeat requests that it believes were
//!   refused unread, and a failed second connection would hide a first attempt;
//! - **no redirects**: a redirected POST has already been read once, and the token must not travel to a host
//!   that is not in [`Hosts`].
//!
//! Reads may share connections; they follow no redirects either, for the token's sake.

use std::net::IpAddr;
use std::time::Duration;

use url::{Host, Url};

use crate::hosts::Hosts;

/// How long each kind of call may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Name, TCP and TLS together. Keep it below the others: only then does a connection that never comes
    /// up count as "not sent" rather than "unknown".
    pub connect: Duration,
    /// A read, from start to the last byte. Some Graph edges take 3–8 s (contract 7).
    pub read: Duration,
    /// A text send, from start to the last byte.
    pub send: Duration,
    /// A media send: Meta downloads the address before it answers, up to 75 s for a video (contract 4.2).
    pub send_media: Duration,
    /// The pause between reads of single messages; Meta allows two such calls a second (contract 6).
    pub between_details: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(30),
            send: Duration::from_secs(30),
            send_media: Duration::from_secs(90),
            between_details: Duration::from_millis(500),
        }
    }
}

/// Why no transport could be made for a set of hosts.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// A host outside this machine without TLS would show the token to everyone on the way.
    #[error("{0} must be reached over https")]
    PlainHttp(String),
    /// The HTTP client could not be built, for lack of TLS roots for instance.
    #[error("the HTTP client could not be built")]
    Client(#[from] reqwest::Error),
}

/// The HTTP clients for one connection's hosts. Cloning is cheap and shares them.
#[derive(Clone, Debug)]
pub struct Transport {
    pub(crate) reads: reqwest::Client,
    pub(crate) sends: reqwest::Client,
    pub(crate) timeouts: Timeouts,
}

impl Transport {
    /// Builds the clients. Plain http is allowed to loopback hosts only, and when every host is on loopback
    /// the system's proxies are left out, so that practice works behind a company proxy.
    ///
    /// # Errors
    ///
    /// [`TransportError::PlainHttp`] for a host outside this machine without TLS,
    /// [`TransportError::Client`] when the HTTP client cannot be built.
    pub fn for_hosts(hosts: &Hosts, timeouts: &Timeouts) -> Result<Self, TransportError> {
        if let Some(open) = hosts.each().into_iter().find(|url| !is_private(url)) {
            return Err(TransportError::PlainHttp(
                open.host_str().unwrap_or_default().to_owned(),
            ));
        }
        let here = hosts.each().into_iter().all(is_loopback);
        let base = || {
            let builder = reqwest::Client::builder()
                .user_agent(concat!("Switchboard/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(timeouts.connect)
                .redirect(reqwest::redirect::Policy::none())
                .referer(false);
            if here { builder.no_proxy() } else { builder }
        };
        Ok(Self {
            reads: base().build()?,
            sends: base()
                .http1_only()
                .pool_max_idle_per_host(0)
                .retry(reqwest::retry::never())
                .build()?,
            timeouts: timeouts.clone(),
        })
    }
}

/// Whether nobody on the way reads what travels to this address: https, or this machine itself.
#[must_use]
pub fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_refused_outside_this_machine() {
        let mut hosts = Hosts::meta();
        hosts.graph_instagram = Url::parse("http://graph.example.test/").unwrap();
        let refused = Transport::for_hosts(&hosts, &Timeouts::default()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "graph.example.test must be reached over https"
        );
    }

    #[test]
    fn metas_hosts_and_a_loopback_sandbox_are_accepted() {
        Transport::for_hosts(&Hosts::meta(), &Timeouts::default()).unwrap();
        for base in [
            "http://127.0.0.1:4000/",
            "http://localhost:4000/",
            "http://[::1]:4000/",
        ] {
            let hosts = Hosts::at(&Url::parse(base).unwrap());
            Transport::for_hosts(&hosts, &Timeouts::default()).unwrap();
        }
    }
}
