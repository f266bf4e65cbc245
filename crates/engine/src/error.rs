//! What can go wrong in the engine, with a stable code for the API boundary.

use crate::connect::ShapeError;
use crate::practice::PracticeError;

/// An engine error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the desk refused.
    #[error(transparent)]
    Refused(#[from] desk::Refusal),
    /// The database failed, or the data directory is in use.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A transaction failed and wrote nothing.
    #[error("it could not be written to disk: {0}")]
    Commit(#[source] std::sync::Arc<store::StoreError>),
    /// A port cannot be opened; the sentence names who holds it.
    #[error("{sentence}")]
    Port {
        /// What the operator reads.
        sentence: String,
        /// The system's error.
        #[source]
        source: std::io::Error,
    },
    /// The platform's addresses or the HTTP client are not usable.
    #[error("the platform's addresses cannot be used: {0}")]
    Platform(String),
    /// A thread could not be looked at.
    #[error("the thread could not be looked at: {0}")]
    Look(String),
    /// The practice platform did not do what was asked.
    #[error("{0}")]
    Practice(String),
    /// This host runs no practice platform.
    #[error(
        "this desk was started without the practice platform. Start it again with `--practice`, or connect Instagram"
    )]
    NoPractice,
    /// App id or secret cannot be right.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// There is no such thing.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// What was given cannot be used; the sentence says why.
    #[error("{0}")]
    Invalid(String),
    /// The engine is stopping.
    #[error("Switchboard is closing")]
    Stopping,
}

impl Error {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Store(_) | Self::Commit(_) => "store",
            Self::Port { .. } => "port_taken",
            Self::Platform(_) | Self::Look(_) => "platform",
            Self::Practice(_) => "practice",
            Self::NoPractice => "no_practice",
            Self::Shape(ShapeError::AppId) => "app_id_shape",
            Self::Shape(ShapeError::AppSecret) => "app_secret_shape",
            Self::NotFound(_) => "not_found",
            Self::Invalid(_) => "invalid",
            Self::Stopping => "stopping",
        }
    }
}

impl From<PracticeError> for Error {
    fn from(error: PracticeError) -> Self {
        Self::Practice(error.to_string())
    }
}

impl From<store::CommitError> for Error {
    fn from(error: store::CommitError) -> Self {
        match error {
            store::CommitError::Closed => Self::Stopping,
            store::CommitError::Failed(source) => Self::Commit(source),
        }
    }
}
