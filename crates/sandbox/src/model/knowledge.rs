//! What the business context says about a question: the sentences that share its words or its topic.

use super::words::{TOPICS, stem, subject, words};

/// Sentences that instruct the assistant instead of telling about the business.
const INSTRUCTIONS: &[&str] = &[
    "you are",
    "your task",
    "your role",
    "never",
    "always",
    "must",
    "tool",
    "do not",
    "don't",
    "hand over",
    "handover",
    "hand_over",
    "answer in",
    "answer only",
    "reply in",
    "reply with",
    "if you",
    "when you",
    "respond",
    "assistant",
    "customer's language",
    "instructions",
    "unsure",
];
/// Headings that describe the voice, not the business.
const VOICE: &[&str] = &[
    "tone",
    "voice",
    "style",
    "language",
    "sector",
    "today",
    "current time",
    "now",
];
/// Least score that counts as an answer.
const ENOUGH: u32 = 2;

/// The sentences of the context that answer the question, best first, two at most.
pub(crate) fn find(context: &str, question: &str) -> Vec<String> {
    let subject = subject(question);
    let asked: Vec<String> = words(question);
    let mut scored: Vec<(u32, usize, String)> = sentences(context)
        .into_iter()
        .enumerate()
        .map(|(place, sentence)| (score(&sentence, &subject, &asked), place, sentence))
        .filter(|(score, _, _)| *score >= ENOUGH)
        .collect();
    scored.sort_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    let best = scored.first().map_or(0, |(score, _, _)| *score);
    scored
        .into_iter()
        .filter(|(score, _, _)| *score * 3 >= best * 2)
        .take(2)
        .map(|(_, _, text)| text)
        .collect()
}

fn score(sentence: &str, subject: &[String], asked: &[String]) -> u32 {
    let said = words(sentence);
    let stems: Vec<String> = said.iter().map(|word| stem(word)).collect();
    let shared: u32 = subject
        .iter()
        .filter(|word| stems.contains(word))
        .map(|word| if is_common(word) { 1 } else { 3 })
        .sum();
    let topics = TOPICS
        .iter()
        .filter(|topic| asked.iter().any(|word| topic.asked.contains(&word.as_str())))
        .filter(|topic| said.iter().any(|word| topic.answered.contains(&word.as_str())))
        .count();
    shared + 2 * u32::try_from(topics).unwrap_or(0)
}

/// Whether half the context's sentences on a topic have this word, so that sharing it says little: `open`, `cost`, `order`.
fn is_common(word: &str) -> bool {
    TOPICS
        .iter()
        .any(|topic| topic.answered.iter().any(|one| stem(one) == word))
}

/// The sentences of the context that tell something about the business.
fn sentences(context: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in context.lines() {
        let line = line.trim().trim_start_matches(['-', '*', '#', '•', '>']).trim();
        let heading = line.split_once(':').map(|(heading, _)| heading.to_lowercase());
        let voice = heading.is_some_and(|heading| VOICE.iter().any(|word| heading.contains(word)));
        if line.is_empty() || line.ends_with(':') || voice {
            continue;
        }
        found.extend(split(line).into_iter().filter(|sentence| {
            let small = sentence.to_lowercase();
            !INSTRUCTIONS.iter().any(|phrase| small.contains(phrase))
        }));
    }
    found
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
