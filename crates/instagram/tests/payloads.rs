//! Every event of contract 3.6, and the oddities around them, as Meta would deliver them.
//!
//! `payloads/NAME.json` is a whole delivery; `snapshots/` holds what each of its items reads as.

#![expect(
    clippy::unwrap_used,
    reason = "what a test needs to set up may panic like the test itself"
)]

use std::collections::BTreeMap;
use std::path::Path;

use instagram::webhook::{Item, decode, dedup_key, split};
use serde::Serialize;

/// What became of one item.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Read {
    Item { dedup_key: String, item: Box<Item> },
    Undecodable(String),
}

fn payloads() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/payloads");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .map(|path| {
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                std::fs::read(&path).unwrap(),
            )
        })
        .collect()
}

fn read(body: &[u8]) -> Vec<Read> {
    let read = |raw| match decode(raw) {
        Ok(item) => Read::Item {
            dedup_key: dedup_key(raw, &item),
            item: Box::new(item),
        },
        Err(error) => Read::Undecodable(error.to_string()),
    };
    split(body).unwrap().iter().map(read).collect()
}

#[test]
fn every_payload_reads_as_recorded() {
    for (name, body) in payloads() {
        insta::assert_json_snapshot!(name, read(&body));
    }
}

#[test]
fn the_contract_has_an_example_for_every_kind_that_is_known() {
    let kinds: std::collections::BTreeSet<String> = payloads()
        .values()
        .flat_map(|body| read(body))
        .filter_map(|read| match read {
            Read::Item { item, .. } => match serde_json::to_value(item.kind).unwrap() {
                serde_json::Value::String(name) => Some(name),
                serde_json::Value::Object(kind) => kind.keys().next().cloned(),
                _ => None,
            },
            Read::Undecodable(_) => None,
        })
        .collect();
    let expected = [
        "comment",
        "echo",
        "edited",
        "handover",
        "mention",
        "message",
        "opt_in",
        "phantom_edit",
        "postback",
        "reaction",
        "referral",
        "seen",
        "test_event",
        "unknown",
        "unsent",
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
}
