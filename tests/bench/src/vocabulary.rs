//! What people write: words as unevenly used as in any language, some with letters outside ASCII.

use rand::RngExt;
use rand::rngs::StdRng;

/// How many different words there are.
const WORDS: usize = 30_000;
/// The words used most, most used first.
const COMMON: &[&str] = &[
    "the",
    "you",
    "und",
    "ich",
    "is",
    "can",
    "a",
    "order",
    "hallo",
    "danke",
    "please",
    "für",
    "open",
    "cake",
    "morgen",
    "birthday",
    "how",
    "much",
    "größe",
    "noch",
    "today",
    "shop",
    "price",
    "café",
    "thanks",
    "sunday",
    "delivery",
    "bread",
    "hola",
    "gracias",
    "señora",
    "voilà",
    "où",
    "time",
    "pick",
    "up",
    "late",
    "brötchen",
    "schön",
    "size",
    "colour",
    "available",
    "😊",
    "❤️",
    "👍",
    "ok",
    "yes",
    "no",
    "when",
    "where",
];
/// What the other words are made of: each of these before each of the vowels.
const BEFORE: &[&str] = &[
    "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "w", "sch", "ch",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ä", "ö", "é"];

/// The words, and how often each is used.
pub(crate) struct Vocabulary {
    words: Vec<String>,
    /// Running sums of the weights 1 / (rank + 2).
    upto: Vec<f64>,
}

impl Vocabulary {
    /// Always the same words.
    pub(crate) fn new() -> Self {
        let mut words: Vec<String> = COMMON.iter().map(ToString::to_string).collect();
        words.extend((words.len()..WORDS).map(word));
        let mut sum = 0.0;
        let upto = (0..words.len())
            .map(|rank| {
                sum += 1.0 / (crate::figures::count(rank) + 2.0);
                sum
            })
            .collect();
        Self { words, upto }
    }

    /// The word of a rank.
    pub(crate) fn word(&self, rank: usize) -> &str {
        self.words.get(rank).map_or("", String::as_str)
    }

    /// A message: three words to twenty-five.
    pub(crate) fn message(&self, random: &mut StdRng) -> String {
        let count = 3 + random.random_range(0..6_usize) * random.random_range(0..5_usize);
        let mut message = String::with_capacity(count * 8);
        let all = self.upto.last().copied().unwrap_or(1.0);
        for at in 0..count {
            if at > 0 {
                message.push(' ');
            }
            let point = random.random_range(0.0..all);
            message.push_str(self.word(self.upto.partition_point(|sum| *sum < point)));
        }
        message
    }
}

/// The word of a rank below the common ones: syllables that spell the rank.
fn word(rank: usize) -> String {
    let mut word = String::new();
    let mut rest = rank;
    while rest > 0 || word.is_empty() {
        for letters in [BEFORE, VOWELS] {
            word.push_str(letters.get(rest % letters.len()).copied().unwrap_or_default());
            rest /= letters.len();
        }
    }
    word
}
