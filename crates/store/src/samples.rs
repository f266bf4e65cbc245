//! What older versions wrote is read, and the present version goes on writing what its samples say.
//!
//! A shape that changes without a new `EVENT_VERSION` and a step in the upcasters fails here, before it meets
//! somebody's journal.

use crate::upcast;
use desk::{AccountEvent, EVENT_VERSION, Event};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every version's samples: one event a line.
const EVENTS: &[&str] = &[include_str!("../tests/samples/events-1.jsonl")];
const ACCOUNT_EVENTS: &[&str] = &[include_str!("../tests/samples/account-events-1.jsonl")];

fn numbered(versions: &'static [&'static str]) -> impl Iterator<Item = (u32, &'static str)> {
    assert_eq!(
        versions.len(),
        EVENT_VERSION as usize,
        "each version has its samples"
    );
    (1..)
        .zip(versions)
        .flat_map(|(version, text)| text.lines().map(move |line| (version, line)))
}

#[test]
fn every_sample_of_every_version_is_read() {
    for (version, line) in numbered(EVENTS) {
        assert!(upcast::event(version, line).is_ok(), "{line}");
    }
    for (version, line) in numbered(ACCOUNT_EVENTS) {
        assert!(upcast::account_event(version, line).is_ok(), "{line}");
    }
}

#[test]
fn the_present_version_writes_what_its_samples_say() {
    let present = |(version, line): (u32, &'static str)| (version == EVENT_VERSION).then_some(line);
    for line in numbered(EVENTS).filter_map(present) {
        let event = upcast::event(EVENT_VERSION, line).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
    }
    for line in numbered(ACCOUNT_EVENTS).filter_map(present) {
        let event = upcast::account_event(EVENT_VERSION, line).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
    }
}

#[test]
fn every_kind_of_event_has_a_sample() {
    let tags = |lines: &str| -> BTreeSet<String> {
        let tag = |line| {
            serde_json::from_str::<Value>(line).unwrap()["event"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        lines.lines().map(tag).collect()
    };
    let sampled: BTreeSet<String> = EVENTS.iter().flat_map(|lines| tags(lines)).collect();
    assert_eq!(sampled, named_by::<Event>());
    let sampled: BTreeSet<String> = ACCOUNT_EVENTS.iter().flat_map(|lines| tags(lines)).collect();
    assert_eq!(sampled, named_by::<AccountEvent>());
}

/// The kinds as the type itself names them when it meets one that it does not know.
fn named_by<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    let Err(error) = serde_json::from_str::<T>(r#"{"event":"no such event"}"#) else {
        panic!("there is no such event");
    };
    let words = error.to_string();
    let (_, expected) = words.split_once("expected one of").expect("the kinds are listed");
    expected
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn an_event_of_a_later_version_is_refused_and_not_guessed() {
    let line = r#"{"event":"read_by_operator"}"#;
    assert!(upcast::event(EVENT_VERSION + 1, line).is_err());
    assert!(upcast::event(0, line).is_err());
}
