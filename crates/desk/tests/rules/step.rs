//! The steps that a story is made of, and how likely each is.

use desk::{Choice, HOUR, MINUTE, Millis, SECOND};
use proptest::prelude::*;

/// One step. Numbers choose among what there is.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Says {
        index: u8,
        age: Millis,
        readable: bool,
        poll: bool,
    },
    Edits {
        index: u8,
        edit: u32,
    },
    Unsends {
        index: u8,
        phone: bool,
    },
    Reacts {
        index: u8,
    },
    Sees {
        index: u8,
    },
    Answers {
        index: u8,
        same: bool,
        age: Millis,
        other_app: bool,
    },
    Echoes {
        which: u8,
    },
    Types,
    TakesOver,
    HandsBack,
    Reads,
    Replies {
        parts: u8,
        same: bool,
        again: bool,
        stale: bool,
    },
    Undoes {
        which: u8,
    },
    Retries {
        which: u8,
    },
    Resolves {
        which: u8,
        choice: Choice,
    },
    Passes {
        which: u8,
    },
    Claims,
    Drafts {
        parts: u8,
        same: bool,
        late: bool,
    },
    HandsOver,
    Fails {
        again: bool,
    },
    LooksFirst {
        looked: bool,
    },
    Wakes {
        restarted: bool,
    },
    OwnerExpires,
    Releases {
        which: u8,
    },
    Ends {
        which: u8,
        end: End,
    },
    /// So many looks in a row.
    Looks {
        which: u8,
        lists: bool,
        times: u8,
    },
    Waits(Millis),
    SetsTheClockBack,
    Switches {
        on: bool,
    },
    Stops {
        stopped: bool,
    },
    Throttles,
}

/// What becomes of an attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    Accepted,
    Lost,
    NotSent,
    Limited,
    Later,
    Never,
}

/// A story of at most so many steps after its beginning.
pub(crate) fn story(most: usize) -> impl Strategy<Value = Vec<Step>> {
    (beginning(), prop::collection::vec(step(), 1..most)).prop_map(|(mut steps, then)| {
        steps.extend(then);
        steps
    })
}

/// With nothing, or in the middle of what takes luck to get into.
fn beginning() -> impl Strategy<Value = Vec<Step>> {
    let lost = Step::Ends {
        which: 0,
        end: End::Lost,
    };
    let answer = answer_on_the_wire();
    let reply = reply_on_the_wire();
    let lost_answer = [&answer[..], std::slice::from_ref(&lost)].concat();
    let handed_back = [&answer[..], &[Step::Types, Step::HandsBack]].concat();
    let lost_and_handed_back = [&lost_answer[..], &[Step::Types, Step::HandsBack]].concat();
    let passed = [Step::Waits(30 * SECOND), Step::Passes { which: 0 }];
    let two_replies = [&reply[..], &[lost], &passed, &reply[1..]].concat();
    prop_oneof![
        2 => Just(Vec::new()),
        2 => Just(answer),
        2 => Just(reply),
        1 => Just(lost_answer),
        1 => Just(handed_back),
        1 => Just(lost_and_handed_back),
        1 => Just(two_replies),
    ]
}

fn says() -> Step {
    Step::Says {
        index: 0,
        age: 0,
        readable: true,
        poll: false,
    }
}

fn answer_on_the_wire() -> Vec<Step> {
    let drafts = Step::Drafts {
        parts: 2,
        same: true,
        late: false,
    };
    vec![
        says(),
        Step::Waits(5 * SECOND),
        Step::Claims,
        drafts,
        Step::Releases { which: 0 },
    ]
}

fn reply_on_the_wire() -> Vec<Step> {
    let replies = Step::Replies {
        parts: 1,
        same: true,
        again: false,
        stale: false,
    };
    vec![
        says(),
        replies,
        Step::Waits(5 * SECOND),
        Step::Releases { which: 0 },
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => from_the_customer(),
        5 => from_the_platform(),
        5 => from_the_operator(),
        9 => from_the_autopilot(),
        14 => from_the_outbox(),
        8 => from_the_clock(),
        1 => from_the_account(),
    ]
}

fn often(likely: f64) -> impl Strategy<Value = bool> {
    prop::bool::weighted(likely)
}

fn age() -> impl Strategy<Value = Millis> {
    prop_oneof![12 => Just(0), 3 => Just(2_500), 1 => Just(90 * MINUTE), 1 => Just(3 * HOUR), 1 => Just(200 * HOUR)]
}

fn from_the_customer() -> impl Strategy<Value = Step> {
    let says = (0..12_u8, age(), often(0.9), often(0.2));
    prop_oneof![
        8 => says.prop_map(|(index, age, readable, poll)| Step::Says { index, age, readable, poll }),
        2 => (0..12_u8, 1..3_u32).prop_map(|(index, edit)| Step::Edits { index, edit }),
        2 => (0..12_u8, often(0.2)).prop_map(|(index, phone)| Step::Unsends { index, phone }),
        1 => (0..12_u8).prop_map(|index| Step::Reacts { index }),
        1 => (0..3_u8).prop_map(|index| Step::Sees { index }),
    ]
}

fn from_the_platform() -> impl Strategy<Value = Step> {
    let answers = (0..3_u8, often(0.5), age(), often(0.15));
    prop_oneof![
        2 => answers.prop_map(|(index, same, age, other_app)| Step::Answers { index, same, age, other_app }),
        3 => any::<u8>().prop_map(|which| Step::Echoes { which }),
    ]
}

fn from_the_operator() -> impl Strategy<Value = Step> {
    let replies = (1..3_u8, often(0.5), often(0.1), often(0.1));
    let choice = prop_oneof![Just(Choice::SendAgain), Just(Choice::Arrived)];
    prop_oneof![
        2 => Just(Step::Types),
        1 => Just(Step::TakesOver),
        8 => Just(Step::HandsBack),
        1 => Just(Step::Reads),
        3 => replies.prop_map(|(parts, same, again, stale)| Step::Replies { parts, same, again, stale }),
        1 => any::<u8>().prop_map(|which| Step::Undoes { which }),
        1 => any::<u8>().prop_map(|which| Step::Retries { which }),
        2 => (any::<u8>(), choice).prop_map(|(which, choice)| Step::Resolves { which, choice }),
        3 => any::<u8>().prop_map(|which| Step::Passes { which }),
    ]
}

fn from_the_autopilot() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => Just(Step::Claims),
        5 => (1..4_u8, often(0.5), often(0.1)).prop_map(|(parts, same, late)| Step::Drafts { parts, same, late }),
        1 => Just(Step::HandsOver),
        1 => often(0.7).prop_map(|again| Step::Fails { again }),
        2 => often(0.8).prop_map(|looked| Step::LooksFirst { looked }),
        1 => often(0.6).prop_map(|restarted| Step::Wakes { restarted }),
        1 => Just(Step::OwnerExpires),
    ]
}

fn from_the_outbox() -> impl Strategy<Value = Step> {
    let end = prop_oneof![
        3 => Just(End::Accepted),
        4 => Just(End::Lost),
        2 => Just(End::NotSent),
        1 => Just(End::Limited),
        1 => Just(End::Later),
        1 => Just(End::Never),
    ];
    prop_oneof![
        5 => any::<u8>().prop_map(|which| Step::Releases { which }),
        4 => (any::<u8>(), end).prop_map(|(which, end)| Step::Ends { which, end }),
        6 => (any::<u8>(), often(0.75), 1..4_u8).prop_map(|(which, lists, times)| Step::Looks { which, lists, times }),
    ]
}

fn from_the_clock() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Waits(400)),
        6 => Just(Step::Waits(5 * SECOND)),
        3 => Just(Step::Waits(30 * SECOND)),
        1 => Just(Step::Waits(11 * MINUTE)),
        1 => Just(Step::Waits(2 * HOUR)),
        1 => Just(Step::Waits(21 * HOUR)),
        1 => Just(Step::SetsTheClockBack),
    ]
}

fn from_the_account() -> impl Strategy<Value = Step> {
    prop_oneof![
        often(0.8).prop_map(|on| Step::Switches { on }),
        often(0.2).prop_map(|stopped| Step::Stops { stopped }),
        Just(Step::Throttles)
    ]
}
