//! No. 5: no send is knowingly repeated, and none is silently lost.

use super::memory::{Entry, Memory, Send};
use super::{Findings, Record, Truth};
use crate::hub::{list, number, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Every send ended in a state that a person can read, and every promised one is there.
pub(super) fn states(memory: &Memory, record: &Record, findings: &mut Findings) {
    for send in &memory.sends {
        let over = matches!(
            send.state.as_str(),
            "accepted" | "confirmed" | "failed" | "cancelled"
        );
        findings.must(over, || {
            format!("{} is {} after everything has settled", send.id, send.state)
        });
    }
    for id in &record.promised {
        findings.must(memory.sends.iter().any(|send| send.id == *id), || {
            format!("the reply {id} was answered with 200 and is not in the outbox")
        });
    }
}

/// No attempt that left before `killed_at` is still taken to be on the wire.
pub(super) fn nothing_on_the_wire(memory: &Memory, killed_at: i64, findings: &mut Findings) {
    for send in memory.sends.iter().filter(|send| send.state == "sending") {
        findings.must(number(&send.body, "/released") > killed_at, || {
            format!("{} is still on the wire of an earlier life", send.id)
        });
    }
}

/// Between two attempts of a send there is always a known reason for the second.
pub(super) fn repeats(memory: &Memory, findings: &mut Findings) {
    for (send, entries) in by_send(memory) {
        let mut attempts = 0;
        let mut may_leave = true;
        let mut looks: Vec<&str> = Vec::new();
        for entry in entries {
            let event = &entry.body;
            match text(event, "/event") {
                // A draft that was taken back is put into the outbox again under its name.
                "send_enqueued" => findings.must(attempts == 0, || {
                    format!("{send} is put into the outbox again after it left")
                }),
                "send_released" => {
                    attempts += 1;
                    findings.must(number(event, "/attempt") == attempts, || {
                        format!(
                            "{send}: attempt {attempts} calls itself {}",
                            number(event, "/attempt")
                        )
                    });
                    findings.must(may_leave, || {
                        format!("{send} leaves again at {} without a reason", entry.seq)
                    });
                    may_leave = false;
                    looks.clear();
                }
                "send_looked" => looks.push(text(event, "/look")),
                "send_requeued" => {
                    may_leave = true;
                    let proven = looks.ends_with(&["not_found", "not_found"]);
                    findings.must(text(event, "/why") != "not_found" || proven, || {
                        format!("{send} goes out again at {} after {looks:?}", entry.seq)
                    });
                }
                _ => {}
            }
        }
    }
}

fn by_send(memory: &Memory) -> BTreeMap<&str, Vec<&Entry>> {
    let mut found: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in &memory.journal {
        let send = text(&entry.body, "/send");
        if !send.is_empty() {
            found.entry(send).or_default().push(entry);
        }
    }
    found
}

/// What the platform accepted of our words, beside what the desk knows of it.
pub(super) fn acceptances(memory: &Memory, truth: &Truth, record: &Record, findings: &mut Findings) {
    let again = not_found(memory);
    for (conversation, thread) in truth {
        let mut accepted: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for message in list(thread, "/messages")
            .iter()
            .filter(|one| text(one, "/who") == "api")
        {
            accepted.entry(text(message, "/text")).or_default().push(message);
        }
        for (words, messages) in &accepted {
            let sends: Vec<&Send> = memory
                .sends
                .iter()
                .filter(|send| send.conversation == *conversation)
                .filter(|send| memory.words_of_send(&send.id) == Some(words))
                .collect();
            let at_most: usize = if record.looks_lag {
                sends
                    .iter()
                    .map(|send| 1 + again.get(send.id.as_str()).unwrap_or(&0))
                    .sum()
            } else {
                sends.len()
            };
            findings.must(messages.len() <= at_most, || {
                format!(
                    "{conversation}: `{words}` was accepted {} times, for {} sends",
                    messages.len(),
                    sends.len()
                )
            });
            let arrived = sends.iter().filter(|send| arrived(send)).count();
            findings.must(arrived <= messages.len(), || {
                format!(
                    "{conversation}: `{words}` arrived {} times, not {arrived}",
                    messages.len()
                )
            });
            // With looks that lag, a second acceptance has no send of its own and shows as somebody else's.
            findings.must(record.looks_lag || arrived == messages.len(), || {
                format!(
                    "{conversation}: `{words}` arrived {} times, and the desk knows of {arrived}",
                    messages.len()
                )
            });
        }
        for send in memory
            .sends
            .iter()
            .filter(|send| send.conversation == *conversation && arrived(send))
        {
            let words = memory.words_of_send(&send.id).unwrap_or_default();
            findings.must(accepted.contains_key(words), || {
                format!("{} is {} and never arrived", send.id, send.state)
            });
        }
    }
}

fn arrived(send: &Send) -> bool {
    matches!(send.state.as_str(), "accepted" | "confirmed")
}

/// How often each send went out again because two looks did not find it.
fn not_found(memory: &Memory) -> BTreeMap<&str, usize> {
    let mut found = BTreeMap::new();
    for entry in &memory.journal {
        if text(&entry.body, "/event") == "send_requeued" && text(&entry.body, "/why") == "not_found" {
            *found.entry(text(&entry.body, "/send")).or_insert(0) += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn broken(rest: &[Value]) -> usize {
        let first = json!({ "event": "send_released", "send": "s", "attempt": 1 });
        let again = json!({ "event": "send_released", "send": "s", "attempt": 2 });
        let events = [&[first], rest, &[again]].concat();
        let mut findings = Findings::default();
        repeats(&Memory::of_events(events), &mut findings);
        findings.broken.len()
    }

    #[test]
    fn a_second_attempt_needs_a_reason_and_two_looks_that_did_not_find_it() {
        let looked = |look: &str| json!({ "event": "send_looked", "send": "s", "look": look });
        let requeued = |why: &str| json!({ "event": "send_requeued", "send": "s", "why": why });
        assert_eq!(broken(&[]), 1);
        assert_eq!(broken(&[requeued("not_sent")]), 0);
        assert_eq!(broken(&[looked("not_found"), requeued("not_found")]), 1);
        let could_not = [
            looked("not_found"),
            looked("could_not_look"),
            requeued("not_found"),
        ];
        assert_eq!(broken(&could_not), 1);
        let twice = [looked("not_found"), looked("not_found"), requeued("not_found")];
        assert_eq!(broken(&twice), 0);
    }
}
