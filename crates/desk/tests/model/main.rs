//! The model check of the desk's protocols (rules 9).
//!
//! One conversation is played through in every order that the bounds allow: a customer, the model, Instagram,
//! the phone, the operator, the clock and crashes. Every decision is made by `desk::decide` itself; only the
//! world around it is modelled, see [`world`]. A run says how many states it has seen, and fails when that
//! number shrinks: a model that no longer goes anywhere proves nothing. For every invariant there is a broken
//! rule that it must catch.
//!
//! All runs have one conversation and up to two sends. No run has every act at once, which would not end;
//! each takes some of them as far as the others allow. [`BASE`] and each run's difference from it are the
//! bounds.

mod action;
mod asking;
mod examples;
mod fault;
mod normal;
mod past;
mod rule;
mod step;
mod story;
mod wire;
mod world;

use fault::Fault;
use rule::Rule;
use story::{
    CALL_CANCELLED, EARLY_ECHO, LATE_WINDOW, LOOK_FIRST, OPERATOR_ASKED, PASSED, PHONE_OWNS, SECOND_PART,
    SENT_AGAIN, SILENCED, Story, TWICE_AFTER_LAG, WITHOUT_ECHO,
};
use world::Bounds;

/// One message, two sends, and nothing goes wrong but the wire.
const BASE: Bounds = Bounds {
    messages: 1,
    changes: 0,
    phone: 0,
    acts: 0,
    passes: 0,
    sends: 2,
    expiries: 0,
    jumps: 0,
    crashes: 0,
    lags: 0,
    attempts: 2,
    looks: 2,
    alike: false,
};

#[test]
fn nothing_is_lost_or_repeated_over_crashes() {
    let bounds = Bounds {
        messages: 3,
        crashes: 2,
        ..BASE
    };
    let situations = [
        EARLY_ECHO,
        WITHOUT_ECHO,
        SENT_AGAIN,
        OPERATOR_ASKED,
        SECOND_PART,
        CALL_CANCELLED,
        LOOK_FIRST,
    ];
    Story::within(bounds).holds(&situations, 270_000);
}

#[test]
fn a_person_steps_in_at_any_moment() {
    let bounds = Bounds {
        messages: 2,
        acts: 2,
        passes: 1,
        ..BASE
    };
    let situations = [
        EARLY_ECHO,
        SENT_AGAIN,
        OPERATOR_ASKED,
        CALL_CANCELLED,
        SILENCED,
        PASSED,
    ];
    Story::within(bounds).holds(&situations, 800_000);
}

#[test]
fn the_phone_answers_at_any_moment() {
    let bounds = Bounds {
        messages: 2,
        phone: 1,
        acts: 1,
        ..BASE
    };
    let situations = [EARLY_ECHO, SENT_AGAIN, OPERATOR_ASKED, SILENCED, PHONE_OWNS];
    Story::within(bounds).holds(&situations, 750_000);
}

#[test]
fn the_customer_edits_and_takes_back_at_any_moment() {
    let bounds = Bounds {
        messages: 2,
        changes: 2,
        crashes: 1,
        ..BASE
    };
    Story::within(bounds).holds(&[CALL_CANCELLED, SECOND_PART, LOOK_FIRST], 320_000);
}

#[test]
fn time_runs_out_at_any_moment() {
    let bounds = Bounds {
        messages: 2,
        acts: 1,
        expiries: 1,
        jumps: 1,
        ..BASE
    };
    Story::within(bounds).holds(&[LATE_WINDOW, SILENCED, SENT_AGAIN], 345_000);
}

#[test]
fn the_customer_edits_and_takes_back_while_people_answer() {
    let bounds = Bounds {
        messages: 2,
        changes: 1,
        phone: 1,
        acts: 1,
        sends: 1,
        ..BASE
    };
    Story::within(bounds).holds(&[CALL_CANCELLED, SILENCED, PHONE_OWNS], 240_000);
}

#[test]
fn a_person_steps_in_and_the_window_closes_around_a_crash() {
    let bounds = Bounds {
        messages: 2,
        acts: 1,
        jumps: 1,
        crashes: 1,
        sends: 1,
        ..BASE
    };
    Story::within(bounds).holds(&[LATE_WINDOW, SILENCED, LOOK_FIRST], 34_000);
}

#[test]
fn an_attempt_may_go_wrong_in_every_way() {
    let bounds = Bounds {
        acts: 2,
        crashes: 1,
        phone: 1,
        sends: 1,
        attempts: 3,
        looks: 3,
        ..BASE
    };
    Story::within(bounds).holds(
        &[EARLY_ECHO, SENT_AGAIN, OPERATOR_ASKED, SILENCED, PHONE_OWNS],
        120_000,
    );
}

#[test]
fn sends_with_the_same_words_are_not_taken_for_each_other() {
    let bounds = Bounds {
        messages: 2,
        acts: 1,
        crashes: 1,
        alike: true,
        ..BASE
    };
    Story::within(bounds).holds(&[EARLY_ECHO, SENT_AGAIN, OPERATOR_ASKED, SECOND_PART], 160_000);
}

#[test]
fn looks_that_lag_repeat_nothing_without_a_recorded_not_found() {
    let bounds = Bounds {
        crashes: 1,
        lags: 3,
        attempts: 3,
        looks: 3,
        ..BASE
    };
    Story::within(bounds).holds(&[TWICE_AFTER_LAG, OPERATOR_ASKED], 32_000);
}

/// The check must catch this fault as a breach of this invariant.
fn catches(fault: Fault, rule: Rule, bounds: Bounds) {
    Story { bounds, fault }.breaks(rule);
}

#[test]
fn a_message_that_the_store_does_not_know_again_is_caught() {
    catches(Fault::KnownMessagesAreNotLoaded, Rule::StoredOnce, BASE);
}

#[test]
fn a_basis_that_dies_in_a_crash_is_caught() {
    catches(
        Fault::BasisDiesInCrash,
        Rule::BasisGrows,
        Bounds { crashes: 1, ..BASE },
    );
}

#[test]
fn typing_that_is_not_heeded_is_caught() {
    catches(
        Fault::TypingIsNotHeeded,
        Rule::SilentAfterHuman,
        Bounds { acts: 1, ..BASE },
    );
}

#[test]
fn a_phone_that_is_not_heeded_is_caught() {
    catches(
        Fault::PhoneIsNotHeeded,
        Rule::SilentAfterHuman,
        Bounds { phone: 1, ..BASE },
    );
}

#[test]
fn a_forgotten_silence_is_caught() {
    catches(
        Fault::SilenceIsForgotten,
        Rule::OvertakenStays,
        Bounds { acts: 2, ..BASE },
    );
}

#[test]
fn an_outdated_answer_that_leaves_is_caught() {
    catches(
        Fault::OutdatedAnswerLeaves,
        Rule::UpToDate,
        Bounds { messages: 2, ..BASE },
    );
}

#[test]
fn either_guard_alone_keeps_an_outdated_answer_back() {
    let bounds = Bounds {
        messages: 2,
        attempts: 1,
        ..BASE
    };
    for fault in [Fault::DraftIsNotTakenBack, Fault::BasisIsNotChecked] {
        Story { bounds, fault }.keeps(Rule::UpToDate);
    }
}

#[test]
fn an_answered_burst_that_waits_again_is_caught() {
    catches(Fault::AnsweredBurstReopens, Rule::OneAnswer, BASE);
}

#[test]
fn a_burst_that_dies_in_a_crash_is_caught() {
    catches(
        Fault::BurstDiesInCrash,
        Rule::OneDecision,
        Bounds { crashes: 1, ..BASE },
    );
}

#[test]
fn a_release_that_answers_what_came_later_is_caught() {
    catches(
        Fault::ReleaseAnswersAll,
        Rule::SilenceIsTrue,
        Bounds {
            messages: 2,
            crashes: 1,
            ..BASE
        },
    );
}

#[test]
fn a_lost_attempt_that_is_repeated_blindly_is_caught() {
    catches(Fault::LostCountsAsNotSent, Rule::NotTwice, BASE);
}

#[test]
fn a_failed_look_that_counts_as_not_found_is_caught() {
    catches(Fault::FailedLookCountsAsNotFound, Rule::NotTwice, BASE);
}

#[test]
fn an_attempt_that_nobody_looks_for_is_caught() {
    catches(Fault::NobodyWakes, Rule::Readable, Bounds { crashes: 1, ..BASE });
}

#[test]
fn a_lost_attempt_that_stands_as_failed_is_caught() {
    catches(Fault::LostCountsAsRefused, Rule::NotDenied, BASE);
}

#[test]
fn a_lane_that_is_not_checked_is_caught() {
    catches(Fault::LaneIsNotChecked, Rule::OneAttempt, BASE);
}

#[test]
fn a_clock_that_stands_still_is_caught() {
    catches(
        Fault::ClockStandsStill,
        Rule::InWindow,
        Bounds { jumps: 1, ..BASE },
    );
}
