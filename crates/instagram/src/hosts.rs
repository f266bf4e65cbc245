//! The one table of Meta's hosts and paths.
//!
//! Hosts and paths change under us (the authorize page moved in August 2026, contract 1.1), so they live
//! here alone, and each host can be overridden for a sandbox or a proxy.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

/// The Graph version asked for unless the caller chooses another (contract 10).
pub const DEFAULT_VERSION: &str = "v25.0";

/// Where each of Meta's surfaces lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hosts {
    /// The consent page, opened in the system browser (contract 1.1). A full address, path included.
    pub authorize: Url,
    /// The code exchange (contract 1.3). A full address, path included.
    pub token: Url,
    /// The base under which Instagram Login's Graph paths hang; also serves the token life cycle (1.4, 1.5).
    pub graph_instagram: Url,
    /// The base under which Facebook Login's Graph paths hang.
    pub graph_facebook: Url,
}

impl Hosts {
    /// Meta's own hosts.
    #[must_use]
    pub fn meta() -> Self {
        Self {
            authorize: fixed("https://www.instagram.com/oauth/authorize"),
            token: fixed("https://api.instagram.com/oauth/access_token"),
            graph_instagram: fixed("https://graph.instagram.com/"),
            graph_facebook: fixed("https://graph.facebook.com/"),
        }
    }

    /// Every surface under one origin, for a stand-in that serves all of Meta's paths side by side.
    #[must_use]
    pub fn at(base: &Url) -> Self {
        Self {
            authorize: under(base, &["oauth", "authorize"]),
            token: under(base, &["oauth", "access_token"]),
            graph_instagram: base.clone(),
            graph_facebook: base.clone(),
        }
    }

    /// All four addresses, for checks that concern each of them.
    pub(crate) fn each(&self) -> [&Url; 4] {
        [
            &self.authorize,
            &self.token,
            &self.graph_instagram,
            &self.graph_facebook,
        ]
    }

    /// `GET`: a short token becomes a long one (contract 1.4). The path carries no version.
    pub(crate) fn lengthen(&self) -> Url {
        under(&self.graph_instagram, &["access_token"])
    }

    /// `GET`: a long token is renewed (contract 1.5). The path carries no version.
    pub(crate) fn refresh(&self) -> Url {
        under(&self.graph_instagram, &["refresh_access_token"])
    }

    /// A versioned Graph path of one flavour.
    pub(crate) fn graph(&self, flavour: Flavour, version: &str, path: &[&str]) -> Url {
        let base = match flavour {
            Flavour::InstagramLogin => &self.graph_instagram,
        };
        let mut segments = vec![version];
        segments.extend(path);
        under(base, &segments)
    }
}

/// Which of Meta's two products a connection uses (contract, "flavour names").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flavour {
    /// Instagram API with Instagram Login: no Facebook Page, tokens start with `IGAA`.
    InstagramLogin,
}

/// What a token's prefix says about where it may be used (contract 1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `IGAA…`: Instagram Login; works on `graph.instagram.com` only.
    Instagram,
    /// `EAA…`: Facebook Login; works on `graph.facebook.com` only.
    Facebook,
    /// Neither prefix: something that is not a token.
    Other,
}

impl TokenKind {
    /// Reads the kind off a token's prefix.
    #[must_use]
    pub fn of(token: &SecretString) -> Self {
        let token = token.expose_secret();
        if token.starts_with("IGAA") {
            Self::Instagram
        } else if token.starts_with("EAA") {
            Self::Facebook
        } else {
            Self::Other
        }
    }
}

/// Appends path segments, percent-encoding each, whether or not the base ends in a slash.
fn under(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

#[expect(
    clippy::expect_used,
    reason = "the addresses are constants of this file, and a test parses them"
)]
fn fixed(address: &str) -> Url {
    Url::parse(address).expect("a constant address parses")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_metas_hosts() {
        let hosts = Hosts::meta();
        assert_eq!(
            hosts.lengthen().as_str(),
            "https://graph.instagram.com/access_token"
        );
        assert_eq!(
            hosts.refresh().as_str(),
            "https://graph.instagram.com/refresh_access_token"
        );
        let path = hosts.graph(Flavour::InstagramLogin, DEFAULT_VERSION, &["me", "messages"]);
        assert_eq!(path.as_str(), "https://graph.instagram.com/v25.0/me/messages");
    }

    #[test]
    fn a_sandbox_serves_every_surface_under_one_origin_even_below_a_path() {
        for base in ["http://127.0.0.1:4000/ig", "http://127.0.0.1:4000/ig/"] {
            let hosts = Hosts::at(&Url::parse(base).unwrap());
            assert_eq!(
                hosts.authorize.as_str(),
                "http://127.0.0.1:4000/ig/oauth/authorize"
            );
            assert_eq!(
                hosts.token.as_str(),
                "http://127.0.0.1:4000/ig/oauth/access_token"
            );
            assert_eq!(
                hosts.refresh().as_str(),
                "http://127.0.0.1:4000/ig/refresh_access_token"
            );
        }
    }

    #[test]
    fn an_id_cannot_leave_its_path_segment() {
        let url = Hosts::meta().graph(Flavour::InstagramLogin, "v25.0", &["6100/../me?x=1#y"]);
        assert_eq!(
            url.as_str(),
            "https://graph.instagram.com/v25.0/6100%2F..%2Fme%3Fx=1%23y"
        );
    }

    #[test]
    fn a_tokens_prefix_tells_its_host() {
        assert_eq!(TokenKind::of(&"IGAAexample".into()), TokenKind::Instagram);
        assert_eq!(TokenKind::of(&"EAAexample".into()), TokenKind::Facebook);
        assert_eq!(TokenKind::of(&"practice-1".into()), TokenKind::Other);
    }
}
