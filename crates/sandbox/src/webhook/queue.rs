//! The deliveries that are due, kept back, or done.

use std::collections::{BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::Event;
use super::bytes::{Node, object};
use super::event::List;

/// How a delivery is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Signing {
    Right,
    Wrong,
    None,
}

/// One POST to one app's callback, tried until it is answered with 2xx or given up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) id: u64,
    pub(crate) app: String,
    pub(crate) events: Vec<Event>,
    pub(crate) signing: Signing,
    /// `entry.time` in seconds although the items are messages.
    pub(crate) seconds: bool,
    pub(crate) created_at: i64,
    pub(crate) due_at: i64,
    pub(crate) attempts: u32,
    pub(crate) status: Option<u16>,
    #[serde(skip)]
    pub(crate) in_flight: bool,
}

/// How a delivery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum End {
    Delivered,
    Dropped,
}

/// A delivery that is over, for the log.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Done {
    pub(crate) delivery: Delivery,
    pub(crate) end: End,
}

/// Everything on its way out.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outgoing {
    pub(crate) last_id: u64,
    pub(crate) queue: Vec<Delivery>,
    /// Events kept back by `hold_deliveries`, `batch` or `reorder`.
    pub(crate) held: Vec<Event>,
    pub(crate) done: VecDeque<Done>,
}

/// Finished deliveries remembered for the log.
const REMEMBERED: usize = 500;
/// Deliveries under way at the same time.
const AT_ONCE: usize = 16;

impl Outgoing {
    /// Takes what may start now: due, in order, and nothing of a conversation that has one under way.
    pub(crate) fn claim(&mut self, now: i64) -> Vec<Delivery> {
        let mut busy: BTreeSet<(String, String)> = BTreeSet::new();
        let mut running = 0;
        for delivery in self.queue.iter().filter(|one| one.in_flight) {
            running += 1;
            busy.extend(delivery.lanes());
        }
        self.queue.sort_by_key(|one| (one.due_at, one.id));
        let mut claimed = Vec::new();
        for delivery in &mut self.queue {
            if delivery.in_flight || delivery.due_at > now || running >= AT_ONCE {
                continue;
            }
            let lanes = delivery.lanes();
            if lanes.iter().any(|lane| busy.contains(lane)) {
                continue;
            }
            busy.extend(lanes);
            running += 1;
            delivery.in_flight = true;
            claimed.push(delivery.clone());
        }
        claimed
    }

    /// When the next waiting delivery comes due.
    pub(crate) fn next_due(&self) -> Option<i64> {
        self.queue
            .iter()
            .filter(|one| !one.in_flight)
            .map(|one| one.due_at)
            .min()
    }

    /// Ends a delivery and remembers it.
    pub(crate) fn finish(&mut self, id: u64, end: End) {
        if let Some(place) = self.queue.iter().position(|one| one.id == id) {
            let delivery = self.queue.remove(place);
            self.done.push_back(Done { delivery, end });
            if self.done.len() > REMEMBERED {
                self.done.pop_front();
            }
        }
    }

    pub(crate) fn find_mut(&mut self, id: u64) -> Option<&mut Delivery> {
        self.queue.iter_mut().find(|one| one.id == id)
    }

    /// Whether this delivery was tried at least once, or is over.
    pub(crate) fn was_tried(&self, id: u64) -> bool {
        self.queue
            .iter()
            .find(|one| one.id == id)
            .is_none_or(|one| one.attempts > 0)
    }
}

impl Delivery {
    fn lanes(&self) -> Vec<(String, String)> {
        self.events
            .iter()
            .map(|event| (self.app.clone(), event.igsid.clone()))
            .collect()
    }

    /// The body as it is sent at `now`: one entry for each account and kind of list, in order of appearance.
    pub(crate) fn body(&self, now: i64) -> String {
        let mut entries: Vec<(&str, List, Vec<String>)> = Vec::new();
        for event in &self.events {
            let item = event.item();
            match entries
                .iter_mut()
                .find(|(id, list, _)| *id == event.account && *list == event.list)
            {
                Some((_, _, items)) => items.push(item),
                None => entries.push((&event.account, event.list, vec![item])),
            }
        }
        let written: Vec<String> = entries
            .iter()
            .map(|(id, list, items)| {
                let seconds = self.seconds || *list == List::Changes;
                let time = if seconds { now / 1_000 } else { now };
                let id = Node::from(*id).write(false);
                format!(
                    "{{\"time\":{time},\"id\":{id},\"{}\":[{}]}}",
                    list.name(),
                    items.join(",")
                )
            })
            .collect();
        format!("{{\"object\":\"instagram\",\"entry\":[{}]}}", written.join(","))
    }
}

impl Event {
    /// The item with its parties and timestamp.
    fn item(&self) -> String {
        if self.list == List::Changes {
            return format!("{{\"field\":\"{}\",\"value\":{}}}", self.field, self.body);
        }
        let timestamp = format!("\"timestamp\":{}", self.at);
        if !self.parties {
            return format!("{{{timestamp},{}}}", self.body);
        }
        let party = |id: &str| object([("id", id.into())]).write(false);
        let (customer, account) = (party(&self.igsid), party(&self.account));
        let (sender, recipient) = if self.outgoing {
            (account, customer)
        } else {
            (customer, account)
        };
        format!(
            "{{\"sender\":{sender},\"recipient\":{recipient},{timestamp},{}}}",
            self.body
        )
    }
}
