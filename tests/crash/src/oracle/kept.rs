//! Nos. 1 and 2: what was answered with 200 is on disk, once, as it was said; and no. 7's words are gone.

use super::memory::{Memory, Message};
use super::{Findings, Record, Truth};
use crate::hub::{list, text};
use crate::stage::Stage;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The journal has no gap and its time never goes back.
pub fn journal(memory: &Memory, findings: &mut Findings) {
    let mut last = (0, i64::MIN);
    for entry in &memory.journal {
        findings.must(entry.seq == last.0 + 1, || {
            format!("the journal jumps from {} to {}", last.0, entry.seq)
        });
        findings.must(entry.at >= last.1, || {
            format!("the journal's time goes back at {}", entry.seq)
        });
        last = (entry.seq, entry.at);
    }
    let mut received = BTreeSet::new();
    for entry in &memory.journal {
        let kind = text(&entry.body, "/event");
        if kind == "message_received" || kind == "answered_elsewhere" {
            let mid = text(&entry.body, "/mid");
            findings.must(received.insert(mid), || {
                format!("{mid} was taken in twice, again at {}", entry.seq)
            });
        }
    }
}

/// Deliveries that were answered with 200 while the hub lived; it is dead now.
pub fn answered(memory: &Memory, deliveries: &Value, findings: &mut Findings) {
    for delivery in list(deliveries, "/deliveries") {
        if text(delivery, "/state") != "delivered" {
            continue;
        }
        for mid in list(delivery, "/mids").iter().filter_map(Value::as_str) {
            findings.must(memory.has_mid(mid), || {
                format!("{mid} was answered with 200 and is not on disk")
            });
        }
    }
}

/// Every message of every thread is stored once, under the right name, with its last words; nothing else is.
pub fn messages(memory: &Memory, truth: &Truth, record: &Record, findings: &mut Findings) {
    let mut stored: BTreeMap<&str, &Message> = BTreeMap::new();
    for message in &memory.messages {
        let Some(mid) = &message.mid else { continue };
        findings.must(stored.insert(mid, message).is_none(), || {
            format!("{mid} is stored twice")
        });
    }
    let mut real = BTreeSet::new();
    for (conversation, thread) in truth {
        for message in list(thread, "/messages") {
            let mid = text(message, "/mid");
            real.insert(mid);
            match stored.get(mid) {
                Some(row) => {
                    findings.must(row.conversation == *conversation, || {
                        format!("{mid} is stored in {}, not in {conversation}", row.conversation)
                    });
                    same(memory, row, message, record, findings);
                }
                None => {
                    // A send that the operator vouched for has no mid until its echo comes; the outbox counts it.
                    let vouched = text(message, "/who") == "api";
                    let unknowable = text(message, "/direction") == "out" && !record.delivered.contains(mid);
                    findings.must(vouched || unknowable, || {
                        format!("{mid} was never stored: {message}")
                    });
                }
            }
        }
    }
    for mid in stored.keys() {
        findings.must(real.contains(mid), || {
            format!("{mid} is stored and nobody said it")
        });
    }
}

fn same(memory: &Memory, row: &Message, message: &Value, record: &Record, findings: &mut Findings) {
    let mid = text(message, "/mid");
    let fits = match text(message, "/who") {
        "customer" => row.who == "customer",
        "api" if record.looks_lag => true,
        "api" => row.who == "operator" || row.who == "autopilot",
        _ => row.who == "phone" || row.who == "other_app",
    };
    findings.must(fits, || {
        format!(
            "{mid} is {}'s and is stored as {}'s",
            text(message, "/who"),
            row.who
        )
    });
    if message.get("deleted") == Some(&Value::Bool(true)) {
        findings.must(row.unsent, || format!("{mid} was taken back and still stands"));
        findings.must(memory.words_of(row).is_none(), || {
            format!("{mid} was taken back and its words are kept")
        });
        return;
    }
    findings.must(!row.unsent, || format!("{mid} stands as taken back, and was not"));
    let words = memory.words_of(row).unwrap_or_default();
    findings.must(words == text(message, "/text"), || {
        format!("{mid} says `{}` and is kept as `{words}`", text(message, "/text"))
    });
}

/// The API shows each message once, and every send in a state that a person can read.
///
/// # Errors
/// The hub does not answer.
pub async fn shown(
    stage: &Stage,
    truth: &Truth,
    memory: &Memory,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let door = stage.door()?;
    for (conversation, thread) in truth {
        if !memory
            .messages
            .iter()
            .any(|row| row.conversation == *conversation)
        {
            continue;
        }
        let mut shown: BTreeMap<String, Value> = BTreeMap::new();
        let mut before = String::new();
        loop {
            let page = door
                .get(&format!(
                    "/api/conversations/{conversation}/items?limit=100{before}"
                ))
                .await?;
            for item in list(&page, "/items")
                .iter()
                .filter(|item| text(item, "/type") == "message")
            {
                let key = text(item, "/key").to_owned();
                findings.must(shown.insert(key.clone(), item.clone()).is_none(), || {
                    format!("{key} is shown twice")
                });
            }
            match page.get("next").and_then(Value::as_str) {
                Some(next) => before = format!("&before={next}"),
                None => break,
            }
        }
        readable(&shown, findings);
        compare(&shown, thread, findings);
    }
    Ok(())
}

fn readable(shown: &BTreeMap<String, Value>, findings: &mut Findings) {
    for (key, item) in shown
        .iter()
        .filter(|(_, item)| item.get("send").is_some_and(Value::is_object))
    {
        let state = text(item, "/send/state");
        findings.must(
            matches!(state, "accepted" | "confirmed" | "failed" | "cancelled"),
            || format!("{key} is shown as {state} after everything has settled"),
        );
        findings.must(!text(item, "/send/sentence").is_empty(), || {
            format!("{key} has no sentence")
        });
    }
}

fn compare(shown: &BTreeMap<String, Value>, thread: &Value, findings: &mut Findings) {
    let by_mid: BTreeMap<&str, &Value> = shown.values().map(|item| (text(item, "/mid"), item)).collect();
    for message in list(thread, "/messages")
        .iter()
        .filter(|one| text(one, "/who") == "customer")
    {
        let mid = text(message, "/mid");
        let Some(item) = by_mid.get(mid) else {
            findings.broken.push(format!("{mid} is not shown"));
            continue;
        };
        let gone = message.get("deleted") == Some(&Value::Bool(true));
        let words = if gone { "" } else { text(message, "/text") };
        findings.must(text(item, "/text") == words, || {
            format!("{mid} says `{words}` and is shown as `{}`", text(item, "/text"))
        });
    }
}

/// No file of a stopped desk holds these words.
///
/// # Errors
/// A file cannot be read.
pub fn gone(folder: &std::path::Path, words: &[String], findings: &mut Findings) -> anyhow::Result<()> {
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        let bytes = std::fs::read(&path)?;
        for word in words {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            findings.must(!found, || {
                format!("`{word}` was taken back and lies in {}", path.display())
            });
        }
    }
    Ok(())
}
