//! What of a model's answer may reach a customer. Deterministic: the same text always passes or always fails.

use desk::Content;
/// What the guards make of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may go out, in this form.
    Pass(String),
    /// It says nothing.
    Empty,
    /// It says far too much.
    TooLong,
    /// It promises that a person will act, without having handed over: then it must.
    Promise,
    /// It repeats its own instructions.
    Leak,
}

/// Words that promise a person's act. A promise that nobody keeps is worse than no answer.
const PROMISES: &[&str] = &[
    "i'll ask a colleague",
    "i will ask a colleague",
    "i'll transfer you",
    "i will transfer you",
    "i'll connect you",
    "a colleague will get back to you",
    "someone will get back to you",
    "someone from our team will",
    "ich frage eine kollegin",
    "ich frage einen kollegen",
    "ich leite sie weiter",
    "jemand meldet sich",
    "voy a preguntar a un compañero",
    "le paso con un compañero",
    "vou perguntar a um colega",
    "vou transferir",
    "je demande à un collègue",
    "je vous transfère",
    "سأحولك إلى",
    "سأسأل زميل",
];

/// Headings of the system message: they stand in no honest answer.
const MARKERS: &[&str] = &["## Instructions", "## Key information", "hand_over_to_human"];

/// Judges a text.
pub(crate) fn judge(text: &str, most_bytes: u32) -> Verdict {
    let plain = plain(text);
    if Content::text(plain.as_str()).is_blank() {
        return Verdict::Empty;
    }
    if MARKERS.iter().any(|marker| text.contains(marker)) {
        return Verdict::Leak;
    }
    let lower = plain.to_lowercase().replace('’', "'");
    if PROMISES.iter().any(|promise| lower.contains(promise)) {
        return Verdict::Promise;
    }
    if plain.len() > usize::try_from(most_bytes).unwrap_or(usize::MAX) {
        return Verdict::TooLong;
    }
    Verdict::Pass(plain)
}

/// Markup becomes plain text: Instagram shows it as it is written.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.trim_end();
        let heading = line.trim_start_matches('#');
        let line = if heading.len() < line.len() && heading.starts_with(' ') {
            heading.trim_start()
        } else {
            line
        };
        let line = line
            .strip_prefix("* ")
            .map_or_else(|| line.to_owned(), |item| format!("- {item}"));
        links(&line.replace("**", "").replace("__", "").replace('`', ""))
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// `[words](address)` becomes `words: address`.
fn links(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, from)) = rest.split_once('[') {
        let link = from.split_once("](").and_then(|(words, tail)| {
            let (address, after) = tail.split_once(')')?;
            (!words.contains('[') && address.starts_with("http")).then_some((words, address, after))
        });
        out.push_str(before);
        match link {
            Some((words, address, after)) => {
                if words == address {
                    out.push_str(address);
                } else {
                    out.push_str(&format!("{words}: {address}"));
                }
                rest = after;
            }
            None => {
                out.push('[');
                rest = from;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_plain_text() {
        let text = "# Hours\n**We open** at `nine`.\n* see [our page](https://bakery.example.test/a)\n[sic]";
        let plain = "Hours\nWe open at nine.\n- see our page: https://bakery.example.test/a\n[sic]";
        assert_eq!(judge(text, 1_000), Verdict::Pass(plain.to_owned()));
    }

    #[test]
    fn nothing_too_much_and_leaks_are_stopped() {
        for nothing in [" \n ", "\u{200b}", "\u{202e}\u{feff}"] {
            assert_eq!(judge(nothing, 100), Verdict::Empty, "{nothing:?}");
        }
        assert_eq!(judge(&"ü".repeat(51), 100), Verdict::TooLong);
        assert_eq!(judge("Sure: ## Instructions say…", 100), Verdict::Leak);
    }

    #[test]
    fn a_promise_that_nobody_keeps_is_stopped_in_every_language_of_the_table() {
        for promise in PROMISES {
            assert_eq!(
                judge(&format!("Ok! {promise} …"), 1_000),
                Verdict::Promise,
                "{promise}"
            );
        }
        assert_eq!(judge("I’ll ask a colleague.", 1_000), Verdict::Promise);
    }
}
