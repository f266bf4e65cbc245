//! The scenes of a day at the bakery.

/// One customer's part.
pub(super) struct Scene {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// Display name and username.
    pub(super) customer: (&'static str, &'static str),
    /// Each with the milliseconds before it, at pace 1.
    pub(super) steps: &'static [(u64, Act)],
}

/// One thing a customer does.
pub(super) enum Act {
    Says(&'static str),
    /// An attachment: its type and the file it shows.
    Shows(&'static str, &'static str),
    AnswersStory(&'static str),
    WaitsForAnswer,
    /// To the newest message of the business.
    Reacts(&'static str),
    Reads,
    /// The newest message of their own.
    TakesBack,
}

use Act::{AnswersStory, Reacts, Reads, Says, Shows, TakesBack, WaitsForAnswer};

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "opening_hours",
        about: "a question the model can answer from the key information",
        customer: ("Mara Lindqvist", "mara.bakes"),
        steps: &[
            (1_500, Says("Hi! Do you open on Sunday?")),
            (500, WaitsForAnswer),
            (2_500, Reads),
            (3_500, Says("And what time do you close on Saturday?")),
            (500, WaitsForAnswer),
            (2_000, Reads),
        ],
    },
    Scene {
        name: "burst",
        about: "three short messages that belong together",
        customer: ("Tom Okafor", "tomokafor"),
        steps: &[
            (2_500, Says("hey")),
            (1_200, Says("quick question about birthday cakes")),
            (1_800, Says("how many days before do I have to order one?")),
            (500, WaitsForAnswer),
            (3_000, Says("perfect, thank you!")),
        ],
    },
    Scene {
        name: "asks_for_person",
        about: "someone wants a person: the model hands over",
        customer: ("Ines Carvalho", "ines.carvalho"),
        steps: &[
            (
                3_000,
                Says("Hello, I ordered a wedding cake and the colour is wrong on the sketch"),
            ),
            (2_000, Says("Can I talk to a real person about it please?")),
        ],
    },
    Scene {
        name: "story_reply",
        about: "an answer to our story",
        customer: ("Yuki Tanaka", "yuki.eats"),
        steps: &[
            (
                3_000,
                AnswersStory("Is that the birthday cake? 😍 How much is it?"),
            ),
            (500, WaitsForAnswer),
            (1_500, Reads),
        ],
    },
    Scene {
        name: "image",
        about: "a picture, then a question about it",
        customer: ("Leo Martin", "leo.and.bread"),
        steps: &[
            (3_000, Shows("image", "loaf.jpg")),
            (2_000, Says("My loaf from yesterday. Is your sourdough vegan?")),
            (500, WaitsForAnswer),
        ],
    },
    Scene {
        name: "audio",
        about: "a voice note",
        customer: ("Priya Nair", "priya.nair"),
        steps: &[(3_000, Shows("audio", "voice.wav"))],
    },
    Scene {
        name: "arabic",
        about: "a question in Arabic",
        customer: ("ليلى حداد", "layla.haddad"),
        steps: &[
            (3_000, Says("مرحبا، متى تفتحون يوم السبت؟")),
            (500, WaitsForAnswer),
            (2_000, Says("شكرا جزيلا 🌷")),
        ],
    },
    Scene {
        name: "emoji",
        about: "emoji with joiners and skin tones",
        customer: ("Zoë 🥐", "zoe.croissant"),
        steps: &[
            (3_000, Says("👩🏽‍🍳🥖❤️‍🔥 best croissants in town 🇫🇷👨‍👩‍👧‍👦")),
            (500, WaitsForAnswer),
        ],
    },
    Scene {
        name: "reaction",
        about: "asks, waits for the answer, reacts with a heart",
        customer: ("Sam Rivera", "sam.rivera"),
        steps: &[
            (3_000, Says("Do you deliver?")),
            (500, WaitsForAnswer),
            (2_000, Reads),
            (1_000, Reacts("\u{2764}\u{fe0f}")),
        ],
    },
    Scene {
        name: "unsend",
        about: "writes something and takes it back",
        customer: ("Noah Fischer", "noahfischer"),
        steps: &[
            (3_000, Says("my card number is 4000 0000 0000")),
            (2_500, TakesBack),
            (
                2_000,
                Says("sorry, that was for somebody else! Do you take cards?"),
            ),
            (500, WaitsForAnswer),
        ],
    },
];
