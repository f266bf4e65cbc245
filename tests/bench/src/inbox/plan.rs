//! Who writes when: a history of half a year in which few people write much and most write little.

use crate::figures::count;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// How long the history is, ms.
const HISTORY: i64 = 180 * 24 * 3_600_000;

/// How much data.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Conversations.
    pub(crate) conversations: usize,
    /// Messages in all of them.
    pub(crate) messages: usize,
}

/// A desk after some weeks.
pub(crate) const SMALL: Size = Size {
    conversations: 1_000,
    messages: 10_000,
};
/// A desk after years.
pub(crate) const LARGE: Size = Size {
    conversations: 100_000,
    messages: 1_000_000,
};

/// Who answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// Nobody: it waits, or was handed over.
    Nobody,
    /// A person in the Instagram app.
    Phone,
    /// The operator.
    Operator,
    /// The autopilot.
    Autopilot,
}

/// What a customer writes in one go, and who answers it.
#[derive(Clone, Copy)]
pub(crate) struct Exchange {
    /// When it begins: ms after the history's beginning.
    pub(crate) after: i64,
    /// The conversation's number.
    pub(crate) who: usize,
    /// How many messages the customer writes.
    pub(crate) writes: usize,
    /// Who answers.
    pub(crate) by: By,
}

/// How many messages each conversation has: the share of number `n` falls as 1 / (n + 20).
pub(crate) fn shares(size: Size) -> Vec<usize> {
    let weights = || (0..size.conversations).map(|n| 1.0 / (count(n) + 20.0));
    let all: f64 = weights().sum();
    let spare = count(size.messages.saturating_sub(size.conversations));
    let mut upto = 0.0;
    let mut given = 0;
    weights()
        .map(|weight| {
            upto += weight / all;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of the messages is a count of messages"
            )]
            let until = (spare * upto).round() as usize;
            let share = 1 + until.saturating_sub(given);
            given = until;
            share
        })
        .collect()
}

/// The whole history, oldest first. Before `autopilot_from` (ms after its beginning) the autopilot is off.
pub(crate) fn plan(size: Size, autopilot_from: i64) -> Vec<Exchange> {
    let mut random = StdRng::seed_from_u64(3);
    let mut plan = Vec::with_capacity(size.messages / 2);
    for (who, share) in shares(size).into_iter().enumerate() {
        let mut rest = share;
        while rest > 0 {
            let after = random.random_range(0..HISTORY);
            let writes = random.random_range(1..=3).min(rest);
            rest -= writes;
            let by = if rest == 0 {
                By::Nobody
            } else {
                answers(&mut random, after >= autopilot_from)
            };
            rest -= usize::from(by != By::Nobody);
            plan.push(Exchange {
                after,
                who,
                writes,
                by,
            });
        }
    }
    plan.sort_by_key(|exchange| exchange.after);
    plan
}

fn answers(random: &mut StdRng, autopilot: bool) -> By {
    match random.random_range(0..10) {
        0 | 1 => By::Nobody,
        2..=4 => By::Phone,
        5..=6 => By::Operator,
        _ if autopilot => By::Autopilot,
        _ => By::Operator,
    }
}

/// From when on the autopilot is on: the last third.
pub(crate) fn autopilot_from() -> i64 {
    HISTORY / 3 * 2
}

/// When the history begins, if it ends at `end`.
pub(crate) fn beginning(end: i64) -> i64 {
    end - HISTORY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_has_as_many_messages_as_it_should_and_few_busy_conversations() {
        let size = Size {
            conversations: 1_000,
            messages: 10_000,
        };
        let shares = shares(size);
        assert_eq!(shares.iter().sum::<usize>(), size.messages);
        assert!(shares.first() > shares.last());
        let planned: usize = plan(size, 0)
            .iter()
            .map(|exchange| exchange.writes + usize::from(exchange.by != By::Nobody))
            .sum();
        assert_eq!(planned, size.messages);
    }
}
