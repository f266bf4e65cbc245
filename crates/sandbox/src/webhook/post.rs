//! From an event to deliveries: who wants it, and what the faults that are on make of it.

use super::event::{Event, List, Pair};
use super::queue::{Delivery, Signing};
use crate::fault::{Fault, Whom};
use crate::switch::Switch;
use crate::world::World;
use crate::world::app::App;

/// In which order kept-back events leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Kept,
    Reversed,
    Shuffled,
}

impl World {
    /// Posts an event, due at `due_at`; the ids of the deliveries it became (none: nobody wants it, or it is kept back).
    pub(crate) fn post(&mut self, mut event: Event, due_at: i64, now: i64) -> Vec<u64> {
        let (account, igsid) = (event.account.clone(), event.igsid.clone());
        let whom = Whom {
            account: Some(&account),
            customer: Some(&igsid),
        };
        // The owner's switch on the phone stops webhooks altogether (contract 3.1).
        if !self.accounts.get(&account).is_some_and(|one| one.dm_access) {
            return Vec::new();
        }
        if self.faults.hit(Switch::EventsLost, whom).is_some() {
            return Vec::new();
        }
        let foreign = self
            .threads
            .get(&igsid)
            .is_some_and(|thread| thread.owner_app.is_some());
        if event.list == List::Messaging && (foreign || self.faults.hit(Switch::Standby, whom).is_some()) {
            event.list = List::Standby;
        }
        if self.faults.hit(Switch::MissingParties, whom).is_some() {
            event.parties = false;
        }
        if self.gather(&event, whom) {
            return self.release_if_full(now);
        }
        self.enqueue(vec![event], due_at, now)
    }

    /// Posts a customer's message with the phantom edit that may come along (contract 0.4).
    pub(crate) fn post_message(&mut self, event: Event, now: i64) {
        let (account, igsid) = (event.account.clone(), event.igsid.clone());
        let pair = Pair {
            account: &account,
            igsid: &igsid,
        };
        let whom = Whom {
            account: Some(&account),
            customer: Some(&igsid),
        };
        let mid = event.mid.clone().unwrap_or_default();
        if self.faults.hit(Switch::OnlyPhantomEdits, whom).is_some() {
            let phantom = self.phantom_edit_event(pair, &mid, false, event.at);
            self.post(phantom, now, now);
            return;
        }
        let Some(fault) = self.faults.hit(Switch::PhantomEdits, whom) else {
            self.post(event, now, now);
            return;
        };
        let phantom = self.phantom_edit_event(pair, &mid, fault.accepted.unwrap_or(true), event.at);
        let (first, second) = if fault.text.as_deref() == Some("before") {
            (phantom, event)
        } else {
            (event, phantom)
        };
        self.post(first, now, now);
        self.post(second, now, now);
    }

    /// Keeps the event back when a fault says so.
    fn gather(&mut self, event: &Event, whom: Whom<'_>) -> bool {
        let gathering = [Switch::HoldDeliveries, Switch::Batch, Switch::Reorder];
        let caught = gathering
            .into_iter()
            .any(|switch| self.faults.hit(switch, whom).is_some());
        if caught {
            self.outgoing.held.push(event.clone());
        }
        caught
    }

    /// Lets a full batch go; held events wait for their release.
    fn release_if_full(&mut self, now: i64) -> Vec<u64> {
        if self.faults.armed(Switch::HoldDeliveries).is_some() {
            return Vec::new();
        }
        let wanted = |fault: &Fault| usize::try_from(fault.count.unwrap_or(2).max(1)).unwrap_or(1);
        if let Some(count) = self.faults.armed(Switch::Batch).map(|armed| wanted(&armed.fault)) {
            if self.outgoing.held.len() < count {
                return Vec::new();
            }
            let events = std::mem::take(&mut self.outgoing.held);
            return self.enqueue(events, now, now);
        }
        match self
            .faults
            .armed(Switch::Reorder)
            .map(|armed| wanted(&armed.fault))
        {
            Some(count) if self.outgoing.held.len() < count => Vec::new(),
            _ => self.release(Order::Reversed, now),
        }
    }

    /// Lets everything kept back go, each event in its own delivery.
    pub(crate) fn release(&mut self, order: Order, now: i64) -> Vec<u64> {
        let mut events = std::mem::take(&mut self.outgoing.held);
        match order {
            Order::Kept => {}
            Order::Reversed => events.reverse(),
            Order::Shuffled => {
                for place in (1..events.len()).rev() {
                    let other = self.dice.below(u64::try_from(place).unwrap_or(0) + 1);
                    events.swap(place, usize::try_from(other).unwrap_or(0));
                }
            }
        }
        events
            .into_iter()
            .flat_map(|event| self.enqueue(vec![event], now, now))
            .collect()
    }

    /// Queues one delivery for each app that wants the events.
    fn enqueue(&mut self, events: Vec<Event>, due_at: i64, now: i64) -> Vec<u64> {
        let mut ids = Vec::new();
        let apps: Vec<String> = self.apps.keys().cloned().collect();
        for app in apps {
            let Some(known) = self.apps.get(&app) else {
                continue;
            };
            let wanted: Vec<Event> = events
                .iter()
                .filter(|event| wants(known, event))
                .cloned()
                .collect();
            let Some(first) = wanted.first() else { continue };
            let (account, igsid) = (first.account.clone(), first.igsid.clone());
            let whom = Whom {
                account: Some(&account),
                customer: Some(&igsid),
            };
            let signing = if self.faults.hit(Switch::WrongSecret, whom).is_some() {
                Signing::Wrong
            } else if self.faults.hit(Switch::Unsigned, whom).is_some() {
                Signing::None
            } else {
                Signing::Right
            };
            let seconds = self.faults.hit(Switch::SecondsTimestamps, whom).is_some();
            let copies = if self.faults.hit(Switch::DuplicateDelivery, whom).is_some() {
                2
            } else {
                1
            };
            for _ in 0..copies {
                self.outgoing.last_id += 1;
                let id = self.outgoing.last_id;
                ids.push(id);
                self.outgoing.queue.push(Delivery {
                    id,
                    app: app.clone(),
                    events: wanted.clone(),
                    signing,
                    seconds,
                    created_at: now,
                    due_at,
                    attempts: 0,
                    status: None,
                    in_flight: false,
                });
            }
        }
        ids
    }
}

/// Whether the app is subscribed to the event's field; what comes as `standby` may come through that field too.
fn wants(app: &App, event: &Event) -> bool {
    app.wants(&event.account, &event.field)
        || (event.list == List::Standby && app.wants(&event.account, "standby"))
}
