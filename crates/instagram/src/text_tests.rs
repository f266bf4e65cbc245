use proptest::prelude::*;

use super::*;

#[test]
fn a_short_text_is_one_part() {
    assert_eq!(parts("We open at nine.", LIMIT_BYTES), ["We open at nine."]);
}

#[test]
fn white_space_alone_has_no_parts() {
    assert!(parts("", LIMIT_BYTES).is_empty());
    assert!(parts(" \n\t ", LIMIT_BYTES).is_empty());
}

#[test]
fn a_text_of_exactly_the_limit_stays_whole() {
    let text = "ä".repeat(500);
    assert_eq!(parts(&text, LIMIT_BYTES), [text]);
}

#[test]
fn bytes_count_and_not_characters() {
    let text = "Привет ".repeat(100);
    let parts = parts(&text, LIMIT_BYTES);
    assert_eq!(parts.len(), 2);
    assert!(
        parts
            .iter()
            .all(|part| part.len() <= LIMIT_BYTES && part.ends_with("Привет"))
    );
}

#[test]
fn a_cut_falls_behind_a_sentence() {
    assert_eq!(
        parts("We open at nine. We close at six. Come by!", 40),
        ["We open at nine. We close at six.", "Come by!"]
    );
}

#[test]
fn a_sentence_that_fills_its_part_is_not_cut_for_the_space_behind_it() {
    assert_eq!(parts("We open. We close.", 8), ["We open.", "We", "close."]);
}

#[test]
fn without_a_sentence_the_cut_falls_behind_a_word() {
    assert_eq!(
        parts("bread, rolls, cakes and pies", 14),
        ["bread, rolls,", "cakes and pies"]
    );
}

#[test]
fn a_language_without_spaces_is_cut_between_words_or_characters() {
    let text = "日本語の文章".repeat(20);
    let parts = parts(&text, 30);
    assert_eq!(parts.concat(), text);
    assert!(parts.iter().all(|part| part.len() <= 30));
}

#[test]
fn a_family_of_emoji_is_never_torn() {
    let family = "👨‍👩‍👧‍👦";
    let parts = parts(&family.repeat(3), family.len() + 3);
    assert_eq!(parts, [family, family, family]);
}

#[test]
fn a_single_grapheme_beyond_the_limit_is_cut_between_its_characters() {
    let grapheme = format!("a{}", "\u{301}".repeat(20));
    let parts = parts(&grapheme, 10);
    assert!(parts.len() > 1);
    assert!(parts.iter().all(|part| part.len() <= 10));
    assert_eq!(parts.concat(), grapheme);
}

#[test]
fn much_white_space_is_dropped_quickly() {
    let text = format!("a{}b", " ".repeat(200_000));
    assert_eq!(parts(&text, LIMIT_BYTES), ["a", "b"]);
}

/// Text with everything that makes borders hard: marks, joiners, flags, line ends, spaces of all kinds.
fn hard_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "Bread",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\u{a0}",
        "\u{301}",
        "\u{200d}",
        "👩",
        "🇩🇪",
        "🇩",
        "👍🏽",
        ".",
        "! ",
        "?",
        "日本",
        "क्षि",
        "각",
        "https://x.test/a?b=c",
        "…",
        "ä",
        "\u{600}",
        "\u{feff}",
    ]);
    prop_oneof![
        prop::collection::vec(pieces, 0..80).prop_map(|pieces| pieces.concat()),
        any::<String>()
    ]
}

fn visible(text: &str) -> Vec<&str> {
    text.graphemes(true)
        .filter(|grapheme| !is_blank(grapheme))
        .collect()
}

#[test]
fn white_space_that_carries_too_much_is_no_part_of_its_own() {
    assert_eq!(parts("\u{a0}\u{200d}", 4), ["\u{200d}"]);
}

proptest! {
    #[test]
    fn nothing_but_white_space_is_lost_and_no_part_is_too_long(text in hard_text(), limit in 4_usize..60) {
        let parts = parts(&text, limit);
        let mut rest = text.as_str();
        for part in &parts {
            prop_assert!(part.len() <= limit, "{} > {limit}: {part:?}", part.len());
            prop_assert!(!part.is_empty());
            let at = rest.find(part.as_str());
            prop_assert!(at.is_some(), "{part:?} is not next in {rest:?}");
            let (skipped, after) = rest.split_at(at.unwrap());
            prop_assert!(is_blank(skipped), "lost {skipped:?}");
            rest = &after[part.len()..];
        }
        prop_assert!(is_blank(rest), "lost {rest:?}");
    }

    #[test]
    fn no_grapheme_is_cut_that_fits(text in hard_text(), limit in 30_usize..60) {
        prop_assume!(text.graphemes(true).all(|grapheme| grapheme.len() <= limit));
        let parts = parts(&text, limit);
        let together: Vec<&str> = parts.iter().flat_map(|part| visible(part)).collect();
        prop_assert_eq!(together, visible(&text));
    }
}
