//! What became of an attempt (rules 5).

use super::Turn;
use crate::command::Attempt;
use crate::event::{Event, Proof, Requeue};
use crate::ids::{Mid, SendId};
use crate::owner::OwnerReason;
use crate::refusal::Refusal;
use crate::send::{Before, Cancel, Class, Loss, Retry, Send, SendState};
use crate::time::{Due, MINUTE};

impl Turn {
    pub(super) fn attempted(&mut self, id: &SendId, attempt: u32, outcome: &Attempt) -> Result<(), Refusal> {
        let send = self.send(id)?;
        let late = send.state == SendState::Unknown && send.attempts == attempt;
        match outcome {
            Attempt::Accepted(mid) if late => {
                // The answer came after all; it is as good as any.
                self.accept(&send, mid);
                return Ok(());
            }
            _ if send.state != SendState::Sending || send.attempts != attempt => {
                return Err(Refusal::NotInState(send.state));
            }
            Attempt::Accepted(mid) => self.accept(&send, mid),
            Attempt::NotSent => {
                let due = Due::after(self.now.wall, self.desk.timings.backoff(send.attempts));
                self.wait_again(&send, Requeue::NotSent, due);
            }
            Attempt::Refused {
                class,
                retry,
                code,
                subcode,
            } => {
                self.refused(&send, *class, *retry, *code, *subcode);
            }
            Attempt::Unsendable => {
                let echo = self.unbind(&send, None);
                self.fail(&send, Class::InvalidContent, None, None);
                self.disown_echo(&send, echo);
            }
            Attempt::Lost(why) => match &send.mid {
                Some(mid) => {
                    let mid = Some(mid.clone());
                    self.emit(Event::SendConfirmed {
                        send: send.id,
                        mid,
                        by: Proof::Echo,
                    });
                }
                None => self.lose(send.id, *why),
            },
        }
        Ok(())
    }

    fn accept(&mut self, send: &Send, mid: &Mid) {
        let echoed = send.mid.as_ref() == Some(mid) || self.desk.messages.contains_key(mid);
        let other = self.unbind(send, Some(mid));
        self.take_back(send, mid);
        let waiting = self.waiting_for(mid);
        self.emit(Event::SendAccepted {
            send: send.id.clone(),
            mid: mid.clone(),
        });
        if echoed {
            let (send, mid) = (send.id.clone(), Some(mid.clone()));
            self.emit(Event::SendConfirmed {
                send,
                mid,
                by: Proof::Echo,
            });
        }
        self.apply_references(mid, waiting);
        if let Some(before) = send.before.as_ref().filter(|before| before.mid == *mid) {
            self.give_back_owner(before);
        }
        self.disown_echo(send, other);
    }

    /// What was taken for a person on the phone was this send: the operator who answered before answers again,
    /// unless somebody else has acted since. In the autopilot's place a human is asked.
    fn give_back_owner(&mut self, before: &Before) {
        if self.desk.conversation.owner.reason != OwnerReason::Phone {
            return;
        }
        if before.owner.is_autopilot() {
            // A person may have answered as well: one who looks decides.
            self.set_owner(OwnerReason::Interrupted);
        } else {
            self.emit(Event::OwnerChanged { owner: before.owner });
        }
    }

    /// An echo that was taken for another send's, with the same words, is this one's: the other is unknown again.
    fn take_back(&mut self, send: &Send, mid: &Mid) {
        let message = self.desk.messages.get(mid);
        let holder = message.and_then(|message| message.send.clone());
        if let Some(holder) = holder.filter(|holder| *holder != send.id) {
            self.emit(Event::SendUnbound { send: holder.clone() });
            self.lose(holder, Loss::Unclear);
        }
    }

    /// Loosens a provisional echo that is not this send's. Gives the echo back, to be told as foreign.
    fn unbind(&mut self, send: &Send, answered: Option<&Mid>) -> Option<(Mid, i64)> {
        let bound = send.mid.clone().filter(|_| send.provisional)?;
        if Some(&bound) == answered {
            return None;
        }
        self.emit(Event::SendUnbound {
            send: send.id.clone(),
        });
        Some((bound, send.bound_at.unwrap_or(send.at)))
    }

    fn disown_echo(&mut self, send: &Send, echo: Option<(Mid, i64)>) {
        let Some((mid, at)) = echo else { return };
        let content = self.desk.content.get(&send.content).cloned().unwrap_or_default();
        self.disown(&mid, at, &content);
    }

    /// An attempt that is not tried again, and the parts that waited for it: for the same reason, since no retry
    /// will bring them along.
    pub(super) fn give_up(&mut self, send: &Send, why: Cancel) {
        self.emit(Event::SendCancelled {
            send: send.id.clone(),
            why,
        });
        self.cancel_group(&send.group, send.part + 1, why);
    }

    /// Back into the queue, unless it is the autopilot's and a human has acted since.
    fn wait_again(&mut self, send: &Send, why: Requeue, due: Due) {
        let echo = self.unbind(send, None);
        if send.must_stay_silent(&self.desk.conversation.owner) {
            self.give_up(send, Cancel::Human);
        } else if self.desk.account.connected.is_none() {
            self.give_up(send, Cancel::Disconnected);
        } else {
            self.emit(Event::SendRequeued {
                send: send.id.clone(),
                why,
                due,
            });
        }
        self.disown_echo(send, echo);
    }

    fn refused(&mut self, send: &Send, class: Class, retry: Retry, code: i64, subcode: Option<i64>) {
        let now = self.now.wall;
        let backoff = self.desk.timings.backoff(send.tries + 1);
        match retry {
            Retry::Limit => self.wait_again(send, Requeue::Limit, Due::after(now, backoff)),
            Retry::Auth => self.wait_again(send, Requeue::Account, Due::after(now, MINUTE.min(backoff * 60))),
            Retry::Later if send.tries + 1 < self.desk.timings.most_tries => {
                self.wait_again(send, Requeue::Retry, Due::after(now, backoff));
            }
            Retry::Later | Retry::Never => {
                let class = if retry == Retry::Later {
                    Class::TriedTooOften
                } else {
                    class
                };
                let echo = self.unbind(send, None);
                self.fail(send, class, Some(code), subcode);
                self.disown_echo(send, echo);
            }
        }
    }
}
