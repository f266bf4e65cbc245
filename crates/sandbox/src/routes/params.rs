//! Parameters however they come: query, form (flat or `nested[field]`), JSON (contract 4.1, 3.2).

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use url::form_urlencoded;

/// The pairs of a query or a form.
pub(crate) fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// A form as the JSON body it stands for: `recipient[id]=1` and `recipient={"id":"1"}` both become an object.
pub(crate) fn nested(pairs: &[(String, String)]) -> Value {
    let mut root = Map::new();
    for (key, text) in pairs {
        let path: Vec<&str> = key.split(['[', ']']).filter(|part| !part.is_empty()).collect();
        let value = match text.chars().next() {
            Some('{' | '[') => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
            _ => Value::String(text.clone()),
        };
        put(&mut root, &path, value);
    }
    Value::Object(root)
}

fn put(place: &mut Map<String, Value>, path: &[&str], value: Value) {
    match path {
        [] => {}
        [last] => {
            place.insert((*last).to_owned(), value);
        }
        [first, rest @ ..] => {
            let inner = place.entry(*first).or_insert(Value::Null);
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            if let Some(inner) = inner.as_object_mut() {
                put(inner, rest, value);
            }
        }
    }
}

/// A list that came as a comma list, as repeated `name[]`, or as a JSON array.
pub(crate) fn list(name: &str, pairs: &[(String, String)], body: &Value) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (key, value) in pairs {
        let repeated = key.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
        if key == name || repeated {
            found.push(value.clone());
        }
    }
    match body.get(name) {
        Some(Value::Array(items)) => found.extend(items.iter().filter_map(Value::as_str).map(str::to_owned)),
        Some(Value::String(text)) => found.push(text.clone()),
        _ => {}
    }
    // A form is both pairs and body, so the same name may come twice.
    let mut seen = BTreeSet::new();
    found
        .iter()
        .flat_map(|text| split(text))
        .filter(|name| seen.insert(name.clone()))
        .collect()
}

fn split(text: &str) -> Vec<String> {
    match serde_json::from_str::<Vec<String>>(text) {
        Ok(items) => items,
        Err(_) => text
            .split(',')
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_form_becomes_the_same_body_as_json() {
        let bracketed = nested(&pairs(b"recipient[id]=61&message[text]=Hi+there"));
        let inline = nested(&pairs(
            b"recipient=%7B%22id%22%3A%2261%22%7D&message=%7B%22text%22%3A%22Hi+there%22%7D",
        ));
        assert_eq!(bracketed, inline);
        assert_eq!(bracketed["message"]["text"], "Hi there");
    }

    #[test]
    fn a_list_is_read_in_all_its_forms() {
        let wanted = vec!["messages".to_owned(), "messaging_seen".to_owned()];
        for form in [
            "subscribed_fields=messages,messaging_seen",
            "subscribed_fields[]=messages&subscribed_fields[]=messaging_seen",
            "subscribed_fields=%5B%22messages%22%2C%22messaging_seen%22%5D",
        ] {
            assert_eq!(
                list("subscribed_fields", &pairs(form.as_bytes()), &Value::Null),
                wanted,
                "{form}"
            );
        }
        let body = serde_json::json!({ "subscribed_fields": ["messages", "messaging_seen"] });
        assert_eq!(list("subscribed_fields", &[], &body), wanted);
    }
}
