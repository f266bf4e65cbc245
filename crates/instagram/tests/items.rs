//! Splitting and decoding beyond the recorded payloads: attribution, repeated deliveries, and hostile bytes.

#![expect(
    clippy::unwrap_used,
    reason = "what a test needs to set up may panic like the test itself"
)]

use instagram::webhook::{
    Channel, DecodeError, Item, ItemKind, RawItem, SplitError, decode, dedup_key, split,
};
use proptest::prelude::*;

const BAKERY: &str = "17841400000000001";
const ADA: &str = "6100000000000001";

fn messaging(json: &str) -> RawItem {
    RawItem {
        entry_id: Some(BAKERY.to_owned()),
        entry_time_ms: Some(1_790_000_000_123),
        channel: Channel::Messaging,
        json: json.to_owned(),
    }
}

fn key(json: &str) -> String {
    let raw = messaging(json);
    dedup_key(&raw, &decode(&raw).unwrap())
}

fn delivery(items: &[String]) -> String {
    format!(
        r#"{{"object":"instagram","entry":[{{"time":1790000000123,"id":"{BAKERY}","messaging":[{}]}}]}}"#,
        items.join(",")
    )
}

fn from_ada(mid: &str, text_json: &str) -> String {
    format!(
        r#"{{"sender":{{"id":"{ADA}"}},"recipient":{{"id":"{BAKERY}"}},"timestamp":1789999999876,"message":{{"mid":"{mid}","text":{text_json}}}}}"#
    )
}

#[test]
fn an_item_keeps_the_account_of_its_entry_when_that_is_connected() {
    let item = decode(&messaging(&from_ada("mid-1", "\"hi\""))).unwrap();
    let attributed = item.clone().attributed(|id| id == BAKERY);
    assert_eq!(attributed, Some(item));
}

#[test]
fn an_item_whose_entry_names_the_customer_finds_its_account() {
    let mut raw = messaging(&from_ada("mid-1", "\"hi\""));
    raw.entry_id = Some(ADA.to_owned());
    let item = decode(&raw).unwrap().attributed(|id| id == BAKERY).unwrap();
    assert_eq!(
        (item.account.as_str(), item.contact.as_deref()),
        (BAKERY, Some(ADA))
    );
    assert!(!item.by_account);
}

#[test]
fn an_item_whose_entry_names_a_stranger_finds_its_account() {
    let mut raw = messaging(&from_ada("mid-1", "\"hi\""));
    raw.entry_id = Some("999".to_owned());
    let item = decode(&raw).unwrap().attributed(|id| id == BAKERY).unwrap();
    assert_eq!(
        (item.account.as_str(), item.contact.as_deref()),
        (BAKERY, Some(ADA))
    );
}

#[test]
fn an_item_of_an_account_that_is_not_connected_is_nobodys() {
    let item = decode(&messaging(&from_ada("mid-1", "\"hi\""))).unwrap();
    assert_eq!(item.attributed(|_id| false), None);
}

#[test]
fn a_message_and_its_echo_form_share_one_key() {
    let echo = r#"{"message":{"mid":"mid-1","is_echo":true}}"#;
    assert_eq!(key(echo), key(&from_ada("mid-1", "\"hi\"")));
}

#[test]
fn reacting_taking_back_and_reacting_again_are_three_events() {
    let reaction = |action: &str, at: u64| {
        key(&format!(
            r#"{{"sender":{{"id":"{ADA}"}},"timestamp":{at},"reaction":{{"mid":"mid-1","action":"{action}"}}}}"#
        ))
    };
    let keys = [
        reaction("react", 1_789_999_999_001),
        reaction("unreact", 1_789_999_999_002),
        reaction("react", 1_789_999_999_003),
    ];
    assert_ne!(keys[0], keys[1]);
    assert_ne!(keys[0], keys[2]);
    assert_eq!(keys[0], reaction("react", 1_789_999_999_001));
}

#[test]
fn two_edits_of_one_message_are_two_events() {
    let edit = |count: u8| {
        key(&format!(
            r#"{{"message_edit":{{"mid":"mid-1","text":"x","num_edit":{count}}}}}"#
        ))
    };
    assert_ne!(edit(1), edit(2));
}

#[test]
fn a_body_that_is_not_json_cannot_be_split() {
    for body in [&b""[..], b"{", b"hello", b"{\"entry\":[}", b"\xff\xfe"] {
        assert_eq!(split(body), Err(SplitError::NotJson));
    }
}

#[test]
fn json_without_entries_cannot_be_split() {
    for body in ["{}", "[]", "7", "[{\"object\":\"instagram\"}]"] {
        assert_eq!(split(body.as_bytes()), Err(SplitError::NoEntries), "{body}");
    }
}

#[test]
fn an_empty_delivery_has_no_items() {
    assert_eq!(split(br#"{"object":"instagram","entry":[]}"#), Ok(Vec::new()));
    assert_eq!(
        split(br#"{"object":"instagram","entry":[{"id":"1","time":2,"messaging":[]}]}"#),
        Ok(Vec::new())
    );
}

#[test]
fn a_strange_entry_costs_itself_only() {
    let body = format!(
        r#"{{"entry":[7,{{"id":"{BAKERY}","messaging":[{}]}}]}}"#,
        from_ada("mid-1", "\"hi\"")
    );
    let items = split(body.as_bytes()).unwrap();
    assert_eq!(decode(&items[0]), Err(DecodeError::NoAccount));
    assert!(matches!(decode(&items[1]).unwrap().kind, ItemKind::Message(_)));
}

#[test]
fn bytes_that_are_no_utf8_cost_themselves_only() {
    let mut body = delivery(&[from_ada("mid-1", "\"?\""), from_ada("mid-2", "\"fine\"")]).into_bytes();
    let broken = body.iter().position(|byte| *byte == b'?').unwrap();
    body[broken] = 0xff;
    let texts: Vec<_> = split(&body)
        .unwrap()
        .iter()
        .map(|raw| text(&decode(raw).unwrap()))
        .collect();
    assert_eq!(texts, ["\u{fffd}", "fine"]);
}

#[test]
fn the_raw_text_of_an_item_is_kept_as_it_was_written() {
    let item = from_ada("mid-1", r#""gr\u00fc\u00df \/ \ud83d""#);
    assert_eq!(
        split(delivery(std::slice::from_ref(&item)).as_bytes()).unwrap()[0].json,
        item
    );
}

fn text(item: &Item) -> String {
    match &item.kind {
        ItemKind::Message(message) => message.text.clone().unwrap_or_default(),
        other => panic!("not a message: {other:?}"),
    }
}

/// JSON of any shape, made of the contract's names, so that every branch of the decoder is visited.
fn anything() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1.5e300",
            "17841400000000001",
            "\"\"",
            "\"x\"",
            "\"\\ud83d\"",
            "\"12334\"",
            "\"random_mid\"",
            "1789999999876",
            "\"1527459824\"",
            "[]",
            "{}",
        ])
        .prop_map(str::to_owned),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    let name = prop::sample::select(vec![
        "id",
        "sender",
        "recipient",
        "timestamp",
        "message",
        "mid",
        "text",
        "attachments",
        "attachment",
        "type",
        "payload",
        "url",
        "reply_to",
        "story",
        "is_echo",
        "is_deleted",
        "is_self",
        "quick_reply",
        "referral",
        "message_edit",
        "num_edit",
        "reaction",
        "action",
        "read",
        "watermark",
        "postback",
        "optin",
        "app_roles",
        "pass_thread_control",
        "from",
        "media",
        "product",
        "ads_context_data",
        "entry",
        "messaging",
        "standby",
        "changes",
        "field",
        "value",
        "time",
        "object",
        "\\ud83d",
    ]);
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|members| {
                let members: Vec<_> = members
                    .iter()
                    .map(|(name, value)| format!("\"{name}\":{value}"))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn swallow(body: &[u8]) {
    for raw in split(body).unwrap_or_default() {
        if let Ok(item) = decode(&raw) {
            assert!(!dedup_key(&raw, &item).is_empty());
            drop(item.attributed(|id| id == BAKERY));
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(body in prop::collection::vec(any::<u8>(), 0..400)) {
        swallow(&body);
    }

    #[test]
    fn no_damaged_delivery_panics(
        items in prop::collection::vec(anything(), 0..4),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut body = delivery(&items).into_bytes();
        for (at, byte) in damage {
            let at = at.index(body.len());
            body[at] = byte;
        }
        swallow(&body);
    }

    #[test]
    fn no_json_panics_wherever_it_stands(item in anything(), field in prop::sample::select(vec!["comments", "mentions", "messages", ""])) {
        swallow(item.as_bytes());
        let mut raw = messaging(&item);
        for channel in [
            Channel::Messaging,
            Channel::Standby,
            Channel::Change { field: field.to_owned() },
            Channel::Other { key: "x".to_owned() },
        ] {
            raw.channel = channel;
            if let Ok(item) = decode(&raw) {
                prop_assert!(!dedup_key(&raw, &item).is_empty());
            }
        }
    }

    #[test]
    fn one_bad_item_never_fails_a_neighbour(bad in anything()) {
        let body = delivery(&[from_ada("mid-1", "\"before\""), bad, from_ada("mid-2", "\"after\"")]);
        let items = split(body.as_bytes()).unwrap();
        prop_assert_eq!(items.len(), 3);
        prop_assert_eq!(text(&decode(&items[0]).unwrap()), "before");
        prop_assert_eq!(text(&decode(&items[2]).unwrap()), "after");
    }

    #[test]
    fn any_escapes_in_one_item_never_fail_a_neighbour(units in prop::collection::vec(any::<u16>(), 0..20)) {
        let escaped = units.iter().fold("\"".to_owned(), |json, unit| format!("{json}\\u{unit:04x}")) + "\"";
        let body = delivery(&[from_ada("mid-1", &escaped), from_ada("mid-2", "\"after\"")]);
        let items = split(body.as_bytes()).unwrap();
        prop_assert_eq!(text(&decode(&items[0]).unwrap()), String::from_utf16_lossy(&units));
        prop_assert_eq!(text(&decode(&items[1]).unwrap()), "after");
    }
}
