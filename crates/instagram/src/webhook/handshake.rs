//! The GET by which Meta checks a callback address (contract 3.3).

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

/// Meta's challenges are short numbers; nothing longer is echoed.
const CHALLENGE_MAX_BYTES: usize = 256;

/// Why a handshake is refused. All of them are answered 403, without a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandshakeError {
    /// `hub.mode` is not `subscribe`.
    #[error("not a subscription handshake")]
    Mode,
    /// The verify token is missing or not ours.
    #[error("the verify token does not match")]
    Token,
    /// The challenge is missing, or has characters that are no challenge of Meta's.
    #[error("no usable challenge")]
    Challenge,
}

/// Checks the raw query string of a handshake. Answers the text to send back as it is, as `text/plain`, with
/// status 200 and nothing around it.
///
/// # Errors
///
/// [`HandshakeError`]; the caller answers 403.
pub fn handshake(query: &str, verify_token: &SecretString) -> Result<String, HandshakeError> {
    let parameter = |wanted: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    if parameter("hub.mode").as_deref() != Some("subscribe") {
        return Err(HandshakeError::Mode);
    }
    let given = parameter("hub.verify_token").unwrap_or_default();
    let expected = verify_token.expose_secret();
    let matches = bool::from(given.as_bytes().ct_eq(expected.as_bytes()));
    if expected.is_empty() || !matches {
        return Err(HandshakeError::Token);
    }
    parameter("hub.challenge")
        .filter(|challenge| is_harmless(challenge))
        .ok_or(HandshakeError::Challenge)
}

/// What is reflected must never be able to become markup in a browser.
fn is_harmless(challenge: &str) -> bool {
    (1..=CHALLENGE_MAX_BYTES).contains(&challenge.len())
        && challenge
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str) -> Result<String, HandshakeError> {
        handshake(query, &"my-token".into())
    }

    #[test]
    fn the_challenge_comes_back_verbatim() {
        let query = "hub.mode=subscribe&hub.challenge=0001158201444&hub.verify_token=my-token";
        assert_eq!(check(query).as_deref(), Ok("0001158201444"));
    }

    #[test]
    fn a_wrong_or_missing_token_is_refused() {
        let wrong = "hub.mode=subscribe&hub.challenge=1&hub.verify_token=my-tokem";
        assert_eq!(check(wrong), Err(HandshakeError::Token));
        assert_eq!(
            check("hub.mode=subscribe&hub.challenge=1"),
            Err(HandshakeError::Token)
        );
        let empty = handshake("hub.mode=subscribe&hub.challenge=1&hub.verify_token=", &"".into());
        assert_eq!(empty, Err(HandshakeError::Token));
    }

    #[test]
    fn another_mode_is_refused() {
        let query = "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=my-token";
        assert_eq!(check(query), Err(HandshakeError::Mode));
    }

    #[test]
    fn markup_is_never_reflected() {
        for challenge in ["%3Cscript%3E", "", "1%0A2", "a%20b"] {
            let query = format!("hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token=my-token");
            assert_eq!(check(&query), Err(HandshakeError::Challenge), "{challenge}");
        }
    }
}
