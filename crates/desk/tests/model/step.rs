//! What each action does to the world, and what it asks of the desk.

use crate::action::{Action, Sight};
use crate::fault::Fault;
use crate::rule::Rule;
use crate::world::{Author, Item, OTHER_WORDS, START, World, mid};
use desk::{Ask, Content, Incoming, ModelCall, Now, Reason, SendId, Source};
use std::sync::Arc;

impl World {
    /// Does it; whether it could be done.
    pub(crate) fn act(&mut self, fault: Fault, action: &Action) -> bool {
        match action {
            Action::CustomerWrites
            | Action::CustomerEdits(_)
            | Action::CustomerUnsends(_)
            | Action::PhoneWrites(_)
            | Action::WebhookComes(_) => self.others_act(fault, action),
            Action::BurstIsClaimed
            | Action::ModelAnswers(_)
            | Action::ModelHandsOver
            | Action::ModelFails
            | Action::ClaimRunsOut
            | Action::BurstIsLooked(_) => self.autopilot_acts(fault, action),
            Action::Released(send) => {
                let wall = START + self.desk.timings.operator_hold;
                self.release(fault, send, wall)
            }
            Action::ReleasedTooLate(send) => {
                self.bounds.jumps -= 1;
                let wall = START + self.desk.timings.autopilot_patience;
                self.release(fault, send, wall)
            }
            Action::Accepts(number) => self.accept(*number),
            Action::Vanishes(number) => {
                self.wire.remove(*number);
                true
            }
            Action::AnswerArrives(number)
            | Action::Refuses(number, _)
            | Action::NothingLeft(number)
            | Action::IsLost(number) => self.answer(fault, action, *number),
            Action::AnswerIsLate(number) => self.late_answer(fault, *number),
            Action::Looks(send, sight) => self.look(fault, send, *sight),
            Action::OwnerExpires | Action::WindowCloses | Action::Sleeps | Action::Crashes => {
                self.time_acts(fault, action)
            }
            _ => self.operator_acts(fault, action),
        }
    }

    fn others_act(&mut self, fault: Fault, action: &Action) -> bool {
        let basis = self.desk.conversation.basis;
        match action {
            Action::CustomerWrites => {
                self.bounds.messages -= 1;
                self.wrote_late = self.late;
                let number = self.write_down(Author::Customer, "Do you open on Sunday?");
                self.said();
                let done = self.webhook(fault, number);
                self.must(Rule::BasisGrows, self.desk.conversation.basis > basis);
                done
            }
            Action::CustomerEdits(number) => {
                self.bounds.changes -= 1;
                self.said();
                let Some(item) = self.item(*number) else {
                    return false;
                };
                item.edits += 1;
                let (edit, text) = (item.edits, "And on Monday?".to_owned());
                let incoming = Incoming::Edit {
                    mid: mid(*number),
                    edit,
                    text,
                };
                let done = self.receive(fault, incoming, Source::Webhook);
                self.must(Rule::BasisGrows, self.desk.conversation.basis > basis);
                done
            }
            Action::CustomerUnsends(number) => {
                self.bounds.changes -= 1;
                self.said();
                let Some(item) = self.item(*number) else {
                    return false;
                };
                item.unsent = true;
                let incoming = Incoming::Unsend { mid: mid(*number) };
                let done = self.receive(fault, incoming, Source::Webhook);
                self.must(Rule::BasisGrows, self.desk.conversation.basis > basis);
                done
            }
            Action::PhoneWrites(words) => {
                self.bounds.phone -= 1;
                self.write_down(Author::Phone, words);
                true
            }
            Action::WebhookComes(number) => self.webhook(fault, *number),
            _ => false,
        }
    }

    fn said(&mut self) {
        let desk = Arc::clone(&self.desk);
        self.past.something_was_said(&desk);
    }

    pub(crate) fn write_down(&mut self, author: Author, words: &'static str) -> usize {
        let number = self.free_number();
        self.thread.push(Item {
            number,
            author,
            words,
            late: self.late,
            told: false,
            edits: 0,
            unsent: false,
            excused: false,
        });
        number
    }

    fn webhook(&mut self, fault: Fault, number: usize) -> bool {
        let Some(item) = self.item(number) else {
            return false;
        };
        let first = !std::mem::replace(&mut item.told, true);
        let item = item.clone();
        let elsewhere = item.author == Author::Phone && item.words == OTHER_WORDS && item.late == self.late;
        if first && elsewhere && !self.desk.messages.contains_key(&item.mid()) {
            // Nobody can take these words for the desk's own.
            let desk = Arc::clone(&self.desk);
            self.past.human_acted(&desk);
        }
        self.receive(fault, Self::incoming(&item), Source::Webhook) || first
    }

    pub(crate) fn receive(&mut self, fault: Fault, incoming: Incoming, source: Source) -> bool {
        self.ask(fault, Ask::Receive { incoming, source })
    }

    fn autopilot_acts(&mut self, fault: Fault, action: &Action) -> bool {
        if let Action::BurstIsClaimed = action {
            let Some(burst) = self.desk.burst.as_ref().map(|burst| burst.id.clone()) else {
                return false;
            };
            let done = self.ask(
                fault,
                Ask::Claim {
                    burst: burst.clone(),
                    patience: 0,
                },
            );
            let claimed = self.desk.burst.as_ref().filter(|burst| burst.is_answering());
            if let Some(calls) = claimed.map(|burst| burst.calls) {
                self.call = Some((burst, calls));
            }
            return done;
        }
        if let Action::ClaimRunsOut = action {
            return self.ask(fault, Ask::Wake { restarted: false });
        }
        if let Action::BurstIsLooked(looked) = action {
            let Some(burst) = self.desk.burst.as_ref().map(|burst| burst.id.clone()) else {
                return false;
            };
            if *looked {
                self.poll(fault, Sight::True);
            }
            // What the thread held may have closed the burst.
            self.ask(
                fault,
                Ask::BurstLooked {
                    burst,
                    looked: *looked,
                },
            );
            return true;
        }
        let Some((burst, call)) = self.call.take() else {
            return false;
        };
        let record = ModelCall::default();
        let ask = match action {
            Action::ModelAnswers(parts) => {
                let ids = (1..=*parts).filter_map(|part| u16::try_from(part).ok());
                let parts = ids
                    .map(|part| Content::text(self.words(&burst.answer().of_part(part))))
                    .collect();
                Ask::Draft {
                    burst,
                    call,
                    parts,
                    record,
                }
            }
            Action::ModelHandsOver => Ask::HandOver {
                burst,
                call,
                note: None,
                record,
            },
            _ => Ask::ModelFailed {
                burst,
                call,
                reason: Reason::ModelError,
                again: Some(0),
                record: None,
            },
        };
        // An answer that comes too late to matter is refused, and the call is over all the same.
        self.ask(fault, ask);
        true
    }

    fn operator_acts(&mut self, fault: Fault, action: &Action) -> bool {
        self.bounds.acts -= 1;
        let (ask, human) = match action {
            Action::Types => (Ask::Typed, true),
            Action::TakesOver => (Ask::TakeOver, true),
            Action::HandsBack => (Ask::HandBack, false),
            Action::Replies => {
                let ids = (1..).map(|number| SendId(format!("reply-{number}")));
                let send = ids.into_iter().find(|id| !self.desk.sends.contains_key(id));
                let Some(send) = send else { return false };
                let (parts, seen) = (vec![Content::text(self.words(&send))], self.newest());
                (Ask::Reply { send, parts, seen }, true)
            }
            Action::Undoes(send) => {
                let autopilots = self.desk.sends.get(send).is_some_and(desk::Send::is_autopilots);
                (
                    Ask::Undo {
                        send: send.clone(),
                        words: Vec::new(),
                    },
                    autopilots,
                )
            }
            Action::Retries(send) => (Ask::Retry { send: send.clone() }, true),
            Action::Resolves(send, choice) => {
                let again = *choice == desk::Choice::SendAgain;
                (
                    Ask::Resolve {
                        send: send.clone(),
                        choice: *choice,
                    },
                    again,
                )
            }
            Action::Passes(send) => {
                self.bounds.passes -= 1;
                (Ask::Pass { send: send.clone() }, false)
            }
            _ => return false,
        };
        let done = self.ask(fault, ask);
        if done && human {
            let desk = Arc::clone(&self.desk);
            self.past.human_acted(&desk);
        }
        done
    }

    /// The newest thing that the operator has on screen, as the window names it.
    fn newest(&self) -> Option<String> {
        let newest = self.desk.conversation.arrived;
        let message = self
            .desk
            .messages
            .iter()
            .find(|(_, message)| message.seq == newest);
        let send = self.desk.sends.values().find(|send| send.seq == newest);
        message
            .map(|(mid, _)| mid.0.clone())
            .or(send.map(|send| send.id.0.clone()))
    }

    fn time_acts(&mut self, fault: Fault, action: &Action) -> bool {
        match action {
            Action::OwnerExpires => {
                self.bounds.expiries -= 1;
                let Some(until) = self.desk.conversation.owner.until else {
                    return false;
                };
                let now = Now {
                    wall: until.at,
                    ..self.now()
                };
                self.ask_at(fault, Ask::ExpireOwner, now)
            }
            Action::WindowCloses => {
                self.bounds.jumps -= 1;
                self.late = true;
                true
            }
            Action::Sleeps => {
                self.bounds.crashes -= 1;
                self.ask(fault, Ask::Wake { restarted: false })
            }
            Action::Crashes => {
                self.bounds.crashes -= 1;
                let nothing = self.call.is_none() && self.wire.iter().all(|request| !request.called);
                self.call = None;
                self.wire.iter_mut().for_each(|request| request.called = false);
                self.wire.retain(|request| request.landed.is_none());
                let before = self.desk.conversation.basis;
                fault.crash(Arc::make_mut(&mut self.desk));
                self.must(Rule::BasisGrows, self.desk.conversation.basis >= before);
                let woken = fault.wakes() && self.ask(fault, Ask::Wake { restarted: true });
                woken || !nothing || fault != Fault::None
            }
            _ => false,
        }
    }
}
