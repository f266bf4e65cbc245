//! The invariants (design 4, nos. 2 to 6) and how a state is held against them.

use crate::story::Story;
use crate::world::{Author, Item, Request, World};
use desk::{BurstState, Send, SendState};
use stateright::Property;

/// An invariant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rule {
    /// A message is stored once, and belongs to at most one send.
    StoredOnce,
    /// The basis never goes back, and the customer's words move it.
    BasisGrows,
    /// The autopilot releases nothing after a human act without a hand-back between.
    SilentAfterHuman,
    /// What a human's act found in the autopilot's outbox is not released by itself, hand-back or not.
    OvertakenStays,
    /// The first part of an answer leaves only if nothing was said since it was drafted.
    UpToDate,
    /// One burst gets at most one answer.
    OneAnswer,
    /// One burst gets exactly one decision record, and the record is true.
    OneDecision,
    /// Who is left to somebody else's answer was answered by somebody else.
    SilenceIsTrue,
    /// Instagram accepts no send twice; with looks that lag, not without a recorded *NotFound*.
    NotTwice,
    /// Every send is in a state the operator can read, and moves on by itself or by a question.
    Readable,
    /// What Instagram has never stands as failed or taken back.
    NotDenied,
    /// At most one unresolved attempt holds the conversation, and at most one is on the wire.
    OneAttempt,
    /// Nothing leaves outside its window.
    InWindow,
}

impl Rule {
    /// All of them.
    pub(crate) const ALL: [Self; 13] = [
        Self::StoredOnce,
        Self::BasisGrows,
        Self::SilentAfterHuman,
        Self::OvertakenStays,
        Self::UpToDate,
        Self::OneAnswer,
        Self::OneDecision,
        Self::SilenceIsTrue,
        Self::NotTwice,
        Self::Readable,
        Self::NotDenied,
        Self::OneAttempt,
        Self::InWindow,
    ];

    /// Its sentence.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::StoredOnce => "a message is stored once",
            Self::BasisGrows => "the basis never goes back",
            Self::SilentAfterHuman => "the autopilot is silent after a human act",
            Self::OvertakenStays => "what a human overtook is not released again",
            Self::UpToDate => "an answer leaves only while it is up to date",
            Self::OneAnswer => "a burst gets at most one answer",
            Self::OneDecision => "a burst gets exactly one decision record",
            Self::SilenceIsTrue => "who is left to another's answer was answered",
            Self::NotTwice => "Instagram accepts no send twice",
            Self::Readable => "every send is readable and moves on",
            Self::NotDenied => "what Instagram has never stands as not sent",
            Self::OneAttempt => "one unresolved attempt at a time",
            Self::InWindow => "nothing leaves outside its window",
        }
    }

    /// It, as stateright checks it: a condition is a plain function, so each rule has its own.
    pub(crate) fn property(self) -> Property<Story> {
        let condition: fn(&Story, &World) -> bool = match self {
            Self::StoredOnce => |_, world| !world.broken.contains(&Self::StoredOnce),
            Self::BasisGrows => |_, world| !world.broken.contains(&Self::BasisGrows),
            Self::SilentAfterHuman => |_, world| !world.broken.contains(&Self::SilentAfterHuman),
            Self::OvertakenStays => |_, world| !world.broken.contains(&Self::OvertakenStays),
            Self::UpToDate => |_, world| !world.broken.contains(&Self::UpToDate),
            Self::OneAnswer => |_, world| !world.broken.contains(&Self::OneAnswer),
            Self::OneDecision => |_, world| !world.broken.contains(&Self::OneDecision),
            Self::SilenceIsTrue => |_, world| !world.broken.contains(&Self::SilenceIsTrue),
            Self::NotTwice => |_, world| !world.broken.contains(&Self::NotTwice),
            Self::Readable => |_, world| !world.broken.contains(&Self::Readable),
            Self::NotDenied => |_, world| !world.broken.contains(&Self::NotDenied),
            Self::OneAttempt => |_, world| !world.broken.contains(&Self::OneAttempt),
            Self::InWindow => |_, world| !world.broken.contains(&Self::InWindow),
        };
        Property::always(self.name(), condition)
    }
}

impl World {
    /// The invariants that this state breaks, whatever the way to it.
    pub(crate) fn broken_here(&self) -> Vec<Rule> {
        let mut broken = Vec::new();
        let mut hold = |rule: Rule, holds: bool| {
            if !holds {
                broken.push(rule);
            }
        };
        let sends = || self.desk.sends.values();
        hold(Rule::StoredOnce, sends().all(|send| self.owns_its_message(send)));
        hold(Rule::Readable, sends().all(|send| self.is_readable(send)));
        hold(Rule::Readable, self.burst_moves_on());
        hold(Rule::NotDenied, sends().all(|send| !self.is_denied(send)));
        let on_the_wire = sends().filter(|send| send.state == SendState::Sending).count();
        let holding = sends()
            .filter(|send| send.is_unresolved() && !send.passed)
            .count();
        let called = self.wire.iter().filter(|request| request.called).count();
        hold(Rule::OneAttempt, on_the_wire <= 1 && holding <= 1 && called <= 1);
        let open = self.desk.burst.as_ref().map(|burst| &burst.id);
        hold(
            Rule::OneDecision,
            self.past.undecided().all(|burst| open == Some(burst)),
        );
        broken
    }

    fn owns_its_message(&self, send: &Send) -> bool {
        let Some(mid) = &send.mid else { return true };
        let message = self.desk.messages.get(mid);
        message.is_some_and(|message| message.send.as_ref() == Some(&send.id))
    }

    fn is_readable(&self, send: &Send) -> bool {
        let calls =
            |request: &Request| request.called && request.send == send.id && request.attempt == send.attempts;
        match send.state {
            SendState::Held | SendState::Queued => send.due.is_some(),
            SendState::Sending => self.wire.iter().any(calls),
            SendState::Unknown => send.due.is_some() != send.asking,
            SendState::Accepted => send.mid.is_some(),
            SendState::Confirmed | SendState::Failed | SendState::Cancelled => true,
        }
    }

    /// A burst whose answer is in the outbox has it there.
    fn burst_moves_on(&self) -> bool {
        let Some(burst) = &self.desk.burst else {
            return true;
        };
        let answer = self.desk.sends.get(&burst.id.answer());
        match burst.state {
            BurstState::Drafted { .. } => answer.is_some_and(Send::is_waiting),
            BurstState::Open | BurstState::Looking | BurstState::Claimed { .. } => true,
        }
    }

    fn is_denied(&self, send: &Send) -> bool {
        let is_denied = |send: &Send| matches!(send.state, SendState::Failed | SendState::Cancelled);
        let words = self.words(&send.id);
        let owned_to = self.released(words).filter(|send| !is_denied(send)).count();
        is_denied(send) && !self.past.lagged && self.standing(words) > owned_to
    }

    /// How often these words of this desk stand in the thread, without those that were sent again for a reason.
    /// Equal words cannot be told apart, so they are counted.
    pub(crate) fn standing(&self, words: &str) -> usize {
        let stands =
            |item: &&Item| !item.excused && item.words == words && matches!(item.author, Author::Desk { .. });
        self.thread.iter().filter(stands).count()
    }

    /// The sends with these words that were ever released.
    pub(crate) fn released(&self, words: &str) -> impl Iterator<Item = &Send> {
        let says = move |send: &&Send| send.attempts > 0 && self.words(&send.id) == words;
        self.desk.sends.values().filter(says)
    }
}
