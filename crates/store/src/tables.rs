//! Which table is what (rules 1). A test holds these lists against the database.

/// The log of events.
pub const JOURNAL: &str = "journal";

/// Tables that the journal, and content by reference, gives again.
pub const VIEWS: &[&str] = &[
    "accounts",
    "bursts",
    "conversations",
    "decisions",
    "links",
    "messages",
    "owner_changes",
    "parked",
    "reactions",
    "search",
    "sends",
    "tallies",
];

/// Tables that nothing gives again.
pub const PRIMARY: &[&str] = &[
    "apps",
    "autopilots",
    "connections",
    "content",
    "counts",
    "cursors",
    "drafts",
    "profiles",
    "raw_records",
    "secrets",
    "settings",
];
