//! The questions: which conversation is opened, which words are looked for.

use super::ask::Asking;
use super::plan::{Size, shares};
use crate::people::{ACCOUNT, contact};
use crate::vocabulary::Vocabulary;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::time::Duration;

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The first page of everything.
    All,
    /// The first page of what needs the operator.
    NeedsMe,
    /// A conversation, as likely as it is busy.
    Open,
    /// A word that a tenth of the messages hold.
    Common,
    /// A word that few messages hold.
    Rare,
    /// A word as far as it is typed.
    Typed,
    /// A common word and one that is not.
    Two,
}

/// All of them.
pub(crate) const KINDS: &[Kind] = &[
    Kind::All,
    Kind::NeedsMe,
    Kind::Open,
    Kind::Common,
    Kind::Rare,
    Kind::Typed,
    Kind::Two,
];

impl Kind {
    /// As it stands in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::All => "list, all",
            Self::NeedsMe => "list, needs me",
            Self::Open => "opening a conversation",
            Self::Common => "search, a common word",
            Self::Rare => "search, a rare word",
            Self::Typed => "search, an unfinished word",
            Self::Two => "search, two words",
        }
    }
}

/// Questions for data of one size.
pub(crate) struct Questions {
    random: StdRng,
    vocabulary: Vocabulary,
    /// Running sums of the conversations' messages.
    upto: Vec<usize>,
}

impl Questions {
    /// Always the same questions for a size.
    pub(crate) fn new(size: Size) -> Self {
        let mut sum = 0;
        let upto = shares(size)
            .into_iter()
            .map(|share| {
                sum += share;
                sum
            })
            .collect();
        Self {
            random: StdRng::seed_from_u64(5),
            vocabulary: Vocabulary::new(),
            upto,
        }
    }

    /// Asks one.
    pub(crate) async fn ask(&mut self, kind: Kind, window: &mut Asking) -> anyhow::Result<Duration> {
        let words = match kind {
            Kind::All => return window.list("all").await,
            Kind::NeedsMe => return window.list("needs_me").await,
            Kind::Open => {
                let id = self.conversation();
                return window.conversation(&id).await;
            }
            // A word is finished by the space after it.
            Kind::Common => format!("{} ", self.word(0, 20)),
            Kind::Rare => format!("{} ", self.word(2_000, 20_000)),
            Kind::Typed => self.typed(),
            Kind::Two => format!("{} {} ", self.word(0, 20), self.word(50, 500)),
        };
        Ok(window.search(&words).await?.0)
    }

    fn conversation(&mut self) -> String {
        let all = self.upto.last().copied().unwrap_or(1);
        let message = self.random.random_range(0..all);
        let who = self.upto.partition_point(|upto| *upto <= message);
        format!("{ACCOUNT}.{}", contact(who))
    }

    fn word(&mut self, from: usize, until: usize) -> String {
        let rank = self.random.random_range(from..until);
        self.vocabulary.word(rank).to_owned()
    }

    /// The first letters of a word, one to all but the last.
    fn typed(&mut self) -> String {
        let word = if self.random.random_ratio(1, 2) {
            self.word(0, 50)
        } else {
            self.word(50, 3_000)
        };
        let letters = word.chars().count();
        let typed = self.random.random_range(1..=letters.saturating_sub(1).max(1));
        word.chars().take(typed).collect()
    }
}
