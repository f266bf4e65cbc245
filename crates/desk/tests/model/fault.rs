//! Broken rules, put between the model and `decide`: what each invariant must catch.

use desk::{Act, Ask, Attempt, BurstState, Command, Desk, Event, Incoming, Listing, Now, Reason};

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing: the rules as they are.
    None,
    /// Typing is noted but not heeded.
    TypingIsNotHeeded,
    /// An answer from the phone is noted but not heeded.
    PhoneIsNotHeeded,
    /// What was on the wire when a human acted is forgotten.
    SilenceIsForgotten,
    /// Newer text takes no draft back.
    DraftIsNotTakenBack,
    /// The release does not check the basis.
    BasisIsNotChecked,
    /// The last two together.
    OutdatedAnswerLeaves,
    /// An answered burst is not closed, but waits again.
    AnsweredBurstReopens,
    /// The open burst lives in memory only.
    BurstDiesInCrash,
    /// A release answers everything, also what came after it was written.
    ReleaseAnswersAll,
    /// A lost attempt counts as one that never left.
    LostCountsAsNotSent,
    /// A failed look counts as one that found nothing.
    FailedLookCountsAsNotFound,
    /// After a start nobody looks for attempts that were on the wire.
    NobodyWakes,
    /// A refusal is believed about an attempt that is not known.
    LostCountsAsRefused,
    /// The release sees no other send.
    LaneIsNotChecked,
    /// The release reads a clock that stands still.
    ClockStandsStill,
    /// The basis lives in memory only.
    BasisDiesInCrash,
    /// The store does not say which messages it has.
    KnownMessagesAreNotLoaded,
}

impl Fault {
    /// Changes what a decision is asked.
    pub(crate) fn before(self, desk: &mut Desk, command: &mut Command, now: &mut Now) {
        match (self, &mut command.act) {
            (Self::SilenceIsForgotten, _) => {
                desk.sends.values_mut().for_each(|send| send.silenced = false);
            }
            (Self::BasisIsNotChecked | Self::OutdatedAnswerLeaves, Ask::Release { send }) => {
                let basis = desk.conversation.basis;
                desk.sends
                    .entry(send.clone())
                    .and_modify(|send| send.basis = basis);
            }
            (Self::LostCountsAsNotSent, Ask::Attempted { outcome, .. }) => {
                if matches!(outcome, Attempt::Lost(_)) {
                    *outcome = Attempt::NotSent;
                }
            }
            (Self::LostCountsAsRefused, Ask::Attempted { outcome, .. }) => {
                if matches!(outcome, Attempt::Lost(_)) {
                    *outcome = Attempt::Refused {
                        class: desk::Class::Other,
                        retry: desk::Retry::Never,
                        code: 1,
                        subcode: None,
                    };
                }
            }
            (Self::FailedLookCountsAsNotFound, Ask::Looked { listing, .. }) => {
                listing.get_or_insert_with(Listing::default);
            }
            (Self::LaneIsNotChecked, Ask::Release { send }) => desk.sends.retain(|id, _| id == send),
            (Self::ClockStandsStill, Ask::Release { .. }) => now.meta = crate::world::START,
            (Self::KnownMessagesAreNotLoaded, Ask::Receive { .. }) => desk.messages.clear(),
            _ => {}
        }
    }

    /// Whether an event of the decision is stored.
    pub(crate) fn stores(self, command: &Command, event: &Event) -> bool {
        match self {
            Self::TypingIsNotHeeded => {
                command.act != Ask::Typed || *event == Event::OperatorActed { act: Act::Typed }
            }
            Self::PhoneIsNotHeeded => {
                let echo = matches!(
                    &command.act,
                    Ask::Receive {
                        incoming: Incoming::Echo { .. },
                        ..
                    }
                );
                !echo || matches!(event, Event::AnsweredElsewhere { .. })
            }
            Self::DraftIsNotTakenBack | Self::OutdatedAnswerLeaves => {
                let received = matches!(command.act, Ask::Receive { .. });
                !received || !matches!(event, Event::SendCancelled { .. })
            }
            Self::AnsweredBurstReopens => {
                !matches!(event, Event::Decided { decision } if decision.reason == Reason::Answer)
            }
            _ => true,
        }
    }

    /// Changes what is on disk after an event was stored.
    pub(crate) fn after(self, desk: &mut Desk, event: &Event) {
        match (self, event, &mut desk.burst) {
            (Self::ReleaseAnswersAll, Event::SendReleased { .. }, _) => desk.conversation.unanswered.clear(),
            (Self::AnsweredBurstReopens, Event::SendReleased { .. }, Some(burst)) => {
                burst.state = BurstState::Open;
            }
            _ => {}
        }
    }

    /// Changes what a crash leaves on disk.
    pub(crate) fn crash(self, desk: &mut Desk) {
        match self {
            Self::BurstDiesInCrash => desk.burst = None,
            Self::BasisDiesInCrash => desk.conversation.basis = 0,
            _ => {}
        }
    }

    /// Whether the desk wakes after a start.
    pub(crate) fn wakes(self) -> bool {
        self != Self::NobodyWakes
    }
}
