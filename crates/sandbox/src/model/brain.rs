//! What the model says: the business context answers, or a person is asked.

use serde_json::Value;

use super::knowledge;
use super::tools::{self, Tool};
use super::words::{mentions, subject};

/// A request, read.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// Every system and developer message.
    pub(crate) system: String,
    /// What the customer said since the last answer.
    pub(crate) text: String,
    /// The newest message is a tool's result.
    pub(crate) after_tool: bool,
    pub(crate) tools: Vec<Tool>,
    pub(crate) messages: usize,
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Text(String),
    Call { name: String, arguments: String },
}

const PERSON: &[&str] = &[
    "person",
    "human",
    "agent",
    "manager",
    "owner",
    "staff",
    "employee",
    "representative",
    "colleague",
    "speak to someone",
    "talk to someone",
    "speak with someone",
    "talk with someone",
    "real people",
    "موظف",
    "شخص",
    "إنسان",
    "انسان",
    "المدير",
];
const COMPLAINT: &[&str] = &[
    "complain",
    "complaint",
    "refund",
    "money back",
    "disgusting",
    "terrible",
    "wrong",
    "lawyer",
    "food poisoning",
    "sick",
    "شكوى",
];
const DECISION: &[&str] = &[
    "keep",
    "reserve",
    "set aside",
    "put aside",
    "cancel",
    "change my order",
];
const GREETING: &[&str] = &[
    "hello",
    "hi",
    "hey",
    "good morning",
    "good evening",
    "good afternoon",
    "hallo",
    "hola",
    "مرحبا",
    "السلام عليكم",
];
const PRAISE: &[&str] = &[
    "best",
    "love",
    "loved",
    "amazing",
    "delicious",
    "wonderful",
    "beautiful",
    "great",
];
const THANKS: &[&str] = &["thanks", "thank you", "thx", "merci", "danke", "شكرا", "شكراً"];

impl Question {
    /// Reads the messages and tools of a request.
    pub(crate) fn read(request: &Value) -> Self {
        let messages: Vec<&Value> = request
            .get("messages")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .collect();
        let role = |message: &Value| {
            message
                .get("role")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let of_system = |message: &&&Value| matches!(role(message).as_str(), "system" | "developer");
        let system: Vec<String> = messages
            .iter()
            .filter(of_system)
            .map(|message| text(message))
            .collect();
        let mut said: Vec<String> = messages
            .iter()
            .rev()
            .filter(|message| !of_system(message))
            .take_while(|message| role(message) == "user")
            .map(|message| text(message))
            .collect();
        said.reverse();
        Self {
            system: system.join("\n"),
            text: said.join("\n"),
            after_tool: messages.last().is_some_and(|message| role(message) == "tool"),
            tools: tools::offered(request),
            messages: messages.len(),
        }
    }
}

/// The text of a message, whether it is a string or a list of parts.
fn text(message: &Value) -> String {
    match message.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            let texts = parts
                .iter()
                .filter_map(|part| part.get("text").and_then(Value::as_str));
            texts.collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    }
}

/// Answers a question.
pub(crate) fn answer(question: &Question) -> Answer {
    if question.after_tool {
        return Answer::Text("A colleague will take over and answer you here.".to_owned());
    }
    let (said, shown) = without_placeholders(&question.text);
    if mentions(&said, COMPLAINT) {
        return hand_over(question, "The customer has a complaint.");
    }
    if mentions(&said, PERSON) {
        return hand_over(question, "The customer asked for a person.");
    }
    if mentions(&said, DECISION) {
        return hand_over(
            question,
            "The customer asks for something only a person can decide.",
        );
    }
    if mentions(&shown, &["audio", "voice"]) {
        return hand_over(
            question,
            "The customer sent a voice note, which cannot be heard here.",
        );
    }
    let greeting = greeting(&said);
    let known = knowledge::find(&question.system, &said);
    if !known.is_empty() {
        return Answer::Text(format!("{greeting}{}", known.join(" ")));
    }
    if mentions(&said, THANKS) {
        return Answer::Text("You're welcome! Have a lovely day.".to_owned());
    }
    if mentions(&said, PRAISE) && !said.contains('?') {
        return Answer::Text(format!("{greeting}Thank you so much, that makes our day!"));
    }
    if subject(&said).is_empty() {
        let line = if shown.is_empty() {
            "How can we help you?"
        } else {
            "Thank you for sharing this with us! What would you like to know?"
        };
        return Answer::Text(format!(
            "{}{line}",
            if greeting.is_empty() { "Hello! " } else { greeting }
        ));
    }
    hand_over(question, "The information needed to answer is missing.")
}

fn greeting(said: &str) -> &'static str {
    let arabic = said
        .chars()
        .any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter));
    match (arabic, mentions(said, GREETING)) {
        (true, _) => "مرحبًا! ",
        (false, true) => "Hello! ",
        (false, false) => "",
    }
}

fn hand_over(question: &Question, reason: &str) -> Answer {
    match tools::hand_over(&question.tools) {
        Some(tool) => Answer::Call {
            name: tool.name.clone(),
            arguments: tools::arguments(tool, reason),
        },
        None => Answer::Text("I am not sure about that. A colleague will answer you here soon.".to_owned()),
    }
}

/// What was said, and what was shown: clients write attachments as `[image]` or `(voice note)`.
fn without_placeholders(text: &str) -> (String, String) {
    let (mut said, mut shown) = (String::new(), String::new());
    let mut inside = None;
    for letter in text.chars() {
        match (inside, letter) {
            (None, '[') => inside = Some(']'),
            (Some(close), letter) if letter == close => {
                inside = None;
                shown.push(' ');
            }
            (Some(_), letter) => shown.push(letter),
            (None, letter) => said.push(letter),
        }
    }
    (said, shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ask(messages: Value) -> Answer {
        let tool = json!({ "type": "function", "function": { "name": "hand_over_to_human",
            "parameters": { "type": "object", "properties": { "reason": { "type": "string" } } } } });
        answer(&Question::read(&json!({ "messages": messages, "tools": [tool] })))
    }

    fn system() -> Value {
        json!({ "role": "system", "content": "You are the bakery's assistant.\nWe open at 8:00. We are closed on Sunday." })
    }

    #[test]
    fn the_context_answers() {
        let answer = ask(json!([system(), { "role": "user", "content": "Hi! Do you open on Sunday?" }]));
        assert_eq!(answer, Answer::Text("Hello! We are closed on Sunday.".to_owned()));
    }

    #[test]
    fn several_messages_since_the_last_answer_are_one_question() {
        let answer = ask(json!([
            system(),
            { "role": "user", "content": "hello" },
            { "role": "assistant", "content": "Hello!" },
            { "role": "user", "content": "quick one" },
            { "role": "user", "content": [{ "type": "text", "text": "when do you open" }] },
        ]));
        assert!(matches!(answer, Answer::Text(text) if text.contains("8:00")));
    }

    #[test]
    fn a_person_is_asked_when_wanted_or_needed() {
        for text in [
            "Can I talk to a real person?",
            "I want a refund",
            "Do you repair bicycles?",
            "[voice note]",
        ] {
            let answer = ask(json!([system(), { "role": "user", "content": text }]));
            let Answer::Call { name, arguments } = answer else {
                panic!("{text}")
            };
            assert_eq!(name, "hand_over_to_human");
            assert!(arguments.contains("reason"));
        }
    }

    #[test]
    fn greetings_thanks_and_pictures_are_answered_without_a_person() {
        for text in [
            "Hello",
            "Thank you so much",
            "[image]",
            "🥐😍",
            "👩🏽‍🍳 best croissants in town",
        ] {
            let answer = ask(json!([system(), { "role": "user", "content": text }]));
            assert!(matches!(answer, Answer::Text(_)), "{text}");
        }
    }
}
