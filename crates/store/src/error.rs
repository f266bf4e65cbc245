//! What can go wrong here.

use std::path::PathBuf;
use std::sync::Arc;

/// The store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program works on this data directory.
    #[error("the data in {} is in use by {holder}", dir.display())]
    InUse {
        /// The directory.
        dir: PathBuf,
        /// Who has it, as the holder wrote it: purpose and process id.
        holder: String,
    },
    /// The data directory cannot be used.
    #[error("the data directory {} cannot be used", dir.display())]
    Directory {
        /// The directory.
        dir: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database said no.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The database could not be brought up to date; a newer version may have written it.
    #[error("the database could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Something of ours failed that must not. Nothing was written.
    #[error("the writer met a fault of its own")]
    Fault,
    /// A stored value does not read as what it should be.
    #[error("a stored {what} cannot be read")]
    Malformed {
        /// What it should have been.
        what: &'static str,
        /// Why it is not, when a parser said so.
        #[source]
        source: Option<serde_json::Error>,
    },
}

impl StoreError {
    pub(crate) fn malformed(what: &'static str) -> Self {
        Self::Malformed { what, source: None }
    }
}

/// A commit did not happen: nothing of it is written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitError {
    /// The database failed; so did everything that shared the transaction.
    #[error("the commit failed")]
    Failed(#[source] Arc<StoreError>),
    /// The writer has stopped.
    #[error("the desk is closing")]
    Closed,
}
