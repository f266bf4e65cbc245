//! Deliveries as Meta makes them (contract 11.2): compact JSON with everything outside ASCII and every slash
//! escaped, signed over those bytes, one item in most and a few in some.

use crate::people::{ACCOUNT, APP, SECRET, contact, mid};
use crate::vocabulary::Vocabulary;
use hmac::{Hmac, KeyInit, Mac};
use instagram::webhook;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// How many people write.
pub(crate) const CONTACTS: usize = 10_000;

/// Makes deliveries, none of which says anything twice.
pub(crate) struct Maker {
    random: StdRng,
    vocabulary: Vocabulary,
    items: u64,
}

impl Maker {
    /// One that says the same in every run, but for the times.
    pub(crate) fn new() -> Self {
        Self {
            random: StdRng::seed_from_u64(1),
            vocabulary: Vocabulary::new(),
            items: 0,
        }
    }

    /// How many items were made.
    pub(crate) fn items(&self) -> u64 {
        self.items
    }

    /// So many requests, ready to be sent.
    pub(crate) fn requests(&mut self, count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|_| self.request()).collect()
    }

    fn request(&mut self) -> Vec<u8> {
        let items = if self.random.random_ratio(1, 30) { 3 } else { 1 };
        let now = now_ms();
        let mut body =
            format!(r#"{{"object":"instagram","entry":[{{"time":{now},"id":"{ACCOUNT}","messaging":["#);
        for item in 0..items {
            if item > 0 {
                body.push(',');
            }
            let who = self.random.random_range(0..CONTACTS);
            self.item(&mut body, who, now);
        }
        body.push_str("]}]}");
        signed(&body)
    }

    fn item(&mut self, body: &mut String, who: usize, now: u128) {
        self.items += 1;
        let (sender, mid) = (contact(who), mid(who, self.items));
        let head = format!(
            r#"{{"sender":{{"id":"{sender}"}},"recipient":{{"id":"{ACCOUNT}"}},"timestamp":{now},"message":{{"mid":"{mid}","#
        );
        body.push_str(&head);
        if self.random.random_ratio(1, 16) {
            let url = format!(
                "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=179{:014}&signature=AbzQ7kx",
                self.items
            );
            body.push_str(r#""attachments":[{"type":"image","payload":{"url":""#);
            escape(body, &url);
            body.push_str(r#""}}]}}"#);
        } else {
            body.push_str(r#""text":""#);
            let text = self.vocabulary.message(&mut self.random);
            escape(body, &text);
            body.push_str(r#""}}"#);
        }
    }
}

fn now_ms() -> u128 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis())
}

/// The text inside a JSON string, escaped as Meta escapes it.
fn escape(into: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '"' => into.push_str("\\\""),
            '\\' => into.push_str("\\\\"),
            '/' => into.push_str("\\/"),
            ' '..='~' => into.push(letter),
            _ => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    // Writing into a string cannot fail.
                    let _ = write!(into, "\\u{unit:04x}");
                }
            }
        }
    }
}

/// The whole request: head, both signatures, body.
fn signed(body: &str) -> Vec<u8> {
    let sha256 = webhook::sign(&SECRET.into(), body.as_bytes());
    let sha1 = Hmac::<sha1::Sha1>::new_from_slice(SECRET.as_bytes())
        .map(|mac| hex::encode(mac.chain_update(body).finalize().into_bytes()))
        .unwrap_or_default();
    format!(
        "POST /webhooks/instagram/{APP} HTTP/1.1\r\nHost: desk.example\r\nAccept: */*\r\n\
         User-Agent: facebookexternalua\r\nContent-Type: application/json\r\nX-Hub-Signature: sha1={sha1}\r\n\
         X-Hub-Signature-256: {sha256}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_outside_ascii_and_every_slash_is_escaped() {
        let mut escaped = String::new();
        escape(&mut escaped, "grün \"🙂\" a/b");
        assert_eq!(escaped, r#"gr\u00fcn \"\ud83d\ude42\" a\/b"#);
    }

    #[test]
    fn a_delivery_splits_into_items_that_decode() {
        let mut maker = Maker::new();
        for request in maker.requests(200) {
            let text = String::from_utf8_lossy(&request);
            let (_, body) = text.split_once("\r\n\r\n").unwrap_or_default();
            for item in webhook::split(body.as_bytes()).unwrap_or_default() {
                assert!(webhook::decode(&item).is_ok(), "{body}");
            }
        }
        assert!(maker.items() > 200);
    }
}
