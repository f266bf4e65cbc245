//! Sending a message, and what is known afterwards.
//!
//! The story of a send: Meta has no idempotency key, may deliver and still report a failure, and reports
//! failures that are none (contract 0.8). So a send ends in one of four ways. *Not sent* and *refused* are
//! proofs that nothing went out; *accepted* brings the `mid` under which the echo will come; everything else
//! is *unknown*, to be reconciled with the echo or the conversation and never repeated blindly.

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::call::{Answer, CallError, Interruption, Lost, Unreached, exchange};
use super::meters::Metered;
use super::{Access, Client};
use crate::errors::GraphError;
use crate::lenient::Node;

/// Codes after which the message may have gone out all the same (contract 5.2).
const UNDECIDED_CODES: [i64; 3] = [1, 2, -1];

/// A message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// What it says.
    pub content: Content,
    /// Whether it carries the `HUMAN_AGENT` tag, which widens the window to seven days for what a person
    /// wrote (contract 4.4). Never for anything automated.
    pub human_agent: bool,
}

impl Outgoing {
    /// A plain text without a tag, at most [`LIMIT_BYTES`](crate::text::LIMIT_BYTES) long.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            content: Content::Text(text.into()),
            human_agent: false,
        }
    }
}

/// What can be sent. Text and media never travel together: Meta would drop the media silently (contract 0.9).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Text, at most 1000 bytes of UTF-8.
    Text(String),
    /// An image, png or jpeg up to 8 MB, at an address Meta can fetch.
    Image {
        /// Public https address.
        url: String,
    },
    /// A sound, up to 25 MB, at an address Meta can fetch.
    Audio {
        /// Public https address.
        url: String,
    },
    /// A video, up to 25 MB, at an address Meta can fetch.
    Video {
        /// Public https address.
        url: String,
    },
    /// A PDF, up to 25 MB, at an address Meta can fetch.
    File {
        /// Public https address.
        url: String,
    },
}

/// What is known after a send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    /// No byte of it left this machine. It may be sent again as it is.
    NotSent(Unreached),
    /// Instagram took it.
    Accepted {
        /// The `mid` its echo will carry.
        message_id: String,
        /// The recipient as Meta names them.
        recipient_id: Option<String>,
    },
    /// Instagram refused it, and nothing went out; see [`GraphError::verdict`].
    Refused(GraphError),
    /// It may have gone out.
    Unknown(Doubt),
}

/// Why it is not known whether a send went out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke after the request may have left.
    #[error("the connection broke")]
    Cut,
    /// The answer was larger than any answer should be.
    #[error("the answer was too long")]
    TooLong,
    /// Meta's servers failed without a Graph error.
    #[error("the server failed (HTTP {status})")]
    Server {
        /// HTTP status, 500 or above.
        status: u16,
    },
    /// The answer is not of the documented shape: HTML from a proxy, a redirect, half an error.
    #[error("an answer that cannot be read (HTTP {status})")]
    Unreadable {
        /// HTTP status of the answer.
        status: u16,
    },
    /// A Graph error after which messages have been delivered all the same: codes 1, 2 and -1, and any error
    /// that comes together with a message id.
    #[error(transparent)]
    Graph(GraphError),
    /// A success that names no message.
    #[error("a success that names no message")]
    NoMessageId,
}

impl Client {
    /// Sends one message to one person, once. Never repeats by itself.
    pub async fn send(&self, access: &Access, recipient: &str, outgoing: &Outgoing) -> Metered<SendOutcome> {
        let url = self
            .hosts
            .graph(self.flavour, &self.version, &[&access.account, "messages"]);
        let timeouts = &self.transport.timeouts;
        let timeout = if matches!(outgoing.content, Content::Text(_)) {
            timeouts.send
        } else {
            timeouts.send_media
        };
        let request = self
            .transport
            .sends
            .request(Method::POST, url)
            .timeout(timeout)
            .bearer_auth(access.token.expose_secret())
            .json(&body(recipient, outgoing));
        exchange(request)
            .await
            .map(|answer| outcome(answer, &access.token))
    }
}

fn body(recipient: &str, outgoing: &Outgoing) -> Value {
    let media = |kind: &str, url: &str| json!({ "attachment": { "type": kind, "payload": { "url": url } } });
    let message = match &outgoing.content {
        Content::Text(text) => json!({ "text": text }),
        Content::Image { url } => media("image", url),
        Content::Audio { url } => media("audio", url),
        Content::Video { url } => media("video", url),
        Content::File { url } => media("file", url),
    };
    let mut body = json!({ "recipient": { "id": recipient }, "message": message });
    if outgoing.human_agent
        && let Some(members) = body.as_object_mut()
    {
        members.insert("tag".to_owned(), json!("HUMAN_AGENT"));
    }
    body
}

fn outcome(answer: Result<Answer, Lost>, token: &SecretString) -> SendOutcome {
    let answer = match answer {
        Ok(answer) => answer,
        Err(Lost::Unreached(why)) => return SendOutcome::NotSent(why),
        Err(Lost::Interrupted(why)) => return SendOutcome::Unknown(why.into()),
    };
    let status = answer.status;
    match answer.accepted(&[token]) {
        Ok(body) => accepted(body),
        Err(CallError::Refused(error)) if UNDECIDED_CODES.contains(&error.code) || answer.names_message() => {
            SendOutcome::Unknown(Doubt::Graph(*error))
        }
        Err(CallError::Refused(error)) => SendOutcome::Refused(*error),
        Err(CallError::NotSent(why)) => SendOutcome::NotSent(why),
        Err(CallError::Interrupted(why)) => SendOutcome::Unknown(why.into()),
        // The flat form belongs to the token endpoint; here it proves nothing.
        Err(CallError::SignInRefused(_) | CallError::Unreadable { .. } | CallError::NotDone) => {
            SendOutcome::Unknown(Doubt::Unreadable { status })
        }
    }
}

fn accepted(body: Node<'_>) -> SendOutcome {
    let Some(body) = body.object() else {
        return SendOutcome::Unknown(Doubt::NoMessageId);
    };
    match body.id("message_id") {
        Some(message_id) => SendOutcome::Accepted {
            message_id,
            recipient_id: body.id("recipient_id"),
        },
        None => SendOutcome::Unknown(Doubt::NoMessageId),
    }
}

impl Answer {
    fn names_message(&self) -> bool {
        let body = Node::parse(&self.body).ok().and_then(Node::object);
        body.is_some_and(|body| body.has("message_id"))
    }
}

impl From<Interruption> for Doubt {
    fn from(why: Interruption) -> Self {
        match why {
            Interruption::TimedOut => Self::TimedOut,
            Interruption::Cut => Self::Cut,
            Interruption::TooLong => Self::TooLong,
            Interruption::Server { status } => Self::Server { status },
        }
    }
}
