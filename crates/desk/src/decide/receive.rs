//! Receiving: what the platform delivers becomes events, once, in whatever order it comes (rules 2).

use super::Turn;
use crate::burst::{Burst, BurstState, Outcome, Reason};
use crate::command::{EchoApp, Incoming, Write};
use crate::content::Content;
use crate::effects::{OnBurst, effects};
use crate::event::{Elsewhere, Event, Form, Proof, Source};
use crate::ids::{BurstId, ContentKey, Mid, SendId};
use crate::owner::OwnerReason;
use crate::send::{Cancel, Send, SendState};
use crate::time::Millis;

/// What an own message that came this way proves its send by.
fn proof(source: Source) -> Proof {
    match source {
        Source::Webhook => Proof::Echo,
        Source::Poll => Proof::Look,
    }
}

/// The parts that a message and an echo have in common.
struct Arrival<'a> {
    mid: &'a Mid,
    at: Millis,
    exact: bool,
    content: &'a Content,
    reply_to: Option<&'a Mid>,
    source: Source,
}

impl Turn {
    pub(super) fn receive(&mut self, incoming: &Incoming, source: Source) {
        match incoming {
            Incoming::Message {
                mid,
                at,
                exact,
                form,
                content,
                reply_to,
            } => {
                let reply_to = reply_to.as_ref();
                let arrival = Arrival {
                    mid,
                    at: *at,
                    exact: *exact,
                    content,
                    reply_to,
                    source,
                };
                self.receive_message(&arrival, *form);
            }
            Incoming::Echo {
                mid,
                at,
                exact,
                content,
                reply_to,
                app,
            } => {
                let reply_to = reply_to.as_ref();
                let arrival = Arrival {
                    mid,
                    at: *at,
                    exact: *exact,
                    content,
                    reply_to,
                    source,
                };
                self.receive_echo(&arrival, *app);
            }
            Incoming::Edit { mid, edit, text } => self.receive_edit(mid, *edit, text),
            Incoming::Unsend { mid } => self.receive_unsend(mid),
            Incoming::Reaction { mid, at, emoji } => self.receive_reaction(mid, *at, emoji.as_deref()),
            Incoming::Seen { mid, at } => self.receive_seen(mid.as_ref(), *at),
            Incoming::Other { what, at } => self.emit(Event::Noted {
                what: what.clone(),
                at: *at,
            }),
        }
    }

    /// Whether the message is stored already; a polled time is refined once by its webhook.
    fn is_known(&mut self, arrival: &Arrival<'_>) -> bool {
        let Some(known) = self.desk.messages.get(arrival.mid) else {
            return false;
        };
        if !known.exact && arrival.exact {
            self.emit(Event::MessageTimed {
                mid: arrival.mid.clone(),
                at: arrival.at,
            });
        }
        true
    }

    fn receive_message(&mut self, arrival: &Arrival<'_>, form: Form) {
        if self.is_known(arrival) {
            return;
        }
        let key = ContentKey::of_message(arrival.mid);
        self.write(Write::Put(key.clone(), arrival.content.clone()));
        let event = Event::MessageReceived {
            mid: arrival.mid.clone(),
            at: arrival.at,
            exact: arrival.exact,
            form,
            content: key,
            reply_to: arrival.reply_to.cloned(),
            source: arrival.source,
        };
        let on_burst = effects(event.kind()).burst;
        let waiting = self.waiting_for(arrival.mid);
        self.emit(event);
        self.apply_references(arrival.mid, waiting);
        if self
            .desk
            .messages
            .get(arrival.mid)
            .is_some_and(|message| message.unsent)
        {
            // It says nothing, and what the model was asked is out of date all the same.
            self.join_burst(None, false);
            return;
        }
        self.join_or_open(arrival.mid, arrival.at, on_burst == OnBurst::AsksForHuman);
    }

    /// A customer's message joins the open burst or opens one; it opens none when it is too old or from before.
    fn join_or_open(&mut self, mid: &Mid, at: Millis, asks_human: bool) {
        let too_old = self.now.meta - at > self.desk.timings.too_old;
        if too_old {
            self.ask_human(OwnerReason::TooOld);
        }
        if self.desk.burst.is_some() {
            self.join_burst(Some(mid), asks_human);
            return;
        }
        if too_old {
            return;
        }
        let account = &self.desk.account;
        let from = match (account.connected, account.autopilot_since) {
            (Some(connected), Some(switched)) => connected.max(switched),
            _ => return,
        };
        if at < from {
            return;
        }
        let now = self.now.wall;
        self.emit(Event::BurstOpened {
            burst: BurstId::opened_by(mid),
            mids: vec![mid.clone()],
            first: now,
            last: now,
            due: Burst::due_after(now, now, &self.desk.timings),
            asks_human,
        });
    }

    /// Newer text joins: a running call is cancelled, an unreleased draft taken back.
    pub(super) fn join_burst(&mut self, mid: Option<&Mid>, asks_human: bool) {
        let Some(burst) = self.desk.burst.clone() else {
            return;
        };
        self.take_back_draft(&burst);
        let last = self.now.wall;
        self.emit(Event::BurstJoined {
            burst: burst.id.clone(),
            mid: mid.cloned(),
            last,
            due: Burst::due_after(burst.first, last, &self.desk.timings),
            asks_human,
        });
        self.give_up_if_interrupted(&burst);
    }

    /// After too many cancelled calls, of which `before` was the last, the burst goes to a human.
    pub(super) fn give_up_if_interrupted(&mut self, before: &Burst) {
        let cancelled = self.desk.burst.as_ref().map_or(0, |burst| burst.cancelled_calls);
        if before.is_answering() && cancelled >= self.desk.timings.most_cancelled_calls {
            self.ask_human(OwnerReason::Interrupted);
            self.close_burst(Outcome::HandedOver, Reason::Interrupted, None, None, Vec::new());
        }
    }

    /// Takes a draft out of the outbox whose first part was not released.
    pub(super) fn take_back_draft(&mut self, burst: &Burst) {
        if matches!(burst.state, BurstState::Drafted { .. }) {
            self.cancel_group(&burst.id.answer(), 1, Cancel::Outdated);
        }
    }

    fn receive_echo(&mut self, arrival: &Arrival<'_>, app: Option<EchoApp>) {
        if let Some(known) = self.desk.messages.get(arrival.mid) {
            let send = known.send.clone();
            let _ = self.is_known(arrival);
            if let Some(send) = send {
                self.echo_of(&send, arrival.mid);
            }
            return;
        }
        let ours = app != Some(EchoApp::Other);
        let waiting = self.waiting_for(arrival.mid);
        match self.attempt_like(arrival).filter(|_| ours) {
            Some(send) => self.bind(&send, arrival.mid, arrival.at, proof(arrival.source)),
            None => self.receive_foreign(arrival, app),
        }
        self.apply_references(arrival.mid, waiting);
    }

    /// The echo of a send whose `mid` is known.
    fn echo_of(&mut self, send: &SendId, mid: &Mid) {
        let accepted = self
            .desk
            .sends
            .get(send)
            .is_some_and(|send| send.state == SendState::Accepted);
        if accepted {
            let mid = Some(mid.clone());
            self.emit(Event::SendConfirmed {
                send: send.clone(),
                mid,
                by: Proof::Echo,
            });
        }
    }

    /// The unresolved attempt, or the send that the operator vouched for, that says the same and was under way when
    /// the echo's message was made. People say the same words at other times too.
    fn attempt_like(&self, arrival: &Arrival<'_>) -> Option<SendId> {
        self.desk
            .sends_in_order()
            .into_iter()
            .filter(|send| send.mid.is_none())
            .filter(|send| send.is_unresolved() || send.state == SendState::Confirmed)
            .filter(|send| self.may_have_made(send, arrival.at))
            .find(|send| {
                self.desk
                    .content
                    .get(&send.content)
                    .is_some_and(|own| own.matches(arrival.content))
            })
            .map(|send| send.id.clone())
    }

    /// Whether a message of this time may be from one of the send's attempts.
    fn may_have_made(&self, send: &Send, at: Millis) -> bool {
        let timings = &self.desk.timings;
        let from = send.first_released_at(self.now) - timings.look_slack;
        (from..=send.last_released_at(self.now) + timings.attempt_reach).contains(&at)
    }

    /// Binds an echo or a found message to its send. An attempt still on the wire stays there: its answer
    /// may yet name another `mid`.
    pub(super) fn bind(&mut self, id: &SendId, mid: &Mid, at: Millis, by: Proof) {
        self.emit(Event::SendBound {
            send: id.clone(),
            mid: mid.clone(),
            at,
        });
        let on_the_wire = self
            .desk
            .sends
            .get(id)
            .is_some_and(|send| send.state == SendState::Sending);
        if !on_the_wire {
            let mid = Some(mid.clone());
            self.emit(Event::SendConfirmed {
                send: id.clone(),
                mid,
                by,
            });
        }
    }

    fn receive_foreign(&mut self, arrival: &Arrival<'_>, app: Option<EchoApp>) {
        let greets = self
            .desk
            .conversation
            .first_at
            .is_some_and(|first| (arrival.at - first).abs() <= self.desk.timings.greeting);
        let by = if app == Some(EchoApp::Other) || greets {
            Elsewhere::OtherApp
        } else {
            Elsewhere::Phone
        };
        self.answered_elsewhere(arrival, by);
    }

    /// An echo that was bound to a send turned out not to be its own: somebody said the same elsewhere.
    pub(super) fn disown(&mut self, mid: &Mid, at: Millis, content: &Content) {
        let arrival = Arrival {
            mid,
            at,
            exact: true,
            content,
            reply_to: None,
            source: Source::Webhook,
        };
        self.answered_elsewhere(&arrival, Elsewhere::Phone);
    }

    fn answered_elsewhere(&mut self, arrival: &Arrival<'_>, by: Elsewhere) {
        let key = ContentKey::of_message(arrival.mid);
        self.write(Write::Put(key.clone(), arrival.content.clone()));
        self.emit(Event::AnsweredElsewhere {
            mid: arrival.mid.clone(),
            at: arrival.at,
            exact: arrival.exact,
            by,
            content: key,
            reply_to: arrival.reply_to.cloned(),
            source: arrival.source,
        });
        match by {
            Elsewhere::OtherApp => {
                // What is in the outbox answers a conversation that has moved on.
                if let Some(burst) = self.desk.burst.clone() {
                    self.take_back_draft(&burst);
                }
                self.close_burst(Outcome::Silent, Reason::OtherApp, None, None, Vec::new());
            }
            Elsewhere::Phone => {
                let age = self.now.meta - arrival.at;
                let over = self
                    .desk
                    .timings
                    .operator_expiry
                    .is_some_and(|expiry| age >= expiry);
                if over && !self.autopilot_is_at_work() {
                    // An answer this old has no owner's time left; it is history that came late.
                    return;
                }
                self.silence_autopilot(Cancel::Human, Reason::AnsweredElsewhere);
                self.set_owner(OwnerReason::Phone);
            }
        }
    }
}
