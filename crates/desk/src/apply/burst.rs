//! How an event changes the open burst.

use crate::burst::{Burst, BurstState};
use crate::event::{Event, Reopened};
use crate::state::Desk;

impl Desk {
    pub(super) fn apply_burst(&mut self, event: &Event) {
        if let Event::BurstOpened {
            burst,
            mids,
            first,
            last,
            due,
            asks_human,
        } = event
        {
            self.burst = Some(Burst {
                id: burst.clone(),
                mids: mids.clone(),
                first: *first,
                last: *last,
                due: *due,
                state: BurstState::Open,
                cancelled_calls: 0,
                calls: 0,
                failures: 0,
                asks_human: *asks_human,
            });
            return;
        }
        if let Event::Decided { .. } = event {
            self.burst = None;
        } else if let Some(open) = self.burst.as_mut() {
            change(open, event);
        }
    }
}

fn change(open: &mut Burst, event: &Event) {
    match event {
        Event::BurstJoined {
            mid,
            last,
            due,
            asks_human,
            ..
        } => {
            void_answer(open);
            open.mids.extend(mid.clone());
            open.last = *last;
            open.due = *due;
            open.asks_human |= *asks_human;
        }
        Event::BurstShrank { mid, due, .. } => {
            void_answer(open);
            open.mids.retain(|other| other != mid);
            open.due = *due;
        }
        Event::BurstClaimed { call, basis, due, .. } => {
            open.state = BurstState::Claimed {
                call: *call,
                basis: *basis,
            };
            open.calls = *call;
            open.due = *due;
        }
        Event::BurstReopened { why, due, .. } => {
            open.state = BurstState::Open;
            open.due = *due;
            if *why == Reopened::ModelFailed {
                open.failures += 1;
            }
        }
        Event::BurstHeld { due, .. } => {
            open.state = BurstState::Looking;
            open.due = *due;
        }
        Event::Drafted { basis, call, .. } => {
            open.state = BurstState::Drafted {
                basis: *basis,
                call: call.clone(),
            };
        }
        _ => {}
    }
}

/// A running call or an unreleased draft is lost to newer text.
fn void_answer(burst: &mut Burst) {
    if burst.is_answering() {
        burst.cancelled_calls += 1;
    }
    if !matches!(burst.state, BurstState::Looking) {
        burst.state = BurstState::Open;
    }
}
