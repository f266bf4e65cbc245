//! Receiving: what the platform delivers becomes events, once, in whatever order it comes (rules 2).

use super::Turn;
use crate::burst::{Burst, BurstState, Outcome, Reason};
use crate::command::{EchoApp, Incoming, Write};
use crate::content::Content;
use crate::effects::{OnBurst, effects};
use crate::event::{Elsewhere, Event, Form, Proof, Reference, Source};
use crate::ids::{BurstId, ContentKey, Mid, SendId};
use crate::owner::OwnerReason;
use crate::send::{Cancel, SendState};
use crate::state::Who;
use crate::time::Millis;

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
        self.emit(event);
        self.apply_parked(arrival.mid);
        if self
            .desk
            .messages
            .get(arrival.mid)
            .is_some_and(|message| message.unsent)
        {
            return;
        }
        self.join_or_open(arrival.mid, arrival.at, on_burst == OnBurst::AsksForHuman);
    }

    /// What came before its message is done now; an unsend that came first wins.
    fn apply_parked(&mut self, mid: &Mid) {
        let waiting = self.desk.parked.remove(mid).unwrap_or_default();
        for reference in &waiting {
            match reference {
                Reference::Unsend => self.unsend(mid),
                Reference::Edit { edit, content } => self.edit_from(mid, *edit, content),
                Reference::Reaction { at, emoji } => self.receive_reaction(mid, *at, emoji.as_deref()),
                Reference::Seen { at } => self.receive_seen(Some(mid), *at),
            }
        }
    }

    /// A customer's message joins the open burst or opens one, unless it is too old or from before.
    fn join_or_open(&mut self, mid: &Mid, at: Millis, asks_human: bool) {
        if self.now.meta - at > self.desk.timings.too_old {
            self.ask_human(OwnerReason::TooOld);
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
        if self.desk.burst.is_some() {
            self.join_burst(Some(mid), asks_human);
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
    fn join_burst(&mut self, mid: Option<&Mid>, asks_human: bool) {
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
        let cancelled = self.desk.burst.as_ref().map_or(0, |burst| burst.cancelled_calls);
        if burst.is_answering() && cancelled >= self.desk.timings.most_cancelled_calls {
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
        match self.attempt_like(arrival.content).filter(|_| ours) {
            Some(send) => self.bind(&send, arrival.mid, arrival.at, Proof::Echo),
            None => self.receive_foreign(arrival, app),
        }
        self.apply_parked(arrival.mid);
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

    /// The unresolved attempt, or the send that the operator vouched for, that says the same.
    fn attempt_like(&self, content: &Content) -> Option<SendId> {
        self.desk
            .sends_in_order()
            .into_iter()
            .filter(|send| send.mid.is_none())
            .filter(|send| send.is_unresolved() || send.state == SendState::Confirmed)
            .find(|send| {
                self.desk
                    .content
                    .get(&send.content)
                    .is_some_and(|own| own.matches(content))
            })
            .map(|send| send.id.clone())
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
                if over && self.desk.burst.is_none() {
                    // An answer this old has no owner's time left; it is history that came late.
                    return;
                }
                self.silence_autopilot(Cancel::Human, Reason::AnsweredElsewhere);
                self.set_owner(OwnerReason::Phone);
            }
        }
    }

    fn receive_edit(&mut self, mid: &Mid, edit: u32, text: &str) {
        let known = self.desk.messages.get(mid).cloned();
        match known {
            None => {
                let newer = self.desk.parked.get(mid).is_some_and(|waiting| {
                    waiting.iter().any(
                        |reference| matches!(reference, Reference::Edit { edit: other, .. } if *other >= edit),
                    )
                });
                if !newer {
                    let content = ContentKey(format!("edit:{mid}:{edit}"));
                    self.write(Write::Put(content.clone(), Content::text(text)));
                    let reference = Reference::Edit { edit, content };
                    self.emit(Event::ReferenceParked {
                        mid: mid.clone(),
                        reference,
                    });
                }
            }
            Some(message) if message.unsent || message.edit >= edit => {}
            Some(message) => {
                self.write(Write::Retext(ContentKey::of_message(mid), text.to_owned()));
                self.emit(Event::MessageEdited {
                    mid: mid.clone(),
                    edit,
                });
                if message.who == Who::Customer {
                    self.join_burst(None, false);
                }
            }
        }
    }

    /// A parked edit whose message has come: its words move over.
    fn edit_from(&mut self, mid: &Mid, edit: u32, waiting: &ContentKey) {
        let known = self
            .desk
            .messages
            .get(mid)
            .map_or((true, 0), |message| (message.unsent, message.edit));
        if known.0 || known.1 >= edit {
            self.write(Write::Blank(waiting.clone()));
            return;
        }
        self.write(Write::RetextFrom(ContentKey::of_message(mid), waiting.clone()));
        self.emit(Event::MessageEdited {
            mid: mid.clone(),
            edit,
        });
    }

    fn receive_unsend(&mut self, mid: &Mid) {
        match self.desk.messages.get(mid).cloned() {
            None => {
                let waits = self
                    .desk
                    .parked
                    .get(mid)
                    .is_some_and(|waiting| waiting.contains(&Reference::Unsend));
                if !waits {
                    let reference = Reference::Unsend;
                    self.emit(Event::ReferenceParked {
                        mid: mid.clone(),
                        reference,
                    });
                }
            }
            Some(message) if message.unsent => {}
            Some(message) => {
                self.unsend(mid);
                if message.who == Who::Customer {
                    self.shrink_burst(mid);
                }
            }
        }
    }

    fn unsend(&mut self, mid: &Mid) {
        let send = self
            .desk
            .messages
            .get(mid)
            .and_then(|message| message.send.clone());
        let key = send.map_or_else(|| ContentKey::of_message(mid), |send| ContentKey::of_send(&send));
        self.write(Write::Blank(key));
        self.emit(Event::MessageUnsent { mid: mid.clone() });
    }

    fn shrink_burst(&mut self, mid: &Mid) {
        let Some(burst) = self.desk.burst.clone() else {
            return;
        };
        if !burst.mids.contains(mid) {
            self.join_burst(None, false);
            return;
        }
        self.take_back_draft(&burst);
        if burst.mids.len() == 1 {
            self.close_burst(Outcome::Silent, Reason::Withdrawn, None, None, Vec::new());
            return;
        }
        let due = Burst::due_after(burst.first, self.now.wall, &self.desk.timings);
        self.emit(Event::BurstShrank {
            burst: burst.id,
            mid: mid.clone(),
            due,
        });
    }

    fn receive_reaction(&mut self, mid: &Mid, at: Millis, emoji: Option<&str>) {
        let emoji = emoji.map(str::to_owned);
        match self.desk.messages.get(mid) {
            None => {
                let reference = Reference::Reaction { at, emoji };
                let waits = self
                    .desk
                    .parked
                    .get(mid)
                    .is_some_and(|waiting| waiting.contains(&reference));
                if !waits {
                    self.emit(Event::ReferenceParked {
                        mid: mid.clone(),
                        reference,
                    });
                }
            }
            // Two deliveries of one reaction have one time; the later of two reactions wins.
            Some(message) if message.unsent || message.reacted_at >= Some(at) => {}
            Some(_) => self.emit(Event::Reacted {
                mid: mid.clone(),
                at,
                emoji,
            }),
        }
    }

    fn receive_seen(&mut self, mid: Option<&Mid>, at: Millis) {
        let upto = match mid {
            None => at,
            Some(mid) => match self.desk.messages.get(mid) {
                Some(message) => message.at,
                None => {
                    let reference = Reference::Seen { at };
                    let waits = self
                        .desk
                        .parked
                        .get(mid)
                        .is_some_and(|waiting| waiting.contains(&reference));
                    if !waits {
                        self.emit(Event::ReferenceParked {
                            mid: mid.clone(),
                            reference,
                        });
                    }
                    return;
                }
            },
        };
        if upto > self.desk.conversation.seen_upto {
            self.emit(Event::SeenByCustomer { upto, at });
        }
    }
}
