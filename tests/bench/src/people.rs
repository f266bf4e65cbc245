//! Who writes to whom, under ids that look like Meta's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The connected account.
pub(crate) const ACCOUNT: &str = "17841400000000001";
/// The app that it is connected with.
pub(crate) const APP: &str = "1700000000000001";
/// The app's secret.
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The IGSID of contact number `n`.
pub(crate) fn contact(n: usize) -> String {
    format!("61000{n:012}")
}

/// The mid of item number `item` in the thread with contact number `n`, made as Meta makes them
/// (contract 11.2): 160 letters and more, of which all mids of a thread share the first hundred.
pub(crate) fn mid(n: usize, item: u64) -> String {
    let plain = format!("ig_dm_item:1:IGMessageID:{ACCOUNT}:340282366841710301244{n:018}:3204{item:031}");
    let mut mid = String::with_capacity(180);
    for letter in STANDARD.encode(plain).chars() {
        match letter {
            'Z' => mid.push_str("ZA"),
            '+' => mid.push_str("ZB"),
            '/' => mid.push_str("ZC"),
            '=' => mid.push_str("ZD"),
            other => mid.push(other),
        }
    }
    mid
}
