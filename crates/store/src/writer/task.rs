//! The task behind the writer: it owns the only connection that writes.

use super::batch::{Batch, Memory};
use super::cache::Cache;
use super::{Call, LANE, LISTENERS, Results, Writer};
use crate::clock::Clock;
use crate::error::{CommitError, StoreError};
use crate::job::Job;
use crate::open::{self, Store};
use crate::primary::setting;
use crate::sql::uint;
use crate::view::account;
use crate::wake::{Committed, Stale};
use crate::{journal, rebuild};
use futures::FutureExt as _;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeSet;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How many calls share a transaction at most.
const BATCH: usize = 512;
/// When a reader kept the log from being emptied, it is tried again after this.
const SCRUB_AGAIN: Duration = Duration::from_millis(200);

const BEGIN: &str = "BEGIN IMMEDIATE";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// Where the writer stands in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Everything is written but COMMIT: a crash here loses all of it.
    BeforeCommit,
    /// COMMIT has returned and nobody knows: a crash here loses nothing.
    AfterCommit,
}

/// What is called at each [`Moment`] with the jobs of the transaction. It may end the process, and must do
/// nothing else.
pub type Watch = fn(Moment, &[&Vec<Job>]);

/// The writer's task. Run it until the stop; it finishes what waits and closes its connection.
pub struct WriterTask {
    connection: SqliteConnection,
    clock: Arc<dyn Clock>,
    memory: Memory,
    front: mpsc::Receiver<Call>,
    intake: mpsc::Receiver<Call>,
    commits: broadcast::Sender<Arc<Committed>>,
    /// When the log is emptied next: it holds bytes that were taken back.
    scrub_at: Option<Instant>,
    watch: Watch,
    // Holds the lock on the data directory until the last commit.
    _store: Store,
}

impl fmt::Debug for WriterTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WriterTask")
    }
}

/// Makes the writer and its task.
pub(crate) async fn start(
    mut connection: SqliteConnection,
    clock: Arc<dyn Clock>,
    store: Store,
    log_is_empty: bool,
) -> Result<(Writer, WriterTask), StoreError> {
    let memory = remember(&mut connection).await?;
    let (front, front_calls) = mpsc::channel(LANE);
    let (intake, intake_calls) = mpsc::channel(LANE);
    let commits = broadcast::channel(LISTENERS).0;
    let writer = Writer {
        front,
        intake,
        commits: commits.clone(),
    };
    let task = WriterTask {
        connection,
        clock,
        memory,
        front: front_calls,
        intake: intake_calls,
        commits,
        scrub_at: (!log_is_empty).then(Instant::now),
        watch: |_, _| {},
        _store: store,
    };
    Ok((writer, task))
}

/// What the writer knows, from the database.
async fn remember(at: &mut SqliteConnection) -> Result<Memory, StoreError> {
    let seq: i64 = sqlx::query(journal::HEAD).fetch_one(&mut *at).await?.try_get(0)?;
    let last = sqlx::query(journal::LAST_AT).fetch_optional(&mut *at).await?;
    Ok(Memory {
        seq: uint(seq),
        at: last.map(|row| row.try_get(0)).transpose()?.unwrap_or_default(),
        cache: Cache::default(),
        accounts: account::all(at).await?,
        timings: setting::timings(at).await?,
    })
}

impl WriterTask {
    /// Has somebody watch the transactions.
    #[must_use]
    pub fn watched(mut self, watch: Watch) -> Self {
        self.watch = watch;
        self
    }

    /// Runs until `stop`, then finishes what waits.
    pub async fn run(mut self, stop: CancellationToken) {
        loop {
            let scrub_at = self.scrub_at;
            let call = tokio::select! {
                biased;
                // Before the calls: a desk that is never idle must get to it too.
                () = sleep_until(scrub_at), if scrub_at.is_some() => {
                    self.scrub_again().await;
                    continue;
                }
                call = self.front.recv() => call,
                call = self.intake.recv() => call,
                () = stop.cancelled() => None,
            };
            let Some(call) = call else { break };
            self.survive(call).await;
        }
        self.front.close();
        self.intake.close();
        while let Some(call) = self.front.recv().await {
            self.survive(call).await;
        }
        while let Some(call) = self.intake.recv().await {
            self.survive(call).await;
        }
        if let Err(error) = open::close(self.connection).await {
            tracing::error!(%error, "the database was not closed well");
        }
    }

    /// One turn. Whatever fails in it, the next one finds everything as the database has it: there is no other
    /// writer that could go on instead.
    async fn survive(&mut self, first: Call) {
        if AssertUnwindSafe(self.turn(first)).catch_unwind().await.is_err() {
            tracing::error!("the writer met a fault and goes on");
            self.forget().await;
        }
    }

    async fn turn(&mut self, first: Call) {
        let mut commits = Vec::new();
        let mut other = self.sort(first, &mut commits);
        while other.is_none() && commits.len() < BATCH {
            let Ok(call) = self.front.try_recv().or_else(|_| self.intake.try_recv()) else {
                break;
            };
            other = self.sort(call, &mut commits);
        }
        if !commits.is_empty() {
            self.commit(commits).await;
        }
        match other {
            None | Some(Call::Commit(..)) => {}
            Some(Call::Pragmas(answer)) => {
                let pragmas = open::pragmas(&mut self.connection).await;
                tell(answer, pragmas.map_err(Arc::new));
            }
            Some(Call::Scrub(answer)) => {
                let done = self.scrub().await;
                tell(answer, done.map_err(Arc::new));
            }
            Some(Call::Rebuild(answer)) => {
                let rebuilt = self.rebuild().await;
                tell(answer, rebuilt.map_err(Arc::new));
            }
        }
    }

    fn sort(&self, call: Call, commits: &mut Vec<(Vec<Job>, oneshot::Sender<Results>)>) -> Option<Call> {
        match call {
            Call::Commit(jobs, answer) => {
                commits.push((jobs, answer));
                None
            }
            other => Some(other),
        }
    }

    async fn commit(&mut self, calls: Vec<(Vec<Job>, oneshot::Sender<Results>)>) {
        let now = self.clock.now();
        self.memory.at = self.memory.at.max(now.wall);
        let jobs: Vec<&Vec<Job>> = calls.iter().map(|(jobs, _)| jobs).collect();
        let before = self.memory.seq;
        let written = transaction(&mut self.connection, &mut self.memory, &jobs, now, self.watch);
        match AssertUnwindSafe(written)
            .catch_unwind()
            .await
            .unwrap_or(Err(StoreError::Fault))
        {
            Ok((results, stale, blanks)) => {
                for ((_, answer), results) in calls.into_iter().zip(results) {
                    tell(answer, Ok(results));
                }
                // Refused commands have written nothing, and nobody is to look again for them.
                if self.memory.seq > before || !stale.is_empty() {
                    self.wake(stale);
                }
                if blanks {
                    self.scrub_again().await;
                }
                self.memory.cache.trim();
            }
            Err(StoreError::Fault) if calls.len() > 1 => {
                // One of them is to blame: each is tried by itself, so that the others are written.
                self.forget().await;
                for call in calls {
                    Box::pin(self.commit(vec![call])).await;
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                tracing::error!(%error, cause = ?error, calls = calls.len(), "a commit failed; nothing of it was written");
                self.forget().await;
                for (_, answer) in calls {
                    tell(answer, Err(CommitError::Failed(Arc::clone(&error))));
                }
            }
        }
    }

    /// After a failure: what is in memory may speak of what was never written.
    async fn forget(&mut self) {
        if let Err(error) = sqlx::query(ROLLBACK).execute(&mut self.connection).await {
            tracing::debug!(%error, "there was nothing to roll back");
        }
        match remember(&mut self.connection).await {
            Ok(memory) => self.memory = memory,
            Err(error) => {
                tracing::error!(%error, "the database cannot be read");
                self.memory.cache.clear();
            }
        }
    }

    fn wake(&self, stale: BTreeSet<Stale>) {
        // Nobody listening is no fault: workers read what is due when they start.
        let _ = self.commits.send(Arc::new(Committed {
            seq: self.memory.seq,
            stale,
        }));
    }

    async fn scrub_again(&mut self) {
        match self.scrub().await {
            Ok(true) => {}
            Ok(false) => tracing::debug!("a reader keeps the log from being emptied; it is tried again"),
            Err(error) => tracing::warn!(%error, "the log could not be emptied; it is tried again"),
        }
    }

    async fn scrub(&mut self) -> Result<bool, StoreError> {
        // An error leaves it to be tried again, like a reader in the way.
        self.scrub_at = Some(Instant::now() + SCRUB_AGAIN);
        let done = open::empty_log(&mut self.connection).await?;
        if done {
            self.scrub_at = None;
        }
        Ok(done)
    }

    async fn rebuild(&mut self) -> Result<(), StoreError> {
        sqlx::query(BEGIN).execute(&mut self.connection).await?;
        let rebuilt = rebuild::rebuild(&mut self.connection, &self.memory.timings).await;
        match rebuilt {
            Ok(()) => {
                sqlx::query(COMMIT).execute(&mut self.connection).await?;
                self.memory = remember(&mut self.connection).await?;
                Ok(())
            }
            Err(error) => {
                self.forget().await;
                Err(error)
            }
        }
    }
}

/// The results of each call, what became stale, and whether bytes must leave the files.
type Written = (
    Vec<Vec<Result<crate::job::Receipt, desk::Refusal>>>,
    BTreeSet<Stale>,
    bool,
);

async fn transaction(
    connection: &mut SqliteConnection,
    memory: &mut Memory,
    calls: &[&Vec<Job>],
    now: desk::Now,
    watch: Watch,
) -> Result<Written, StoreError> {
    sqlx::query(BEGIN).execute(&mut *connection).await?;
    let jobs = calls.iter().flat_map(|jobs| jobs.iter());
    let mut batch = Batch::begin(&mut *connection, memory, jobs, now).await?;
    let mut results = Vec::with_capacity(calls.len());
    for jobs in calls {
        let mut of_call = Vec::with_capacity(jobs.len());
        for job in jobs.iter() {
            of_call.push(batch.job(job).await?);
        }
        results.push(of_call);
    }
    let (stale, blanks) = batch.finish().await?;
    watch(Moment::BeforeCommit, calls);
    sqlx::query(COMMIT).execute(connection).await?;
    watch(Moment::AfterCommit, calls);
    Ok((results, stale, blanks))
}

/// Sleeps until then; for ever when there is no then.
async fn sleep_until(then: Option<Instant>) {
    match then {
        Some(then) => tokio::time::sleep_until(then).await,
        None => std::future::pending().await,
    }
}

/// Answers a caller, who may have gone.
fn tell<T>(answer: oneshot::Sender<T>, with: T) {
    if answer.send(with).is_err() {
        tracing::debug!("whoever asked has gone; the work is done all the same");
    }
}
