//! What the desk may fetch for a view: media, from the public internet or from the platform the account
//! lives on. A customer chooses the address behind an attachment, so it must not reach into this machine's
//! network, and a name must not resolve to one thing when checked and to another when fetched.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use url::{Host, Url};

/// Why something is not fetched.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum Denied {
    /// Not http or https, or no host.
    #[error("the address is not a web address")]
    NotWeb,
    /// The address leads into a private network.
    #[error("the address leads into a private network")]
    Private,
    /// The name does not resolve.
    #[error("the address has no host behind it")]
    NoHost,
    /// The answer is not a picture, sound or film.
    #[error("what is there is neither picture, sound nor film")]
    NotMedia,
}

/// Where the address may be fetched from: the addresses that were checked, to be used and no others.
pub(crate) async fn allowed(url: &Url, platform: &[Url]) -> Result<Vec<SocketAddr>, Denied> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Denied::NotWeb);
    }
    let port = url.port_or_known_default().ok_or(Denied::NotWeb)?;
    let own = platform.iter().any(|base| base.origin() == url.origin());
    let addresses: Vec<SocketAddr> = match url.host().ok_or(Denied::NotWeb)? {
        Host::Ipv4(ip) => vec![SocketAddr::from((ip, port))],
        Host::Ipv6(ip) => vec![SocketAddr::from((ip, port))],
        Host::Domain(name) => tokio::net::lookup_host((name, port))
            .await
            .map_err(|_| Denied::NoHost)?
            .collect(),
    };
    if addresses.is_empty() {
        return Err(Denied::NoHost);
    }
    if !own && addresses.iter().any(|address| !is_public(address.ip())) {
        return Err(Denied::Private);
    }
    Ok(addresses)
}

/// Whether an answer with this content type may be shown.
pub(crate) fn is_media(content_type: &str) -> bool {
    let kind = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let family = ["image/", "video/", "audio/"]
        .iter()
        .any(|family| kind.starts_with(family));
    // A picture that can carry scripts is a document.
    family && kind != "image/svg+xml"
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    let carrier_grade = a == 100 && (64..128).contains(&b);
    let benchmark = a == 198 && (18..20).contains(&b);
    let protocol = a == 192 && b == 0;
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_unspecified()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || carrier_grade
        || benchmark
        || protocol)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let unique_local = first & 0xfe00 == 0xfc00;
    let link_local = first & 0xffc0 == 0xfe80;
    let translated = first == 0x64 && second == 0xff9b;
    let documentation = first == 0x2001 && second == 0xdb8;
    !(ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        || unique_local
        || link_local
        || translated
        || documentation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn private_addresses_are_refused_in_every_spelling() {
        for address in [
            "http://127.0.0.1/x",
            "http://2130706433/x",
            "http://[::1]/x",
            "http://[::ffff:10.0.0.1]/x",
            "http://192.168.1.1/x",
            "http://169.254.169.254/latest/meta-data",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://localhost/",
        ] {
            let url = Url::parse(address).unwrap();
            assert_eq!(allowed(&url, &[]).await, Err(Denied::Private), "{address}");
        }
    }

    #[tokio::test]
    async fn the_accounts_own_platform_is_allowed_and_its_neighbour_port_is_not() {
        let platform = [Url::parse("http://127.0.0.1:4711/").unwrap()];
        let own = Url::parse("http://127.0.0.1:4711/cdn/1").unwrap();
        let neighbour = Url::parse("http://127.0.0.1:4712/cdn/1").unwrap();
        assert!(allowed(&own, &platform).await.is_ok());
        assert_eq!(allowed(&neighbour, &platform).await, Err(Denied::Private));
    }

    #[tokio::test]
    async fn other_schemes_are_refused() {
        let url = Url::parse("file:///etc/passwd").unwrap();
        assert_eq!(allowed(&url, &[]).await, Err(Denied::NotWeb));
    }

    #[test]
    fn only_pictures_sounds_and_films_are_media() {
        assert!(is_media("image/jpeg"));
        assert!(is_media("Audio/MP4; codecs=x"));
        assert!(!is_media("text/html"));
        assert!(!is_media("image/svg+xml"));
    }
}
