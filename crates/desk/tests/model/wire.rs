//! What leaves and what comes back: requests, answers, and looks at the thread.

use crate::action::{Action, Sight};
use crate::fault::Fault;
use crate::rule::Rule;
use crate::world::{Author, Item, Request, World, mid, moment};
use desk::{Ask, Attempt, Class, Content, Listed, Listing, Loss, Now, Retry, SendId, SendState, Source};

impl World {
    pub(crate) fn release(&mut self, fault: Fault, send: &SendId, wall: i64) -> bool {
        let now = Now { wall, ..self.now() };
        if !self.ask_at(fault, Ask::Release { send: send.clone() }, now) {
            return false;
        }
        if let Some(released) = self
            .desk
            .sends
            .get(send)
            .filter(|send| send.state == SendState::Sending)
        {
            self.wire.push(Request {
                send: send.clone(),
                attempt: released.attempts,
                called: true,
                landed: None,
            });
        }
        true
    }

    pub(crate) fn accept(&mut self, number: usize) -> bool {
        let landed = self.free_number();
        let Some(request) = self.wire.get_mut(number) else {
            return false;
        };
        request.landed = Some(landed);
        let (send, attempt, called) = (request.send.clone(), request.attempt, request.called);
        if !called {
            self.wire.remove(number);
        }
        let words = self.words(&send);
        let once = self.standing(words) < self.released(words).count();
        self.must(Rule::NotTwice, once);
        self.write_down(Author::Desk { send, attempt }, words);
        true
    }

    pub(crate) fn answer(&mut self, fault: Fault, action: &Action, number: usize) -> bool {
        let Some(request) = self.wire.get_mut(number) else {
            return false;
        };
        request.called = false;
        let request = request.clone();
        // A request that was given up on may still land.
        if !matches!(action, Action::IsLost(_)) || request.landed.is_some() {
            self.wire.remove(number);
        }
        let outcome = match (action, request.landed) {
            (Action::AnswerArrives(_), Some(number)) => Attempt::Accepted(mid(number)),
            (Action::Refuses(_, again), _) => Attempt::Refused {
                class: if *again {
                    Class::Transient
                } else {
                    Class::InvalidContent
                },
                retry: if *again { Retry::Later } else { Retry::Never },
                code: 2,
                subcode: None,
            },
            (Action::NothingLeft(_), _) => Attempt::NotSent,
            _ => Attempt::Lost(Loss::Timeout),
        };
        let (send, attempt) = (request.send, request.attempt);
        self.ask(
            fault,
            Ask::Attempted {
                send,
                attempt,
                outcome,
            },
        );
        true
    }

    pub(crate) fn late_answer(&mut self, fault: Fault, number: usize) -> bool {
        let Some(Author::Desk { send, attempt }) = self.item(number).map(|item| item.author.clone()) else {
            return false;
        };
        let outcome = Attempt::Accepted(mid(number));
        self.ask(
            fault,
            Ask::Attempted {
                send,
                attempt,
                outcome,
            },
        )
    }

    pub(crate) fn look(&mut self, fault: Fault, send: &SendId, sight: Sight) -> bool {
        if sight == Sight::Lagging {
            self.bounds.lags -= 1;
            self.past.lagged = true;
        }
        let listing = (sight != Sight::None).then(|| self.listing(sight));
        let done = self.ask(
            fault,
            Ask::Looked {
                send: send.clone(),
                listing,
            },
        );
        self.poll(fault, sight);
        done
    }

    /// The thread as the platform shows it.
    fn listing(&self, sight: Sight) -> Listing {
        let shown = |item: &&Item| {
            !item.unsent && (sight == Sight::True || !matches!(item.author, Author::Desk { .. }))
        };
        let listed = |item: &Item| Listed {
            mid: item.mid(),
            at: moment(item.late),
            ours: item.author != Author::Customer,
            content: Content::text(item.words),
        };
        let items = self.thread.iter().filter(shown).map(listed).collect();
        Listing { items, reaches: None }
    }

    /// What a look showed and no webhook brought is received.
    pub(crate) fn poll(&mut self, fault: Fault, sight: Sight) {
        if sight == Sight::None {
            return;
        }
        for listed in self.listing(sight).items {
            let item = self.thread.iter().find(|item| item.mid() == listed.mid).cloned();
            if let Some(item) = item.filter(|_| !self.desk.messages.contains_key(&listed.mid)) {
                self.receive(fault, Self::incoming(&item), Source::Poll);
            }
        }
    }
}
