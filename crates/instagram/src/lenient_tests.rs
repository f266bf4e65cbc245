use proptest::prelude::*;

use super::*;

fn node(json: &str) -> Node<'_> {
    Node::parse(json).unwrap()
}

#[test]
fn ids_keep_their_digits_whether_number_or_string() {
    let object = node(r#"{ "a": 27870000000000001, "b": "17841400000000001", "c": 340282366841710301244123456789, "d": "", "e": null, "f": {} }"#)
        .object()
        .unwrap();
    assert_eq!(object.id("a").as_deref(), Some("27870000000000001"));
    assert_eq!(object.id("b").as_deref(), Some("17841400000000001"));
    assert_eq!(object.id("c").as_deref(), Some("340282366841710301244123456789"));
    for name in ["d", "e", "f", "g"] {
        assert_eq!(object.id(name), None, "{name}");
    }
}

#[test]
fn times_come_in_seconds_or_milliseconds_as_numbers_or_strings() {
    for (json, expected) in [
        ("1790000000123", Some(1_790_000_000_123)),
        ("1790000000", Some(1_790_000_000_000)),
        ("\"1527459824\"", Some(1_527_459_824_000)),
        ("1790000000123.7", Some(1_790_000_000_123)),
        ("0", None),
        ("-5", None),
        ("1e400", None),
        ("99999999999999999999999999", None),
        ("\"soon\"", None),
        ("[1]", None),
    ] {
        assert_eq!(node(json).time_ms(), expected, "{json}");
    }
}

#[test]
fn half_a_character_reads_as_the_replacement_character() {
    for (json, expected) in [
        (r#""a\ud83d b""#, "a\u{fffd} b"),
        (r#""\ude42""#, "\u{fffd}"),
        (r#""\ud83d\ude42""#, "🙂"),
        (r#""\ud83d\ud83d\ude42""#, "\u{fffd}🙂"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
        (r#""\\ud83d""#, "\\ud83d"),
        (r#""\\\ud83d""#, "\\\u{fffd}"),
        (r#""\u0041\uD83D""#, "A\u{fffd}"),
    ] {
        assert_eq!(node(json).text().as_deref(), Some(expected), "{json}");
    }
}

#[test]
fn a_broken_name_does_not_hide_its_neighbours() {
    let object = node(r#"{ "\ud83d": 1, "text": "hello" }"#).object().unwrap();
    assert_eq!(object.text("text").as_deref(), Some("hello"));
}

#[test]
fn the_last_of_two_members_with_one_name_counts() {
    let object = node(r#"{ "a": "1", "a": "2" }"#).object().unwrap();
    assert_eq!(object.text("a").as_deref(), Some("2"));
}

#[test]
fn a_deeply_nested_value_is_carried_and_not_entered() {
    let json = format!(
        r#"{{ "deep": {}{}, "text": "hello" }}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(
        node(&json).object().unwrap().text("text").as_deref(),
        Some("hello")
    );
}

proptest! {
    #[test]
    fn mending_leaves_valid_json_alone(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap();
        prop_assert_eq!(mended(&json), json.as_str());
    }

    #[test]
    fn any_escapes_can_be_read_once_mended(units in prop::collection::vec(any::<u16>(), 0..20)) {
        let json = units.iter().fold("\"".to_owned(), |json, unit| format!("{json}\\u{unit:04x}")) + "\"";
        prop_assert_eq!(node(&json).text().unwrap(), String::from_utf16_lossy(&units));
    }
}
