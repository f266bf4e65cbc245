//! The questions: which conversation is opened, which words are looked for.

use super::ask::Asking;
use super::plan::{SMALL, Size, shares};
use super::story::order;
use crate::people::{ACCOUNT, contact};
use crate::vocabulary::Vocabulary;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use std::time::Duration;

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The first page of everything.
    All,
    /// The first page of what needs the operator.
    NeedsMe,
    /// A conversation, as likely as it is busy on a small desk; over a million messages, one whose page is as long.
    Open,
    /// A word that very many messages hold: the page is full on both sides.
    Common,
    /// The number under which one customer orders: a few messages on both sides.
    Rare,
    /// A common word as far as it is typed.
    Typed,
    /// Two common words.
    Two,
    /// A word of the middle: the page is full over a million messages, and not over ten thousand.
    Middling,
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
    Kind::Middling,
];

impl Kind {
    /// As it stands in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::All => "list, all",
            Self::NeedsMe => "list, needs me",
            Self::Open => "opening a conversation",
            Self::Common => "search, a common word",
            Self::Rare => "search, an order's number",
            Self::Typed => "search, an unfinished word",
            Self::Two => "search, two words",
            Self::Middling => "search, a middling word",
        }
    }

    /// Whether both sides answer with equally much, so that their costs can be compared.
    pub(crate) fn is_alike(self) -> bool {
        self != Self::Middling
    }
}

/// Questions for data of one size.
pub(crate) struct Questions {
    random: StdRng,
    vocabulary: Vocabulary,
    /// How many conversations there are.
    people: usize,
    /// Running sums of the messages of a small desk's conversations.
    upto: Vec<usize>,
    /// The same desk's pages, by conversation: how many messages one shows.
    pages: Vec<usize>,
    /// Conversations of these data by the length of their page.
    of_length: BTreeMap<usize, Vec<usize>>,
}

/// How many messages a page holds.
pub(crate) const PAGE: usize = 50;

impl Questions {
    /// Always the same questions for a size.
    pub(crate) fn new(size: Size) -> Self {
        let (small, own) = (shares(SMALL), shares(size));
        let mut sum = 0;
        let running = small.iter().map(|share| {
            sum += share;
            sum
        });
        let upto = running.collect();
        let mut of_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (who, share) in own.iter().enumerate() {
            of_length.entry(PAGE.min(*share)).or_default().push(who);
        }
        Self {
            random: StdRng::seed_from_u64(5),
            vocabulary: Vocabulary::new(),
            people: own.len(),
            upto,
            pages: small.into_iter().map(|share| PAGE.min(share)).collect(),
            of_length,
        }
    }

    /// Asks one; gives how long it took, and how much a search found or a page holds.
    pub(crate) async fn ask(&mut self, kind: Kind, window: &mut Asking) -> anyhow::Result<(Duration, usize)> {
        let words = match kind {
            Kind::All => return Ok((window.list("all").await?, 0)),
            Kind::NeedsMe => return Ok((window.list("needs_me").await?, 0)),
            Kind::Open => {
                let id = self.conversation();
                return window.conversation(&id).await;
            }
            // A word is finished by the space after it.
            Kind::Common => format!("{} ", self.word(0, 20)),
            Kind::Rare => format!("{} ", self.order()),
            Kind::Typed => self.typed(),
            Kind::Two => format!("{} {} ", self.word(0, 5), self.word(5, 10)),
            Kind::Middling => format!("{} ", self.word(500, 5_000)),
        };
        window.search(&words).await
    }

    fn conversation(&mut self) -> String {
        let all = self.upto.last().copied().unwrap_or(1);
        let message = self.random.random_range(0..all);
        let busy = self.upto.partition_point(|upto| *upto <= message);
        let length = self.pages.get(busy).copied().unwrap_or(PAGE);
        // Where no page is as long, the next longer one.
        let alike = self.of_length.range(length..).next();
        let alike = alike.map(|(_, alike)| alike.as_slice()).unwrap_or_default();
        let who = alike.choose(&mut self.random).copied().unwrap_or_default();
        format!("{ACCOUNT}.{}", contact(who))
    }

    fn word(&mut self, from: usize, until: usize) -> String {
        let rank = self.random.random_range(from..until);
        self.vocabulary.word(rank).to_owned()
    }

    /// The number of one of the many who write little.
    fn order(&mut self) -> String {
        let all = self.people;
        order(self.random.random_range(all / 2..all))
    }

    /// The first letters of a word, one to all but the last.
    fn typed(&mut self) -> String {
        let word = self.word(0, 50);
        let letters = word.chars().count();
        let typed = self.random.random_range(1..=letters.saturating_sub(1).max(1));
        word.chars().take(typed).collect()
    }
}
