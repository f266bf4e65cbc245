//! The alphabet: what may happen next in a state (rules 9).

use crate::world::{Author, Request, World};
use desk::{Answering, BurstState, Choice, Send, SendId, SendState};

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// The customer writes, and the webhook comes.
    CustomerWrites,
    /// The customer edits the message with this number.
    CustomerEdits(usize),
    /// The customer takes the message with this number back.
    CustomerUnsends(usize),
    /// A person answers on the phone; the echo is still to come.
    PhoneWrites(&'static str),
    /// The webhook of the message with this number comes, for the first time or again.
    WebhookComes(usize),
    /// The autopilot's worker takes up the due burst.
    BurstIsClaimed,
    /// The model answers, in so many parts.
    ModelAnswers(usize),
    /// The model hands over.
    ModelHandsOver,
    /// The model fails in a way that may pass.
    ModelFails,
    /// A claim outlives its own time.
    ClaimRunsOut,
    /// The look that a burst waits for is made, or fails.
    BurstIsLooked(bool),
    /// The outbox takes up a send; its retry timer, if it has one, has run.
    Released(SendId),
    /// The outbox takes up a send only after the autopilot's patience.
    ReleasedTooLate(SendId),
    /// Instagram accepts a request.
    Accepts(usize),
    /// A request that nobody waits for is lost on its way.
    Vanishes(usize),
    /// The answer to an accepted request arrives.
    AnswerArrives(usize),
    /// Instagram refuses; whether it says *try again*.
    Refuses(usize, bool),
    /// No byte of the request left.
    NothingLeft(usize),
    /// The caller gives up on its request.
    IsLost(usize),
    /// The answer to the accepted message with this number arrives after its caller gave up.
    AnswerIsLate(usize),
    /// A look for an unknown send.
    Looks(SendId, Sight),
    /// The operator types.
    Types,
    /// The operator takes over.
    TakesOver,
    /// The operator hands back.
    HandsBack,
    /// The operator sends.
    Replies,
    /// The operator undoes a send.
    Undoes(SendId),
    /// The operator sends a failed send again.
    Retries(SendId),
    /// The operator answers the question of a send.
    Resolves(SendId, Choice),
    /// The operator lets later sends pass one.
    Passes(SendId),
    /// The owner's time runs out.
    OwnerExpires,
    /// The clock moves past the window.
    WindowCloses,
    /// The machine sleeps and wakes up.
    Sleeps,
    /// The program is killed and starts again.
    Crashes,
}

/// What a look shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sight {
    /// The thread as it is.
    True,
    /// Nothing: it fails.
    None,
    /// The thread without what this desk sent.
    Lagging,
}

/// At most so many parts in an answer.
const MOST_PARTS: usize = 2;

impl World {
    /// What may happen here.
    pub(crate) fn possible(&self, actions: &mut Vec<Action>) {
        self.others(actions);
        self.autopilot(actions);
        for send in self.desk.sends.values() {
            self.outbox(send, actions);
        }
        for (number, request) in self.wire.iter().enumerate() {
            answers(number, request, actions);
        }
        if self.bounds.acts > 0 {
            self.operator(actions);
        }
        self.time(actions);
    }

    /// The customer, the phone, and the webhooks.
    fn others(&self, actions: &mut Vec<Action>) {
        if self.bounds.messages > 0 {
            actions.push(Action::CustomerWrites);
        }
        for item in &self.thread {
            let number = item.number;
            actions.push(Action::WebhookComes(number));
            match &item.author {
                Author::Customer if self.bounds.changes > 0 && !item.unsent => {
                    actions.push(Action::CustomerEdits(number));
                    actions.push(Action::CustomerUnsends(number));
                }
                Author::Desk { send, attempt } => {
                    let waits =
                        self.desk.sends.get(send).is_some_and(|send| {
                            send.state == SendState::Unknown && send.attempts == *attempt
                        });
                    if waits {
                        actions.push(Action::AnswerIsLate(number));
                    }
                }
                Author::Customer | Author::Phone => {}
            }
        }
        if self.bounds.phone > 0 && !self.thread.is_empty() {
            actions.push(Action::PhoneWrites(crate::world::OTHER_WORDS));
            let open = |send: &&Send| send.is_unresolved() || send.is_waiting();
            let same = self
                .desk
                .sends
                .values()
                .find(open)
                .map(|send| self.words(&send.id));
            actions.extend(same.map(Action::PhoneWrites));
        }
    }

    fn autopilot(&self, actions: &mut Vec<Action>) {
        let Some(burst) = &self.desk.burst else {
            self.model(actions);
            return;
        };
        match burst.state {
            BurstState::Open => actions.push(Action::BurstIsClaimed),
            BurstState::Looking => {
                actions.push(Action::BurstIsLooked(true));
                actions.push(Action::BurstIsLooked(false));
            }
            BurstState::Claimed { .. } if self.call.is_none() => actions.push(Action::ClaimRunsOut),
            BurstState::Claimed { .. } | BurstState::Drafted { .. } => {}
        }
        self.model(actions);
    }

    fn model(&self, actions: &mut Vec<Action>) {
        let Some((burst, _)) = &self.call else { return };
        let fits = |parts: &usize| {
            let ids = (1..=*parts).filter_map(|part| u16::try_from(part).ok());
            let new = ids.filter(|part| !self.desk.sends.contains_key(&burst.answer().of_part(*part)));
            new.count() <= usize::from(self.bounds.sends)
        };
        actions.extend((1..=MOST_PARTS).filter(fits).map(Action::ModelAnswers));
        actions.push(Action::ModelHandsOver);
        actions.push(Action::ModelFails);
    }

    fn outbox(&self, send: &Send, actions: &mut Vec<Action>) {
        let id = || send.id.clone();
        if send.is_waiting() && send.attempts < self.bounds.attempts {
            actions.push(Action::Released(id()));
            if send.is_autopilots() && self.bounds.jumps > 0 {
                actions.push(Action::ReleasedTooLate(id()));
            }
        }
        // What was on its way has landed or vanished before the first look (rules 5).
        if send.state == SendState::Unknown && !self.is_adrift(&send.id) {
            actions.push(Action::Looks(id(), Sight::True));
            actions.push(Action::Looks(id(), Sight::None));
            if self.bounds.lags > 0 {
                actions.push(Action::Looks(id(), Sight::Lagging));
            }
        }
    }

    fn operator(&self, actions: &mut Vec<Action>) {
        if !self.desk.conversation.exists {
            return;
        }
        actions.push(Action::Types);
        actions.push(Action::TakesOver);
        if self.desk.conversation.owner.answering() != Answering::Autopilot {
            actions.push(Action::HandsBack);
        }
        if self.bounds.sends > 0 {
            actions.push(Action::Replies);
        }
        for send in self.desk.sends.values() {
            let id = || send.id.clone();
            match send.state {
                SendState::Held | SendState::Queued => actions.push(Action::Undoes(id())),
                SendState::Failed => actions.push(Action::Retries(id())),
                SendState::Unknown => {
                    if send.asking {
                        actions.push(Action::Resolves(id(), Choice::SendAgain));
                        actions.push(Action::Resolves(id(), Choice::Arrived));
                    }
                    if self.bounds.passes > 0 && !send.passed {
                        actions.push(Action::Passes(id()));
                    }
                }
                SendState::Sending | SendState::Accepted | SendState::Confirmed | SendState::Cancelled => {}
            }
        }
    }

    fn time(&self, actions: &mut Vec<Action>) {
        if self.bounds.expiries > 0 && self.desk.conversation.owner.until.is_some() {
            actions.push(Action::OwnerExpires);
        }
        if self.bounds.jumps > 0 && !self.late && !self.thread.is_empty() {
            actions.push(Action::WindowCloses);
        }
        if self.bounds.crashes > 0 && !self.thread.is_empty() {
            actions.push(Action::Sleeps);
            actions.push(Action::Crashes);
        }
    }
}

/// What may become of a request.
fn answers(number: usize, request: &Request, actions: &mut Vec<Action>) {
    match (request.landed, request.called) {
        (None, true) => {
            actions.push(Action::Accepts(number));
            actions.push(Action::Refuses(number, true));
            actions.push(Action::Refuses(number, false));
            actions.push(Action::NothingLeft(number));
            actions.push(Action::IsLost(number));
        }
        (None, false) => {
            actions.push(Action::Accepts(number));
            actions.push(Action::Vanishes(number));
        }
        (Some(_), true) => {
            actions.push(Action::AnswerArrives(number));
            actions.push(Action::IsLost(number));
        }
        (Some(_), false) => {}
    }
}
