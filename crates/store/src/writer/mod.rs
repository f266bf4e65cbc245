//! The one writer (rules 1): commands in arrival order, many to a transaction, results after COMMIT.

mod batch;
mod cache;
pub(crate) mod load;
mod project;
mod save;
mod task;

pub(crate) use task::start;
pub use task::{Moment, Watch, WriterTask};

pub(crate) use cache::{Cache, Cached};
pub(crate) use load::conversations as load_conversations;
pub(crate) use project::Changes;
pub(crate) use save::views as save_views;

use crate::error::{CommitError, StoreError};
use crate::job::{Job, Keep, Receipt};
use crate::open::Pragmas;
use crate::wake::Committed;
use desk::{AccountAsk, AccountId, Command, Refusal};
use std::sync::Arc;
use tokio::sync::{broadcast, mpsc, oneshot};

/// How many calls may wait in each lane.
const LANE: usize = 4096;
/// How many commits a listener may fall behind.
const LISTENERS: usize = 1024;

/// One result for each job of a call.
pub(crate) type Results = Result<Vec<Result<Receipt, Refusal>>, CommitError>;

/// A call that waits.
pub(crate) enum Call {
    Commit(Vec<Job>, oneshot::Sender<Results>),
    Pragmas(oneshot::Sender<Result<Pragmas, Arc<StoreError>>>),
    Scrub(oneshot::Sender<Result<bool, Arc<StoreError>>>),
    Rebuild(oneshot::Sender<Result<(), Arc<StoreError>>>),
}

/// Through which everything is written. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Writer {
    front: mpsc::Sender<Call>,
    intake: mpsc::Sender<Call>,
    commits: broadcast::Sender<Arc<Committed>>,
}

impl Writer {
    /// Commits jobs in one transaction; other calls may share it. A refused job has written nothing and does
    /// not spoil the others.
    ///
    /// # Errors
    /// The database failed, and nothing of the call is written; or the writer has stopped.
    pub async fn commit(&self, jobs: Vec<Job>) -> Results {
        let lane = if jobs.iter().all(Job::is_intake) {
            &self.intake
        } else {
            &self.front
        };
        let (answer, answered) = oneshot::channel();
        lane.send(Call::Commit(jobs, answer))
            .await
            .map_err(|_| CommitError::Closed)?;
        answered.await.map_err(|_| CommitError::Closed)?
    }

    /// Commits one command.
    ///
    /// # Errors
    /// As [`Writer::commit`]; the inner one is the rules' refusal.
    pub async fn command(&self, command: Command) -> Result<Result<Receipt, Refusal>, CommitError> {
        self.commit(vec![Job::Conversation(command)])
            .await?
            .pop()
            .ok_or(CommitError::Closed)
    }

    /// Commits one command about an account.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub async fn account(&self, account: AccountId, ask: AccountAsk) -> Result<Receipt, CommitError> {
        let result = self.commit(vec![Job::Account(account, ask)]).await?.pop();
        result.and_then(Result::ok).ok_or(CommitError::Closed)
    }

    /// Writes one primary row.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub async fn keep(&self, keep: Keep) -> Result<(), CommitError> {
        self.commit(vec![Job::Keep(keep)]).await.map(drop)
    }

    /// Empties the write-ahead log now, so that what was blanked is gone from the files. `false`: a reader was
    /// in the way; the task tries again by itself.
    ///
    /// # Errors
    /// The database failed, or the writer has stopped.
    pub async fn scrub(&self) -> Result<bool, CommitError> {
        self.ask(Call::Scrub).await
    }

    /// What the live write connection runs under.
    ///
    /// # Errors
    /// The database failed, or the writer has stopped.
    pub async fn pragmas(&self) -> Result<Pragmas, CommitError> {
        self.ask(Call::Pragmas).await
    }

    /// Empties every view and computes it from the journal again.
    ///
    /// # Errors
    /// The database failed, and the views are as they were; or the writer has stopped.
    pub async fn rebuild_views(&self) -> Result<(), CommitError> {
        self.ask(Call::Rebuild).await
    }

    async fn ask<T>(
        &self,
        call: impl FnOnce(oneshot::Sender<Result<T, Arc<StoreError>>>) -> Call,
    ) -> Result<T, CommitError> {
        let (answer, answered) = oneshot::channel();
        self.front
            .send(call(answer))
            .await
            .map_err(|_| CommitError::Closed)?;
        answered
            .await
            .map_err(|_| CommitError::Closed)?
            .map_err(CommitError::Failed)
    }

    /// Every commit from now on. A listener that falls behind must read everything again.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.commits.subscribe()
    }
}
