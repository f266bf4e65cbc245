//! What the engine's tasks share.

use crate::accounts::{self, Accounts};
use crate::clock::SystemClock;
use crate::connect::Sessions;
use crate::feed::{Notice, Stale};
use crate::media::MediaServer;
use crate::pilot::Calls;
use crate::{Error, Pace, Platform};
use desk::{AccountId, Ask, Command, ConversationId, Entry, Event, Now, Timings};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Clock as _, Job, Receipt, SecretName, Store, Vault, Writer};
use tokio::sync::{Semaphore, broadcast, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

pub(crate) struct Inner {
    pub(crate) clock: Arc<SystemClock>,
    pub(crate) store: Store,
    pub(crate) writer: Writer,
    pub(crate) vault: Vault,
    pub(crate) platform: Platform,
    pub(crate) practice: Option<Url>,
    pub(crate) pace: Pace,
    pub(crate) accounts: Accounts,
    pub(crate) sessions: Sessions,
    pub(crate) calls: Calls,
    pub(crate) media: MediaServer,
    /// Where webhooks and the redirect arrive.
    pub(crate) listener: SocketAddr,
    pub(crate) bodies: Semaphore,
    pub(crate) unwritten: Semaphore,
    /// Deliveries whose signature was refused and that are not counted on disk yet.
    pub(crate) refused: AtomicU64,
    /// The last commit could not be written.
    pub(crate) disk_fails: AtomicBool,
    pub(crate) model: Mutex<ModelHealth>,
    pub(crate) feed: broadcast::Sender<Arc<Notice>>,
    pub(crate) wake: watch::Sender<u64>,
    pub(crate) tasks: TaskTracker,
    /// Stops claims: no new work is taken up.
    pub(crate) stop: CancellationToken,
    /// Gives up answers that are still on their way.
    pub(crate) abandon: CancellationToken,
}

/// How the model did lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct ModelHealth {
    pub(crate) last_latency: Option<i64>,
    pub(crate) failure: Option<String>,
    pub(crate) asked: bool,
}

impl Inner {
    pub(crate) fn now(&self) -> Now {
        self.clock.now()
    }

    /// The rules' delays, or the usual ones where they cannot be read.
    pub(crate) async fn timings(&self) -> Timings {
        self.store.timings().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the settings cannot be read; the usual delays hold");
            Timings::default()
        })
    }

    pub(crate) fn timeouts(&self) -> instagram::Timeouts {
        let read = Duration::from_millis(self.pace.graph);
        instagram::Timeouts {
            read,
            send: read,
            ..instagram::Timeouts::default()
        }
    }

    /// Commits jobs in one transaction and lets the calls in memory know what it changed.
    pub(crate) async fn commit(&self, jobs: Vec<Job>) -> Result<Vec<Result<Receipt, desk::Refusal>>, Error> {
        let results = self.writer.commit(jobs).await.map_err(Error::from);
        self.note_disk(&results);
        let results = results?;
        for receipt in results.iter().flatten() {
            self.heed(receipt);
        }
        Ok(results)
    }

    /// Health says so while nothing can be written, and for as long.
    fn note_disk<T>(&self, written: &Result<T, Error>) {
        let fails = match written {
            Ok(_) => false,
            Err(Error::Commit(_)) => true,
            Err(_) => return,
        };
        if self.disk_fails.swap(fails, Ordering::Relaxed) != fails {
            self.notice(Stale::Health);
        }
    }

    /// While nothing could be written: whether it can be again. On a quiet desk nobody else would find out.
    pub(crate) async fn try_the_disk(&self) {
        if self.disk_fails.load(Ordering::Relaxed)
            && let Err(error) = self.keep(store::Keep::Count(store::Count::Refused, 0)).await
        {
            tracing::debug!(%error, "the disk cannot be written yet");
        }
    }

    /// Commits one command; a refusal is an error.
    pub(crate) async fn command(&self, command: Command) -> Result<Receipt, Error> {
        let mut results = self.commit(vec![Job::Conversation(command)]).await?;
        match results.pop() {
            Some(result) => Ok(result?),
            None => Err(Error::Stopping),
        }
    }

    /// Commits what must be kept beside the journal.
    pub(crate) async fn keep(&self, keep: store::Keep) -> Result<(), Error> {
        self.commit(vec![Job::Keep(keep)]).await.map(drop)
    }

    /// What waits on a disconnected account is taken back: it must not go out unasked after a new sign-in.
    pub(crate) async fn take_back_waiting(&self, id: &AccountId) -> Result<(), Error> {
        let waiting = self.store.waiting(id).await?;
        let taken_back = waiting.into_iter().map(|conversation| {
            let act = Ask::Disconnected;
            Job::Conversation(Command { conversation, act })
        });
        self.commit(taken_back.collect()).await.map(drop)
    }

    /// A model call whose burst has moved on is cancelled at this instant.
    fn heed(&self, receipt: &Receipt) {
        for (_, entry) in &receipt.events {
            let Entry::Conversation(_, event) = entry else {
                continue;
            };
            match event {
                Event::BurstJoined { burst, .. }
                | Event::BurstShrank { burst, .. }
                | Event::BurstReopened { burst, .. }
                | Event::BurstHeld { burst, .. } => self.calls.cancel(burst),
                Event::Decided { decision } => self.calls.cancel(&decision.burst),
                Event::MessageUnsent { mid } => self.media.forget(mid.as_str()),
                _ => {}
            }
        }
    }

    pub(crate) fn learn_clock(&self, meters: &instagram::Meters) {
        if let Some(date) = meters.date_ms {
            self.clock.learn(date);
        }
    }

    /// How many ms from now the next work of a line is due.
    pub(crate) async fn until_next(&self, line: store::Line) -> Result<Option<u64>, Error> {
        let now = self.now().wall;
        let next = self.store.next(line, now).await?;
        Ok(next.map(|deadline| u64::try_from(deadline.at - now).unwrap_or_default()))
    }

    /// Wakes the workers although nothing was committed.
    pub(crate) fn wake_workers(&self) {
        self.wake.send_modify(|_| {});
    }

    /// Waits as a worker does after an error, before the same work comes up again.
    pub(crate) async fn rest_after_error(&self) {
        tokio::time::sleep(Duration::from_millis(self.pace.after_error)).await;
    }

    /// Tells the windows about something that is not in the journal.
    pub(crate) fn notice(&self, stale: Stale) {
        let notice = Notice {
            seq: *self.wake.borrow(),
            stale: BTreeSet::from([stale]),
            resync: false,
        };
        // Nobody listening is no fault: a window reads everything when it opens.
        let _ = self.feed.send(Arc::new(notice));
    }

    pub(crate) fn notice_connect(&self, id: &str) {
        self.notice(Stale::Connect(id.to_owned()));
    }

    /// Opens a stored secret.
    pub(crate) async fn secret(&self, name: SecretName) -> Result<Option<secrecy::SecretString>, Error> {
        let Some(sealed) = self.store.secret(&name).await? else {
            return Ok(None);
        };
        self.vault.open(&name, &sealed).map(Some).map_err(|_| {
            Error::Invalid(
                "A stored secret cannot be opened with this data key. Start with the key that it was stored with, or sign in again.".to_owned(),
            )
        })
    }

    /// Makes every stored app and connection usable, and ends disconnections. One that cannot be used is logged
    /// and shown in Health.
    pub(crate) async fn load_accounts(&self) -> Result<(), Error> {
        for app in self.store.apps().await? {
            match self.secret(SecretName::AppSecret(app.id.clone())).await {
                Ok(Some(secret)) => {
                    let verify_token = app.verify_token.into();
                    self.accounts
                        .put_app(app.id, accounts::AppKeys { secret, verify_token });
                }
                Ok(None) => tracing::warn!(app = app.id, "an app without its secret"),
                Err(error) => {
                    tracing::error!(app = app.id, %error, "an app's secret cannot be opened");
                    self.accounts.lock_app(&app.id);
                }
            }
        }
        for account in self.store.accounts().await? {
            if account.state.connected.is_none() {
                // A disconnection may have been cut short.
                self.take_back_waiting(&account.id).await?;
            } else if let Some(connection) = account.connection
                && let Err(error) = self.load_account(&connection).await
            {
                tracing::error!(account = %connection.account, %error, "an account cannot be used");
            }
        }
        Ok(())
    }

    async fn load_account(&self, connection: &store::Connection) -> Result<(), Error> {
        let token = self.secret(SecretName::Token(connection.account.clone())).await;
        let token = token.inspect_err(|_| {
            self.accounts
                .lock(connection.account.clone(), connection.app.clone());
        })?;
        let token = token.ok_or(Error::NotFound("token"))?;
        let live = accounts::live(
            connection,
            token,
            &self.platform,
            self.practice.as_ref(),
            &self.timeouts(),
        )?;
        self.accounts.put(connection.account.clone(), live);
        Ok(())
    }

    /// The account's client, or the reason there is none.
    pub(crate) fn live(&self, account: &AccountId) -> Result<Arc<accounts::Live>, Error> {
        self.accounts
            .get(account)
            .ok_or(Error::NotFound("connected account"))
    }

    /// A conversation that must exist.
    pub(crate) async fn conversation(&self, id: &ConversationId) -> Result<store::Conversation, Error> {
        self.store
            .conversation(id)
            .await?
            .ok_or(Error::NotFound("conversation"))
    }
}
