//! What the business context says about a question: the sentences that share its topic or its words.
//!
//! Contexts come in two forms. With headings (`## Key information`) only the sections that inform are read, whatever they say;
//! without them every line is read, but for those that instruct the assistant instead of telling about the business.

use super::words::{TOPICS, Topic, stem, subject, words};

/// Words of a heading below which the business is described.
const INFORMING: &[&str] = &[
    "information",
    "knowledge",
    "facts",
    "faq",
    "about",
    "business",
    "company",
    "catalogue",
];
/// Words of a heading below which something else stands.
const OTHER: &[&str] = &[
    "instruction",
    "rule",
    "tone",
    "voice",
    "style",
    "language",
    "sector",
    "customer",
    "contact",
    "now",
    "today",
    "time",
];
/// Phrases of sentences that instruct, where no heading tells.
const INSTRUCTING: &[&str] = &[
    "you are",
    "your task",
    "your role",
    "you answer",
    "never",
    "always",
    "tool",
    "do not",
    "don't",
    "hand over",
    "hand_over",
    "handover",
    "answer in",
    "answer only",
    "reply in",
    "reply with",
    "if you",
    "when you",
    "respond",
    "assistant",
    "unsure",
];
/// What a sentence on the question's topic scores, and what a shared word does.
const ON_TOPIC: u32 = 4;
const SHARED: u32 = 3;
/// Least score that counts as an answer.
const ENOUGH: u32 = 3;

/// The sentences of the context that answer the question, best first, two at most.
pub(crate) fn find(context: &str, question: &str) -> Vec<String> {
    let subject = subject(question);
    let asked = words(question);
    let topics: Vec<&Topic> = TOPICS
        .iter()
        .filter(|topic| asked.iter().any(|word| topic.asked.contains(&word.as_str())))
        .collect();
    let mut scored: Vec<(u32, usize, String)> = sentences(context)
        .into_iter()
        .enumerate()
        .map(|(place, sentence)| (score(&sentence, &subject, &topics), place, sentence))
        .filter(|(score, _, _)| *score >= ENOUGH)
        .collect();
    scored.sort_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    let best = scored.first().map_or(0, |(score, _, _)| *score);
    scored
        .into_iter()
        .filter(|(score, _, _)| *score * 3 > best * 2)
        .take(2)
        .map(|(_, _, text)| text)
        .collect()
}

fn score(sentence: &str, subject: &[String], topics: &[&Topic]) -> u32 {
    let said: Vec<String> = words(sentence).iter().map(|word| stem(word)).collect();
    let answers = |topic: &Topic| topic.answered.iter().any(|word| said.contains(&stem(word)));
    let on_topic = topics.iter().filter(|topic| answers(topic)).count();
    let shared = subject
        .iter()
        .filter(|word| said.contains(word) && !is_common(word))
        .count();
    let times = |count: usize| u32::try_from(count).unwrap_or(0);
    SHARED * times(shared) + ON_TOPIC * times(on_topic)
}

/// Whether it is a word of a topic, so that sharing it says no more than the topic does: `open`, `cost`, `order`.
fn is_common(word: &str) -> bool {
    TOPICS
        .iter()
        .any(|topic| topic.answered.iter().any(|one| stem(one) == word))
}

/// The sentences of the context that tell something about the business.
fn sentences(context: &str) -> Vec<String> {
    let heads = |line: &str, kinds: &[&str]| {
        let title = words(line.trim_start_matches('#')).join(" ");
        kinds.iter().any(|kind| title.contains(kind))
    };
    let is_heading = |line: &&str| line.starts_with('#');
    let informed = context
        .lines()
        .filter(is_heading)
        .any(|line| heads(line, INFORMING));
    let mut read = !informed;
    let mut found = Vec::new();
    for line in context.lines().map(str::trim) {
        if line.starts_with('#') {
            read = heads(line, INFORMING) || (!informed && !heads(line, OTHER));
            continue;
        }
        let line = line.trim_start_matches(['-', '*', '•', '>']).trim();
        let label = line.split_once(':').map(|(label, _)| label);
        let labelled_other = !informed && label.is_some_and(|label| heads(label, OTHER));
        if !read || line.is_empty() || line.ends_with(':') || labelled_other {
            continue;
        }
        found.extend(
            split(line)
                .into_iter()
                .filter(|sentence| informed || !instructs(sentence)),
        );
    }
    found
}

fn instructs(sentence: &str) -> bool {
    let small = sentence.to_lowercase();
    INSTRUCTING.iter().any(|phrase| small.contains(phrase))
}

/// Splits a line at full stops that end a sentence; `5.20` and `e.g.` stay whole.
fn split(line: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut current = String::new();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        current.push(letter);
        let ends = matches!(letter, '.' | '!' | '?' | '؟' | '。')
            && letters.peek().is_none_or(|next| next.is_whitespace());
        if ends {
            sentences.push(std::mem::take(&mut current).trim().to_owned());
        }
    }
    sentences.push(current.trim().to_owned());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXT: &str = "You are the assistant of Bakery Test. Never promise a price.\n\
        Tone of voice: warm and brief\n\
        Key information:\n\
        - We open at 8:00 on weekdays and at 9:00 on Saturday. We are closed on Sunday.\n\
        - Sourdough costs 5.20 euro.\n\
        - Address: 12 Mill Street, behind the station.\n\
        If you are unsure, call the hand_over tool.";

    #[test]
    fn a_question_finds_its_sentence() {
        assert_eq!(
            find(CONTEXT, "Do you open on Sunday?")[0],
            "We are closed on Sunday."
        );
        assert_eq!(
            find(CONTEXT, "how much is the sourdough"),
            vec!["Sourdough costs 5.20 euro."]
        );
        assert_eq!(
            find(CONTEXT, "Where are you?"),
            vec!["Address: 12 Mill Street, behind the station."]
        );
    }

    #[test]
    fn below_headings_only_what_informs_is_quoted() {
        let context = "## Instructions\nAnswer questions about opening hours and prices.\n\n## Tone of voice\nWarm.\n\n\
            ## Company\nBakery Test\n\n## Key information\nWe are open Tuesday to Sunday from 7:00 to 18:00. On Sunday we open \
            from 8:00 to 14:00. We are closed on Monday.\nA birthday cake must be ordered two days ahead and costs from 38 \
            euros.\nWe deliver within the city for 4 euros; delivery on Saturday ends at noon.\n\n## The customer\nAda \
            Example (@ada.bakes)\n\n## Now\nSunday, 2026-11-01 10:00\n\n## Rules\n- Never invent a price, a date or a promise.";
        let sunday = find(context, "Do you open on Sunday?");
        assert!(sunday.contains(&"On Sunday we open from 8:00 to 14:00.".to_owned()));
        assert!(!sunday.iter().any(|sentence| sentence.contains("2026")));
        let saturday = find(context, "And what time do you close on Saturday?");
        assert_eq!(saturday[0], "We are open Tuesday to Sunday from 7:00 to 18:00.");
        let cake = find(
            context,
            "hey\nquick question about birthday cakes\nhow many days before do I have to order one?",
        );
        assert_eq!(
            cake,
            ["A birthday cake must be ordered two days ahead and costs from 38 euros."]
        );
        assert!(find(context, "Do you have ada's bicycle?").is_empty());
    }

    #[test]
    fn a_question_in_arabic_finds_the_opening_hours() {
        assert!(
            find(CONTEXT, "متى تفتحون غداً؟")
                .iter()
                .any(|sentence| sentence.contains("8:00"))
        );
    }

    #[test]
    fn instructions_are_never_quoted() {
        assert!(find(CONTEXT, "are you unsure about the tool?").is_empty());
        assert!(find(CONTEXT, "Do you repair bicycles?").is_empty());
    }
}
