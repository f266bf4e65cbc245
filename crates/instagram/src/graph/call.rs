//! One call: sending a request, taking its answer in, and telling failures apart.

use secrecy::SecretString;

use super::meters::{Metered, Meters};
use crate::errors::GraphError;
use crate::lenient::Node;
use crate::redact::redact;

/// Answers beyond this size are not read to their end; no answer of the contract comes near it.
const ANSWER_LIMIT_BYTES: usize = 4 * 1024 * 1024;

/// Why a call brought no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No byte of the request left this machine.
    #[error("the request was not sent: {0}")]
    NotSent(Unreached),
    /// The Graph API refused; see [`GraphError::verdict`].
    #[error(transparent)]
    Refused(Box<GraphError>),
    /// The token endpoint refused in its own, flat form (contract 1.3).
    #[error(transparent)]
    SignInRefused(SignInRefusal),
    /// The request left and no usable answer came back.
    #[error("no answer: {0}")]
    Interrupted(Interruption),
    /// An answer came that is not of the documented shape.
    #[error("an answer that cannot be read (HTTP {status})")]
    Unreadable {
        /// HTTP status of the answer.
        status: u16,
    },
    /// Meta answered `{"success": false}` (contract 3.2).
    #[error("Instagram answered that it did not do it")]
    NotDone,
}

/// Why nothing left this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// The host's name was not resolved: most often there is no network.
    #[error("the host's name was not found")]
    Name,
    /// No TCP or TLS connection, or no proxy tunnel, came up.
    #[error("no connection came up")]
    Connection,
    /// The request could not be formed, for a token with a line break for instance. Repeating is useless.
    #[error("the request could not be formed")]
    Unbuildable,
}

/// How an answer got lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Interruption {
    /// It took too long.
    #[error("it took too long")]
    TimedOut,
    /// The connection broke after the request had left, or before the answer was whole.
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
}

/// The flat error of the token endpoint (contract 1.3). The text is free of secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sign-in refused: {error_type} (HTTP {status})")]
pub struct SignInRefusal {
    /// Meta's `error_type`, such as `OAuthException`.
    pub error_type: String,
    /// Meta's `code`, which mostly repeats the HTTP status.
    pub code: Option<i64>,
    /// Meta's `error_message`, to be quoted, never matched.
    pub message: String,
    /// HTTP status of the answer.
    pub status: u16,
}

impl SignInRefusal {
    fn read(body: Node<'_>, status: u16, secrets: &[&SecretString]) -> Option<Self> {
        let body = body.object()?;
        Some(Self {
            error_type: body.text("error_type")?,
            code: body.integer("code"),
            message: redact(&body.text("error_message").unwrap_or_default(), secrets),
            status,
        })
    }
}

/// A whole answer, whatever it says.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// What a transport failure proves.
pub(crate) enum Lost {
    /// Nothing was sent.
    Unreached(Unreached),
    /// Something may have been.
    Interrupted(Interruption),
}

impl Answer {
    /// The answer's JSON, or why it is none worth reading.
    fn node(&self) -> Result<Node<'_>, CallError> {
        Node::parse(&self.body).map_err(|_not_json| self.without_json())
    }

    fn without_json(&self) -> CallError {
        match self.status {
            500.. => CallError::Interrupted(Interruption::Server { status: self.status }),
            status => CallError::Unreadable { status },
        }
    }

    /// The answer's JSON when the call succeeded. An `error` object is an error on any status, 200 included.
    pub(crate) fn accepted(&self, secrets: &[&SecretString]) -> Result<Node<'_>, CallError> {
        let node = self.node()?;
        if let Some(error) = GraphError::read(node, self.status, secrets) {
            return Err(CallError::Refused(Box::new(error)));
        }
        if let Some(refusal) = SignInRefusal::read(node, self.status, secrets) {
            return Err(CallError::SignInRefused(refusal));
        }
        let failed = node.object().is_some_and(|body| body.has("error"));
        if failed || !(200..300).contains(&self.status) {
            Err(self.without_json())
        } else {
            Ok(node)
        }
    }
}

/// Makes a call and takes its whole answer in.
pub(crate) async fn exchange(request: reqwest::RequestBuilder) -> Metered<Result<Answer, Lost>> {
    let mut response = match request.send().await {
        Ok(response) => response,
        Err(error) => {
            return Metered {
                value: Err(lost(&error)),
                meters: Meters::default(),
            };
        }
    };
    let meters = Meters::read(response.headers());
    let status = response.status().as_u16();
    let mut body = Vec::new();
    let value = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > ANSWER_LIMIT_BYTES => {
                break Err(Lost::Interrupted(Interruption::TooLong));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => {
                break Ok(Answer {
                    status,
                    body: String::from_utf8_lossy(&body).into_owned(),
                });
            }
            Err(error) => break Err(Lost::Interrupted(interruption(&error))),
        }
    };
    Metered { value, meters }
}

/// Makes a call whose repetition does no harm, and reads its result. `secrets` are those of the request: they
/// are taken out of every text that is kept.
pub(crate) async fn read<T>(
    request: reqwest::RequestBuilder,
    secrets: &[&SecretString],
    parse: impl FnOnce(Node<'_>) -> Option<T>,
) -> Metered<Result<T, CallError>> {
    exchange(request).await.map(|answer| {
        let answer = answer.map_err(|lost| match lost {
            Lost::Unreached(why) => CallError::NotSent(why),
            Lost::Interrupted(why) => CallError::Interrupted(why),
        })?;
        let status = answer.status;
        parse(answer.accepted(secrets)?).ok_or(CallError::Unreadable { status })
    })
}

/// What a failure before the answer proves. `is_connect` covers name, TCP, TLS and proxy tunnel, all before
/// the request's first byte; what else went wrong may have happened after it. The error itself is dropped
/// here, because it holds the address it was made for.
fn lost(error: &reqwest::Error) -> Lost {
    if error.is_builder() {
        Lost::Unreached(Unreached::Unbuildable)
    } else if error.is_connect() {
        Lost::Unreached(if error.is_dns() {
            Unreached::Name
        } else {
            Unreached::Connection
        })
    } else {
        Lost::Interrupted(interruption(error))
    }
}

fn interruption(error: &reqwest::Error) -> Interruption {
    if error.is_timeout() {
        Interruption::TimedOut
    } else {
        Interruption::Cut
    }
}
