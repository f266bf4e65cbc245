//! Graph errors and what each of them means for the desk.
//!
//! Classified by code and subcode alone: the message comes in a language nobody asked for, the type is not
//! stable, and the HTTP status tells little (contract 0.6, 0.7, 5.1). What is known is one table, [`RULES`];
//! the search order in [`classify`] is the one that avoids the known traps (contract 5.2).

mod classify;
mod rule;
mod table;

use std::fmt;

use secrecy::SecretString;

use crate::lenient::Node;
use crate::redact::redact;

pub use classify::classify;
pub use rule::{Class, Codes, Retry, Rule, Stops, Subcode};
pub use table::RULES;

/// An error object of the Graph API (contract 5.1). Texts are free of secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct GraphError {
    /// Meta's error code.
    pub code: i64,
    /// Meta's subcode; zero counts as none.
    pub subcode: Option<i64>,
    /// Meta's `type`, such as `OAuthException`. Not stable; for diagnostics only.
    pub kind: Option<String>,
    /// Meta's text in a language of Meta's choice. To be quoted, never matched.
    pub message: String,
    /// A title meant for the user, in Meta's choice of language.
    pub user_title: Option<String>,
    /// A text meant for the user, in Meta's choice of language.
    pub user_message: Option<String>,
    /// What Meta's support asks for.
    pub trace: Option<String>,
    /// Meta's own claim that the error passes. Not relied upon.
    pub is_transient: bool,
    /// HTTP status of the answer, 200 included.
    pub status: u16,
}

impl GraphError {
    /// What the desk should make of it.
    #[must_use]
    pub fn verdict(&self) -> &'static Rule {
        classify(self.code, self.subcode)
    }

    /// Reads the error object of an answer, if it has one with a code. `secrets` are those of the request.
    pub(crate) fn read(body: Node<'_>, status: u16, secrets: &[&SecretString]) -> Option<Self> {
        let error = body.object()?.object("error")?;
        let text = |name: &str| error.text(name).map(|text| redact(&text, secrets));
        Some(Self {
            code: error.integer("code")?,
            subcode: error.integer("error_subcode").filter(|subcode| *subcode != 0),
            kind: text("type"),
            message: text("message").unwrap_or_default(),
            user_title: text("error_user_title"),
            user_message: text("error_user_msg"),
            trace: text("fbtrace_id"),
            is_transient: error.is_true("is_transient"),
            status,
        })
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Graph error {}", self.code)?;
        if let Some(subcode) = self.subcode {
            write!(out, "/{subcode}")?;
        }
        write!(out, " (HTTP {}", self.status)?;
        if let Some(trace) = &self.trace {
            write!(out, ", trace {trace}")?;
        }
        out.write_str(")")
    }
}
