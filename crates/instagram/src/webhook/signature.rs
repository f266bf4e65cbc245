//! Who sent a delivery (contract 3.4).
//!
//! The hash is taken over the bytes as they came. Meta escapes characters that no serialiser of ours would, so
//! parsing and writing again would change them.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

const PREFIX: &str = "sha256=";

/// Why a delivery is not taken. Nothing of it may be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no `X-Hub-Signature-256` header.
    #[error("the delivery is not signed")]
    Missing,
    /// The header is not `sha256=` and 64 hex digits.
    #[error("the signature cannot be read")]
    Malformed,
    /// It was made with another secret or for other bytes.
    #[error("the signature does not match")]
    Mismatch,
}

/// Checks the `X-Hub-Signature-256` header over the raw body, in constant time.
///
/// The secret is the Instagram app secret for Instagram Login, the Meta app secret for Facebook Login
/// (contract 0.2).
///
/// # Errors
///
/// [`SignatureError`]; the caller answers 401 or 403 and stores nothing.
pub fn verify_signature(
    secret: &SecretString,
    header: Option<&str>,
    body: &[u8],
) -> Result<(), SignatureError> {
    let header = header.ok_or(SignatureError::Missing)?;
    let digits = header
        .trim()
        .strip_prefix(PREFIX)
        .ok_or(SignatureError::Malformed)?;
    let mut given = [0_u8; 32];
    hex::decode_to_slice(digits, &mut given).map_err(|_not_hex| SignatureError::Malformed)?;
    let mac = keyed(secret).ok_or(SignatureError::Mismatch)?.chain_update(body);
    mac.verify_slice(&given)
        .map_err(|_differs| SignatureError::Mismatch)
}

/// The header value a delivery of these bytes carries: for checking a secret against a capture.
#[must_use]
pub fn sign(secret: &SecretString, body: &[u8]) -> String {
    let digest = keyed(secret).map(|mac| hex::encode(mac.chain_update(body).finalize().into_bytes()));
    format!("{PREFIX}{}", digest.unwrap_or_default())
}

/// HMAC takes keys of any length; an empty secret is refused, for its signatures anyone could make.
fn keyed(secret: &SecretString) -> Option<Hmac<Sha256>> {
    let key = secret.expose_secret().as_bytes();
    if key.is_empty() {
        None
    } else {
        Hmac::new_from_slice(key).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Meta's escapes, byte for byte: these bytes never survive parsing and writing again.
    const BODY: &[u8] =
        br#"{"object":"instagram","entry":[{"text":"gr\u00fc\u00df \u0040ada https:\/\/x.test"}]}"#;

    #[test]
    fn the_signature_of_the_raw_bytes_is_accepted() {
        let secret = SecretString::from("instagram-app-secret");
        assert_eq!(
            verify_signature(&secret, Some(&sign(&secret, BODY)), BODY),
            Ok(())
        );
    }

    #[test]
    fn a_known_answer_is_reproduced() {
        // RFC 4231, test case 2.
        let signed = sign(&"Jefe".into(), b"what do ya want for nothing?");
        assert_eq!(
            signed,
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn another_secret_or_a_changed_byte_is_refused() {
        let secret = SecretString::from("instagram-app-secret");
        let signed = sign(&secret, BODY);
        let other = SecretString::from("meta-app-secret");
        assert_eq!(
            verify_signature(&other, Some(&signed), BODY),
            Err(SignatureError::Mismatch)
        );
        let mut changed = BODY.to_vec();
        changed[0] = b' ';
        assert_eq!(
            verify_signature(&secret, Some(&signed), &changed),
            Err(SignatureError::Mismatch)
        );
    }

    #[test]
    fn a_missing_or_malformed_header_is_refused() {
        let secret = SecretString::from("instagram-app-secret");
        assert_eq!(
            verify_signature(&secret, None, BODY),
            Err(SignatureError::Missing)
        );
        for header in [
            "",
            "sha256=",
            "sha256=zz",
            "sha1=aa",
            "sha256=äöü",
            &sign(&secret, BODY)[..70],
        ] {
            let refused = verify_signature(&secret, Some(header), BODY);
            assert_eq!(refused, Err(SignatureError::Malformed), "{header}");
        }
    }

    #[test]
    fn an_empty_secret_verifies_nothing() {
        let empty = SecretString::from("");
        assert!(verify_signature(&empty, Some(&sign(&empty, BODY)), BODY).is_err());
    }
}
