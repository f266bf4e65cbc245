//! Taking secrets out of text that Meta wrote.
//!
//! Meta's error messages sometimes quote the token they complain about. Such text is shown to the operator
//! and may be logged, so it is cleaned once, where it enters.

use secrecy::{ExposeSecret, SecretString};

const GONE: &str = "[removed]";

/// Prefixes of Meta's tokens, current and legacy.
const TOKEN_PREFIXES: [&str; 4] = ["IGAA", "IGQ", "EAA", "AQ"];

/// Shorter words are no tokens: `EAA` alone may be an abbreviation.
const TOKEN_MIN_BYTES: usize = 24;

/// Replaces the request's own secrets, and whatever else looks like a token.
pub(crate) fn redact(text: &str, secrets: &[&SecretString]) -> String {
    let mut clean = text.to_owned();
    for secret in secrets
        .iter()
        .map(|secret| secret.expose_secret())
        .filter(|secret| !secret.is_empty())
    {
        clean = clean.replace(secret, GONE);
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut result = String::with_capacity(clean.len());
    let mut rest = clean.as_str();
    while let Some(start) = rest.find(is_word) {
        let (before, from_word) = rest.split_at(start);
        let (word, after) = from_word.split_at(from_word.find(|c| !is_word(c)).unwrap_or(from_word.len()));
        result.push_str(before);
        result.push_str(if looks_like_token(word) { GONE } else { word });
        rest = after;
    }
    result.push_str(rest);
    result
}

fn looks_like_token(word: &str) -> bool {
    word.len() >= TOKEN_MIN_BYTES && TOKEN_PREFIXES.iter().any(|prefix| word.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_requests_own_secrets_and_foreign_tokens_are_removed() {
        let secret = SecretString::from("s3cret");
        let text = "Malformed access token IGAAexampleexampleexample: near s3cret, see EAA and äöü";
        assert_eq!(
            redact(text, &[&secret]),
            "Malformed access token [removed]: near [removed], see EAA and äöü"
        );
    }

    #[test]
    fn an_empty_secret_removes_nothing() {
        assert_eq!(redact("plain", &[&SecretString::from("")]), "plain");
    }
}
