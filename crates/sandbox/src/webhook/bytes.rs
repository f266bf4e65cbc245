//! JSON as the platform writes it (contract 3.4, 11.2): compact, in the order given, everything outside ASCII as lower-case
//! `\uXXXX` (surrogate pairs beyond the basic plane), `/` as `\/`, and by setting `@`, `<` and `%` escaped as well.
//!
//! It exists because the signature is made over these very bytes: a receiver that parses and writes them again must fail.

use serde_json::Value;

/// A JSON value whose members keep their order.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Int(i64),
    /// A number already written down.
    Lexeme(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// An object of these members, in this order.
pub(crate) fn object<const N: usize>(members: [(&str, Node); N]) -> Node {
    Node::Object(
        members
            .into_iter()
            .map(|(name, node)| (name.to_owned(), node))
            .collect(),
    )
}

impl Node {
    /// Adds a member at the end of an object.
    pub(crate) fn with(mut self, name: &str, node: impl Into<Node>) -> Self {
        if let Self::Object(members) = &mut self {
            members.push((name.to_owned(), node.into()));
        }
        self
    }

    /// Adds a member when there is something to add.
    pub(crate) fn with_some<T: Into<Node>>(self, name: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Writes it down. `extra` escapes `@`, `<` and `%` too.
    pub(crate) fn write(&self, extra: bool) -> String {
        let mut out = String::new();
        self.write_to(&mut out, extra);
        out
    }

    fn write_to(&self, out: &mut String, extra: bool) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Int(number) => out.push_str(&number.to_string()),
            Self::Lexeme(number) => out.push_str(number),
            Self::Text(text) => write_text(out, text, extra),
            Self::List(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    item.write_to(out, extra);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (place, (name, node)) in members.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    write_text(out, name, extra);
                    out.push(':');
                    node.write_to(out, extra);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(out: &mut String, text: &str, extra: bool) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '/' => out.push_str("\\/"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '@' | '<' | '%' if extra => write_units(out, letter),
            ' '..='~' => out.push(letter),
            _ => write_units(out, letter),
        }
    }
    out.push('"');
}

fn write_units(out: &mut String, letter: char) {
    for unit in letter.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04x}"));
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Node {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Node {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Node {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Self {
        Self::List(items)
    }
}

impl From<&Value> for Node {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(yes) => Self::Bool(*yes),
            Value::Number(number) => Self::Lexeme(number.to_string()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Object(members) => Self::Object(
                members
                    .iter()
                    .map(|(name, one)| (name.clone(), Self::from(one)))
                    .collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, extra: bool) -> String {
        Node::from(text).write(extra)
    }

    #[test]
    fn everything_outside_ascii_is_escaped_in_lower_case() {
        assert_eq!(written("ä", false), r#""\u00e4""#);
        assert_eq!(written("🙂", false), r#""\ud83d\ude42""#);
        assert_eq!(written("متى", false), r#""\u0645\u062a\u0649""#);
        assert_eq!(written("\u{7f}\u{1}", false), r#""\u007f\u0001""#);
    }

    #[test]
    fn slashes_are_escaped_always_and_the_extra_characters_by_setting() {
        assert_eq!(
            written("https://a.test/@x?<50%", false),
            r#""https:\/\/a.test\/@x?<50%""#
        );
        assert_eq!(written("@<%", true), r#""\u0040\u003c\u0025""#);
    }

    #[test]
    fn members_keep_their_order_and_nothing_is_spaced() {
        let node = object([
            ("object", "instagram".into()),
            ("entry", Node::List(vec![Node::Int(1), Node::Null])),
        ]);
        assert_eq!(node.write(true), r#"{"object":"instagram","entry":[1,null]}"#);
    }

    #[test]
    fn what_is_written_reads_back_as_what_was_meant() {
        for text in ["a\"b\\c/d\n\r\t\u{8}\u{c}", "👩🏽‍🍳 @ 100 %", "\u{2028}", "𝔘"] {
            let back: String = serde_json::from_str(&written(text, true)).unwrap();
            assert_eq!(back, text);
        }
    }
}
