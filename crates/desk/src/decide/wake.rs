//! After a start or a wake-up: nothing in memory can be trusted (rules 4).

use super::Turn;
use crate::burst::{BurstState, Outcome, Reason};
use crate::event::{Event, Proof, Reopened};
use crate::ids::BurstId;
use crate::owner::OwnerReason;
use crate::refusal::Refusal;
use crate::send::{Loss, SendState};
use crate::time::Due;

impl Turn {
    /// Claims return to open, an overdue burst waits for one look, lost attempts become unknown.
    pub(super) fn wake(&mut self, restarted: bool) {
        if restarted {
            self.lose_attempts();
        }
        let Some(burst) = self.desk.burst.clone() else {
            return;
        };
        let overdue = match burst.state {
            BurstState::Open => burst.due.is_due(self.now.wall),
            BurstState::Claimed { .. } => true,
            BurstState::Drafted { .. } => {
                self.take_back_draft(&burst);
                true
            }
            BurstState::Looking => false,
        };
        if overdue {
            let due = self.due_now();
            self.emit(Event::BurstHeld { burst: burst.id, due });
        }
    }

    fn lose_attempts(&mut self) {
        let on_the_wire: Vec<_> = self
            .desk
            .sends_in_order()
            .into_iter()
            .filter(|send| send.state == SendState::Sending)
            .map(|send| (send.id.clone(), send.mid.clone()))
            .collect();
        for (send, mid) in on_the_wire {
            match mid {
                // Its echo came before the program stopped: as good a proof as there is.
                Some(_) => self.emit(Event::SendConfirmed {
                    send,
                    mid,
                    by: Proof::Echo,
                }),
                None => self.lose(send, Loss::Stopped),
            }
        }
    }

    /// The attempt's outcome is not known: wait for the echo, then look.
    pub(super) fn lose(&mut self, send: crate::ids::SendId, why: Loss) {
        let first = self.desk.timings.looks.first().copied().unwrap_or_default();
        let due = Due::after(self.now.wall, first);
        self.emit(Event::SendLost { send, why, due });
    }

    /// The look that a burst waited for. What the thread held was received before this.
    pub(super) fn burst_looked(&mut self, id: &BurstId, looked: bool) -> Result<(), Refusal> {
        let burst = self
            .desk
            .burst
            .clone()
            .filter(|burst| burst.id == *id)
            .ok_or(Refusal::NoSuchBurst)?;
        if burst.state != BurstState::Looking {
            return Err(Refusal::Outdated);
        }
        if !looked {
            self.ask_human(OwnerReason::CouldNotLook);
            self.close_burst(Outcome::HandedOver, Reason::CouldNotLook, None, None, Vec::new());
        } else if self.desk.customer_waits() {
            let due = self.due_now();
            self.emit(Event::BurstReopened {
                burst: burst.id,
                why: Reopened::Looked,
                due,
            });
        } else {
            self.close_burst(Outcome::Silent, Reason::AnsweredElsewhere, None, None, Vec::new());
        }
        Ok(())
    }
}
