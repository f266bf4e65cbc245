//! Webhook bodies by hand, for what no customer of the emulated Instagram does.

use crate::ACCOUNT;
use std::time::{SystemTime, UNIX_EPOCH};

/// This machine's time, ms since the epoch.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// An item of a delivery, as JSON text.
pub struct Item;

impl Item {
    /// A customer's message; `words` is JSON text already, without its quotes.
    pub fn message(account: &str, from: &str, mid: &str, words: &str) -> String {
        Self::of(
            from,
            account,
            &format!(r#""message":{{"mid":"{mid}","text":"{words}"}}"#),
        )
    }

    /// The echo of a message that the account wrote.
    pub fn echo(account: &str, to: &str, mid: &str, words: &str) -> String {
        Self::of(
            account,
            to,
            &format!(r#""message":{{"mid":"{mid}","text":"{words}","is_echo":true}}"#),
        )
    }

    /// Anything between two parties.
    pub fn of(sender: &str, recipient: &str, what: &str) -> String {
        let at = now();
        format!(
            r#"{{"sender":{{"id":"{sender}"}},"recipient":{{"id":"{recipient}"}},"timestamp":{at},{what}}}"#
        )
    }
}

/// An entry for an account.
pub fn entry(account: &str, items: &[String]) -> String {
    format!(
        r#"{{"time":{},"id":"{account}","messaging":[{}]}}"#,
        now(),
        items.join(",")
    )
}

/// A delivery for the account of the stage.
pub fn body(items: &[String]) -> String {
    format!(r#"{{"object":"instagram","entry":[{}]}}"#, entry(ACCOUNT, items))
}
