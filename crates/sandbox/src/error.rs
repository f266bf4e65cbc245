//! What can go wrong with a sandbox itself, as opposed to the failures it plays.

use std::path::PathBuf;

/// Why a sandbox could not start, stop or be controlled.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port on 127.0.0.1 could not be bound.
    #[error("port {port} on 127.0.0.1 cannot be bound")]
    Bind {
        /// The port that was asked for.
        port: u16,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The state file could not be read or written.
    #[error("the state file {path} cannot be read or written")]
    StateFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The state file is not one this version understands.
    #[error("the state file {path} is not a sandbox state")]
    StateShape {
        /// The file.
        path: PathBuf,
        /// Where it stops making sense.
        #[source]
        source: serde_json::Error,
    },
    /// The client for webhooks and control calls could not be made, or a control call did not get through.
    #[error("an HTTP call of the sandbox failed")]
    Http(#[from] reqwest::Error),
    /// A control call was refused.
    #[error("the sandbox refused {call}: {status} {message}")]
    Refused {
        /// Method and path of the call.
        call: String,
        /// HTTP status of the refusal.
        status: u16,
        /// The sandbox's own words.
        message: String,
    },
    /// A control call answered something else than the README says.
    #[error("the sandbox answered {call} without {missing}")]
    Answer {
        /// Method and path of the call.
        call: String,
        /// What was expected in the answer.
        missing: &'static str,
    },
    /// A task of the sandbox ended abnormally.
    #[error("the sandbox's {task} ended abnormally")]
    Task {
        /// Its name.
        task: &'static str,
        /// How.
        #[source]
        source: tokio::task::JoinError,
    },
    /// The server stopped on an error.
    #[error("the sandbox's server failed")]
    Serve(#[source] std::io::Error),
}
