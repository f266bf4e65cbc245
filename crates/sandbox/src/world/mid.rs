//! Message and conversation ids in the platform's own form (contract 11.2).
//!
//! `ig_dm_item:1:IGMessageID:<account>:<thread>:<item>`, base64 with its padding, then `Z`→`ZA`, `+`→`ZB`, `/`→`ZC`, `=`→`ZD`.
//! All ids of a thread share their prefix, and the item number grows with time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::dice::Dice;

/// Every thread number seen so far begins like this.
const THREAD_PREFIX: &str = "340282366841710301244";
/// Digits of an item number, before the length is trimmed so that the id ends in padding.
const ITEM_DIGITS: usize = 35;

/// The thread number of one customer of one account: 39 digits, always the same for the pair.
pub(crate) fn thread_number(account: &str, igsid: &str) -> String {
    let hash = Sha256::digest(format!("{account}:{igsid}"));
    let tail: String = hash
        .iter()
        .take(18)
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    format!("{THREAD_PREFIX}{tail}")
}

/// The id of a new message. `item` counts up within the thread.
pub(crate) fn mid(account: &str, thread: &str, at_ms: i64, item: u64, dice: &mut Dice) -> String {
    let head = format!("ig_dm_item:1:IGMessageID:{account}:{thread}:");
    let mut digits = ITEM_DIGITS;
    while (head.len() + digits) % 3 != 1 {
        digits -= 1;
    }
    let mut number = format!("3{at_ms:013}{item:07}");
    let missing = digits.saturating_sub(number.len());
    number.push_str(&dice.digits(missing));
    dress(&format!("{head}{number}"))
}

/// The id of a conversation.
pub(crate) fn conversation_id(account: &str, thread: &str) -> String {
    dress(&format!("ig_dm:1:IGMessageThread:{account}:{thread}"))
}

fn dress(plain: &str) -> String {
    let mut dressed = String::with_capacity(plain.len() * 3 / 2);
    for letter in STANDARD.encode(plain).chars() {
        match letter {
            'Z' => dressed.push_str("ZA"),
            '+' => dressed.push_str("ZB"),
            '/' => dressed.push_str("ZC"),
            '=' => dressed.push_str("ZD"),
            other => dressed.push(other),
        }
    }
    dressed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undress(mid: &str) -> String {
        let plain = mid
            .replace("ZD", "=")
            .replace("ZC", "/")
            .replace("ZB", "+")
            .replace("ZA", "Z");
        String::from_utf8(STANDARD.decode(plain).unwrap()).unwrap()
    }

    #[test]
    fn a_mid_has_the_platforms_form_and_length() {
        let thread = thread_number("17841400000000001", "6100000000000001");
        assert_eq!(thread.len(), 39);
        let mid = mid(
            "17841400000000001",
            &thread,
            1_789_999_999_876,
            1,
            &mut Dice::new(1),
        );
        assert!(mid.starts_with("aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEO"), "{mid}");
        assert!(mid.ends_with("ZDZD"), "{mid}");
        assert!((160..=164).contains(&mid.len()), "{}", mid.len());
        let plain = undress(&mid);
        assert!(plain.starts_with(&format!("ig_dm_item:1:IGMessageID:17841400000000001:{thread}:")));
    }

    #[test]
    fn an_account_id_of_another_length_still_ends_in_padding() {
        for account in ["1784140000000001", "17841400000000001", "178414000000000012"] {
            let thread = thread_number(account, "6100000000000001");
            let mid = mid(account, &thread, 1_789_999_999_876, 1, &mut Dice::new(1));
            assert!(mid.ends_with("ZDZD"), "{mid}");
        }
    }

    #[test]
    fn mids_of_a_thread_share_their_prefix_and_grow_with_time() {
        let thread = thread_number("17841400000000001", "6100000000000001");
        let mut dice = Dice::new(1);
        let first = undress(&mid(
            "17841400000000001",
            &thread,
            1_789_999_999_876,
            1,
            &mut dice,
        ));
        let second = undress(&mid(
            "17841400000000001",
            &thread,
            1_790_000_000_123,
            2,
            &mut dice,
        ));
        let split = |plain: &str| {
            plain
                .rsplit_once(':')
                .map(|(head, item)| (head.to_owned(), item.to_owned()))
        };
        let (head, item) = split(&first).unwrap();
        let (later_head, later_item) = split(&second).unwrap();
        assert_eq!(head, later_head);
        assert!(item < later_item);
    }

    #[test]
    fn conversation_ids_begin_like_the_platforms() {
        assert!(conversation_id("17841400000000001", "34").starts_with("aWdfZAG06"));
    }
}
