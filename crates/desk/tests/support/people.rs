//! The people of the tests and what they say. Ids look like the contract's examples.

use desk::{Account, Content, ConversationId, Form, Incoming, Mid, Millis};

/// The shop's account.
pub(crate) const SHOP: &str = "17841400000000001";
/// A customer.
pub(crate) const ADA: &str = "6100000000000001";
/// Another customer.
pub(crate) const BEN: &str = "6100000000000002";
/// When the stories begin: wall time and Meta's time, ms.
pub(crate) const START: Millis = 1_790_000_000_000;

/// The conversation with a customer.
pub(crate) fn with(contact: &str) -> ConversationId {
    ConversationId::new(SHOP, contact)
}

/// The shop: connected and with its autopilot on for a week.
pub(crate) fn shop() -> Account {
    Account {
        connected: Some(START - 7 * 24 * desk::HOUR),
        autopilot_since: Some(START - 7 * 24 * desk::HOUR),
        ..Account::default()
    }
}

/// The customer writes a text.
pub(crate) fn text(mid: &str, words: &str, at: Millis) -> Incoming {
    message(mid, Form::Text, Content::text(words), at)
}

/// The customer sends something.
pub(crate) fn message(mid: &str, form: Form, content: Content, at: Millis) -> Incoming {
    Incoming::Message {
        mid: Mid::from(mid),
        at,
        exact: true,
        form,
        content,
        reply_to: None,
    }
}

/// An echo of the account's own words.
pub(crate) fn echo(mid: &str, words: &str, at: Millis) -> Incoming {
    Incoming::Echo {
        mid: Mid::from(mid),
        at,
        exact: true,
        content: Content::text(words),
        reply_to: None,
        app: None,
    }
}

/// The same, as a poll tells it: the time in whole seconds.
pub(crate) fn polled(incoming: Incoming) -> Incoming {
    match incoming {
        Incoming::Message {
            mid,
            at,
            form,
            content,
            reply_to,
            ..
        } => Incoming::Message {
            mid,
            at: at / 1_000 * 1_000,
            exact: false,
            form,
            content,
            reply_to,
        },
        Incoming::Echo {
            mid,
            at,
            content,
            reply_to,
            app,
            ..
        } => Incoming::Echo {
            mid,
            at: at / 1_000 * 1_000,
            exact: false,
            content,
            reply_to,
            app,
        },
        other => other,
    }
}
