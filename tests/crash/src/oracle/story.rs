//! Nos. 3 and 4, from the journal: the autopilot never speaks after a human has, and a burst gets at most one
//! answer and exactly one decision.

use super::Findings;
use super::memory::{Entry, Memory};
use crate::hub::text;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The owners for whom the autopilot answers.
const AUTOPILOTS: &[&str] = &["fresh", "handed_back", "timed_back"];

/// No release of the autopilot's own stands after a human act without a hand-back between.
pub(super) fn owners(memory: &Memory, findings: &mut Findings) {
    for (conversation, entries) in memory.by_conversation() {
        let mut human: Option<i64> = None;
        let mut pilots = BTreeSet::new();
        for entry in entries {
            let event = &entry.body;
            let send = text(event, "/send");
            match text(event, "/event") {
                "operator_acted" => human = Some(entry.seq),
                "answered_elsewhere" if text(event, "/by") == "phone" => human = Some(entry.seq),
                "owner_changed" if AUTOPILOTS.contains(&text(event, "/owner/reason")) => human = None,
                "send_enqueued" if text(event, "/writer") == "autopilot" => {
                    pilots.insert(send);
                }
                // From here on a person answers for it.
                "send_requeued" if text(event, "/why") == "again" => {
                    pilots.remove(send);
                }
                "send_released" if pilots.contains(send) => findings.must(human.is_none(), || {
                    format!(
                        "{conversation}: the autopilot speaks at {} after a human did at {}",
                        entry.seq,
                        human.unwrap_or_default()
                    )
                }),
                _ => {}
            }
        }
    }
}

/// Every burst that opened is decided once, and what it came to is what its record says.
pub(super) fn bursts(memory: &Memory, findings: &mut Findings) {
    let mut opened = BTreeSet::new();
    let mut decided: BTreeMap<String, String> = BTreeMap::new();
    for entry in &memory.journal {
        match text(&entry.body, "/event") {
            "burst_opened" => {
                let burst = name(&entry.body, "/burst");
                findings.must(opened.insert(burst.clone()), || {
                    format!("the burst {burst} opened twice")
                });
            }
            "decided" => {
                let burst = name(&entry.body, "/decision/burst");
                let outcome = text(&entry.body, "/decision/outcome").to_owned();
                findings.must(opened.contains(&burst), || {
                    format!("{burst} is decided and never opened")
                });
                findings.must(decided.insert(burst.clone(), outcome).is_none(), || {
                    format!("{burst} is decided twice, again at {}", entry.seq)
                });
            }
            _ => {}
        }
    }
    for burst in &opened {
        findings.must(decided.contains_key(burst), || {
            format!("the burst {burst} has no decision")
        });
        findings.must(memory.decided.iter().any(|row| row == burst), || {
            format!("the burst {burst} has no record")
        });
    }
    findings.must(memory.decided.len() == decided.len(), || {
        format!("{} records of {} decisions", memory.decided.len(), decided.len())
    });
    findings.must(memory.open_bursts.is_empty(), || {
        format!("still open: {:?}", memory.open_bursts)
    });
    answers(memory, &decided, findings);
}

/// Only a burst that was answered has an answer, and it has one.
fn answers(memory: &Memory, decided: &BTreeMap<String, String>, findings: &mut Findings) {
    let mut first_parts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let burst_of: BTreeMap<&str, &Entry> = memory
        .journal
        .iter()
        .filter(|entry| text(&entry.body, "/event") == "send_enqueued")
        .filter(|entry| entry.body.get("burst").is_some_and(|burst| !burst.is_null()))
        .filter(|entry| entry.body.get("part").and_then(Value::as_u64) == Some(1))
        .map(|entry| (text(&entry.body, "/send"), entry))
        .collect();
    for entry in &memory.journal {
        if text(&entry.body, "/event") != "send_released" {
            continue;
        }
        let send = text(&entry.body, "/send");
        if let Some(enqueued) = burst_of.get(send) {
            first_parts
                .entry(name(&enqueued.body, "/burst"))
                .or_default()
                .insert(send);
        }
    }
    for (burst, outcome) in decided {
        let answers = first_parts.get(burst).map_or(0, BTreeSet::len);
        let wanted = usize::from(outcome == "answered");
        findings.must(answers == wanted, || {
            format!("the burst {burst} is decided as {outcome} and has {answers} answers")
        });
    }
}

fn name(event: &Value, pointer: &str) -> String {
    event
        .pointer(pointer)
        .map(|burst| burst.as_str().map_or_else(|| burst.to_string(), str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn broken(check: fn(&Memory, &mut Findings), events: Vec<Value>) -> Vec<String> {
        let mut memory = Memory::of_events(events);
        let decided = memory
            .journal
            .iter()
            .filter(|entry| text(&entry.body, "/event") == "decided");
        memory.decided = decided
            .map(|entry| name(&entry.body, "/decision/burst"))
            .collect();
        let mut findings = Findings::default();
        check(&memory, &mut findings);
        findings.broken
    }

    fn answer() -> [Value; 2] {
        [
            json!({ "event": "burst_opened", "burst": "b" }),
            json!({ "event": "send_enqueued", "send": "s", "writer": "autopilot", "burst": "b", "part": 1 }),
        ]
    }

    fn released() -> Value {
        json!({ "event": "send_released", "send": "s", "attempt": 1 })
    }

    fn decided(outcome: &str) -> Value {
        json!({ "event": "decided", "decision": { "burst": "b", "outcome": outcome } })
    }

    #[test]
    fn an_autopilot_that_speaks_after_a_human_is_found() {
        for act in [
            json!({ "event": "operator_acted", "act": "typed" }),
            json!({ "event": "answered_elsewhere", "by": "phone" }),
        ] {
            let after = [answer().to_vec(), vec![act.clone(), released()]].concat();
            assert_eq!(broken(owners, after).len(), 1);
            let back = json!({ "event": "owner_changed", "owner": { "reason": "handed_back" } });
            let handed_back = [answer().to_vec(), vec![act, back, released()]].concat();
            assert!(broken(owners, handed_back).is_empty());
        }
    }

    #[test]
    fn a_burst_has_one_decision_and_the_answer_that_it_says() {
        let of = |rest: Vec<Value>| broken(bursts, [answer().to_vec(), rest].concat());
        assert!(of(vec![released(), decided("answered")]).is_empty());
        assert!(of(vec![decided("silent")]).is_empty());
        assert!(!of(vec![released()]).is_empty(), "no decision");
        assert!(
            !of(vec![released(), decided("answered"), decided("answered")]).is_empty(),
            "two"
        );
        assert!(
            !of(vec![released(), decided("silent")]).is_empty(),
            "silent, and it spoke"
        );
        assert!(
            !of(vec![decided("answered")]).is_empty(),
            "answered, and it did not speak"
        );
    }
}
