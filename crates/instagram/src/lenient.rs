//! Reading JSON that may be anything.
//!
//! Meta's documents and Meta's wire disagree: ids come as numbers or strings, objects are missing, and one
//! broken escape makes a strict parser refuse a whole delivery. [`Node`] looks at one level at a time and
//! leaves everything below it as text, so a damaged corner costs only itself. Numbers keep their digits:
//! ids exceed 2^53 and must never pass through a float.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// One JSON value, not yet looked into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a>(&'a str);

impl<'a> Node<'a> {
    /// Checks that `json` is one JSON value. Strings inside it may still hold broken escapes.
    pub(crate) fn parse(json: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(json).map(Self::of)
    }

    fn of(raw: &'a RawValue) -> Self {
        Self(raw.get())
    }

    /// The value as it was written.
    pub(crate) fn json(self) -> &'a str {
        self.0
    }

    /// The members of an object in order, or none for anything else.
    pub(crate) fn members(self) -> Option<Vec<(String, Node<'a>)>> {
        if !self.0.starts_with('{') {
            return None;
        }
        serde_json::Deserializer::from_str(self.0)
            .deserialize_map(Members)
            .ok()
    }

    /// The elements of an array, or none for anything else.
    pub(crate) fn elements(self) -> Option<Vec<Node<'a>>> {
        if !self.0.starts_with('[') {
            return None;
        }
        serde_json::Deserializer::from_str(self.0)
            .deserialize_seq(Elements)
            .ok()
    }

    pub(crate) fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// The object's members by name.
    pub(crate) fn object(self) -> Option<Object<'a>> {
        self.members().map(Object)
    }

    /// A string's content. An escape that names half a character reads as U+FFFD.
    pub(crate) fn text(self) -> Option<String> {
        if !self.0.starts_with('"') {
            return None;
        }
        serde_json::from_str(&mended(self.0)).ok()
    }

    /// A string's content or a number's digits. An empty string is no id.
    pub(crate) fn id(self) -> Option<String> {
        match self.0.as_bytes().first() {
            Some(b'"') => self.text().filter(|text| !text.is_empty()),
            Some(b'0'..=b'9' | b'-') => Some(self.0.to_owned()),
            _ => None,
        }
    }

    /// A whole number, written as a number or as a string. Fractions are cut off.
    pub(crate) fn integer(self) -> Option<i64> {
        let digits = self.id()?;
        let digits = digits.trim();
        digits.parse().ok().or_else(|| {
            let (whole, fraction) = digits.split_once('.')?;
            fraction
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| whole.parse().ok())?
        })
    }

    /// A time in ms, from ms or seconds, number or string (contract 3.5).
    pub(crate) fn time_ms(self) -> Option<i64> {
        self.integer().and_then(ms_by_magnitude)
    }

    /// `true`, `"true"`, `1` and `"1"`; anything else is no.
    pub(crate) fn is_true(self) -> bool {
        matches!(self.0, "true" | "\"true\"" | "1" | "\"1\"")
    }
}

/// An object's members. The last of several members with one name counts, as in most parsers.
#[derive(Default)]
pub(crate) struct Object<'a>(Vec<(String, Node<'a>)>);

impl<'a> Object<'a> {
    /// A member; `null` counts as missing.
    pub(crate) fn get(&self, name: &str) -> Option<Node<'a>> {
        let (_, node) = self.0.iter().rev().find(|(key, _)| key == name)?;
        (node.0 != "null").then_some(*node)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(crate) fn object(&self, name: &str) -> Option<Object<'a>> {
        self.get(name)?.object()
    }

    pub(crate) fn elements(&self, name: &str) -> Option<Vec<Node<'a>>> {
        self.get(name)?.elements()
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.text()
    }

    pub(crate) fn id(&self, name: &str) -> Option<String> {
        self.get(name)?.id()
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.get(name)?.integer()
    }

    pub(crate) fn time_ms(&self, name: &str) -> Option<i64> {
        self.get(name)?.time_ms()
    }

    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(Node::is_true)
    }

    /// All members, in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, Node<'a>)> {
        self.0.iter().map(|(name, node)| (name.as_str(), *node))
    }
}

/// Seconds or milliseconds, told apart by size: what would lie beyond the year 2100 as seconds is
/// milliseconds. Zero and negative values are no time.
fn ms_by_magnitude(value: i64) -> Option<i64> {
    const YEAR_2100_IN_SECONDS: i64 = 4_102_444_800;
    if value <= 0 {
        None
    } else if value < YEAR_2100_IN_SECONDS {
        Some(value * 1000)
    } else {
        Some(value)
    }
}

/// Replaces each `\u` escape that is half of a surrogate pair by U+FFFD; everything else stays as it is.
/// serde_json refuses such text, and with it whatever it stands in.
pub(crate) fn mended(json: &str) -> Cow<'_, str> {
    let Some(first) = lone_surrogate(json, 0) else {
        return Cow::Borrowed(json);
    };
    let mut result = String::with_capacity(json.len());
    let mut copied = 0;
    let mut found = Some(first);
    while let Some(at) = found {
        result.push_str(json.get(copied..at).unwrap_or_default());
        result.push_str("\\ufffd");
        copied = at + ESCAPE_BYTES;
        found = lone_surrogate(json, copied);
    }
    result.push_str(json.get(copied..).unwrap_or_default());
    Cow::Owned(result)
}

/// Length of `\uXXXX`.
const ESCAPE_BYTES: usize = 6;

/// The position of the next unpaired surrogate escape. Backslashes occur only inside strings, so no other
/// structure needs to be followed.
fn lone_surrogate(json: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += json.get(at..)?.find('\\')?;
        match unit(json, at) {
            Some(0xD800..=0xDBFF) => match unit(json, at + ESCAPE_BYTES) {
                Some(0xDC00..=0xDFFF) => at += 2 * ESCAPE_BYTES,
                _ => return Some(at),
            },
            Some(0xDC00..=0xDFFF) => return Some(at),
            Some(_) => at += ESCAPE_BYTES,
            // Another escape: the backslash and one more character, which may be a backslash too.
            None => at += 1 + json.get(at + 1..)?.chars().next()?.len_utf8(),
        }
    }
}

/// The UTF-16 unit of a `\uXXXX` escape that starts at `at`.
fn unit(json: &str, at: usize) -> Option<u16> {
    let digits = json.get(at..at + ESCAPE_BYTES)?.strip_prefix("\\u")?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then(|| u16::from_str_radix(digits, 16).ok())?
}

struct Members;

impl<'a> Visitor<'a> for Members {
    type Value = Vec<(String, Node<'a>)>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut members = Vec::new();
        // The name is taken raw as well: a broken escape in a name must not hide its neighbours.
        while let Some(name) = map.next_key::<&RawValue>()? {
            let value = map.next_value::<&RawValue>()?;
            members.push((Node::of(name).text().unwrap_or_default(), Node::of(value)));
        }
        Ok(members)
    }
}

struct Elements;

impl<'a> Visitor<'a> for Elements {
    type Value = Vec<Node<'a>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array")
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
        let mut elements = Vec::new();
        while let Some(value) = seq.next_element::<&RawValue>()? {
            elements.push(Node::of(value));
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(elements)
    }
}

#[cfg(test)]
#[path = "lenient_tests.rs"]
mod tests;
