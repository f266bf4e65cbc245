//! Words: taking texts apart, and the topics a bakery's customers ask about.

/// A topic: words that ask for it, and words in the business context that answer it.
pub(crate) struct Topic {
    pub(crate) asked: &'static [&'static str],
    pub(crate) answered: &'static [&'static str],
}

/// What people ask a shop, in English and Arabic with a few neighbours.
pub(crate) const TOPICS: &[Topic] = &[
    Topic {
        asked: &[
            "open",
            "opening",
            "close",
            "closing",
            "closed",
            "hours",
            "when",
            "sunday",
            "saturday",
            "weekend",
            "today",
            "tomorrow",
            "time",
            "متى",
            "تفتح",
            "تفتحون",
            "مفتوح",
            "مفتوحين",
            "ساعات",
            "الدوام",
            "الأحد",
            "السبت",
            "الجمعة",
            "abierto",
            "geöffnet",
            "ouvert",
        ],
        answered: &["open", "opens", "close", "closed", "hours"],
    },
    Topic {
        asked: &[
            "price",
            "prices",
            "cost",
            "costs",
            "much",
            "euro",
            "expensive",
            "كم",
            "بكم",
            "سعر",
            "السعر",
            "الأسعار",
        ],
        answered: &["price", "cost", "euro", "eur", "€", "$", "£"],
    },
    Topic {
        asked: &[
            "where",
            "address",
            "street",
            "find",
            "located",
            "location",
            "أين",
            "اين",
            "وين",
            "العنوان",
            "عنوان",
        ],
        answered: &[
            "address", "street", "road", "square", "corner", "located", "station",
        ],
    },
    Topic {
        asked: &[
            "deliver",
            "delivery",
            "ship",
            "shipping",
            "توصيل",
            "التوصيل",
            "توصلون",
        ],
        answered: &["deliver", "delivery", "ship", "courier"],
    },
    Topic {
        asked: &[
            "gluten",
            "vegan",
            "nuts",
            "allergy",
            "allergic",
            "allergens",
            "lactose",
            "milk",
            "نباتي",
            "حساسية",
        ],
        answered: &[
            "gluten",
            "vegan",
            "nuts",
            "allergens",
            "allergen",
            "lactose",
            "milk",
        ],
    },
    Topic {
        asked: &[
            "order", "cake", "cakes", "birthday", "custom", "preorder", "كعكة", "كيكة", "طلب", "أطلب", "عيد",
        ],
        answered: &[
            "order", "orders", "cake", "cakes", "birthday", "notice", "advance",
        ],
    },
    Topic {
        asked: &[
            "pay",
            "payment",
            "payments",
            "card",
            "cards",
            "cash",
            "الدفع",
            "بطاقة",
        ],
        answered: &["pay", "card", "cards", "cash"],
    },
    Topic {
        asked: &["park", "parking", "موقف"],
        answered: &["park", "parking"],
    },
];

/// Words that say nothing about the subject.
const EMPTY: &[&str] = &[
    "the",
    "and",
    "you",
    "your",
    "are",
    "can",
    "could",
    "would",
    "have",
    "has",
    "had",
    "with",
    "for",
    "this",
    "that",
    "what",
    "which",
    "how",
    "does",
    "did",
    "was",
    "were",
    "will",
    "want",
    "like",
    "please",
    "about",
    "from",
    "there",
    "here",
    "any",
    "some",
    "our",
    "they",
    "them",
    "just",
    "also",
    "but",
    "not",
    "got",
    "get",
    "its",
    "let",
    "hello",
    "hey",
    "hallo",
    "hola",
    "good",
    "morning",
    "evening",
    "afternoon",
    "thanks",
    "thank",
    "مرحبا",
    "السلام",
    "عليكم",
    "هل",
    "في",
    "على",
    "من",
    "صباح",
    "الخير",
];

/// The words of a text, in lower case.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '€' | '$' | '£'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words that carry the subject, cut to their stems.
pub(crate) fn subject(text: &str) -> Vec<String> {
    words(text)
        .into_iter()
        .filter(|word| word.chars().count() >= 3 && !EMPTY.contains(&word.as_str()))
        .map(|word| stem(&word))
        .collect()
}

/// A word without its commonest endings.
pub(crate) fn stem(word: &str) -> String {
    for ending in ["ings", "ing", "es", "ed", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 3
        {
            return stem.to_owned();
        }
    }
    word.to_owned()
}

/// Whether the text has any of these words or phrases.
pub(crate) fn mentions(text: &str, phrases: &[&str]) -> bool {
    let spaced = format!(" {} ", words(text).join(" "));
    phrases
        .iter()
        .any(|phrase| spaced.contains(&format!(" {phrase} ")))
}
