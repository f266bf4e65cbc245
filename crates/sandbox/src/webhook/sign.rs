//! Signatures (contract 3.4, 1.6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// The values of `X-Hub-Signature-256` and the legacy `X-Hub-Signature` for these bytes.
pub(crate) fn headers(secret: &str, body: &[u8]) -> (String, String) {
    (
        format!("sha256={}", hex::encode(sha256(secret, body))),
        format!("sha1={}", hex::encode(sha1(secret, body))),
    )
}

/// `signed_request` of the deauthorize callback.
pub(crate) fn signed_request(secret: &str, payload: &str) -> String {
    let payload = URL_SAFE_NO_PAD.encode(payload);
    format!(
        "{}.{payload}",
        URL_SAFE_NO_PAD.encode(sha256(secret, payload.as_bytes()))
    )
}

fn sha256(secret: &str, body: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

fn sha1(secret: &str, body: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signatures_are_the_published_test_vectors() {
        // RFC 4231 case 2 and RFC 2202 case 2 share key and message.
        let (sha256, sha1) = headers("Jefe", b"what do ya want for nothing?");
        assert_eq!(
            sha256,
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(sha1, "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    }
}
