//! Starting and stopping the running desk.
//!
//! Start: lock the data directory, open the database, the listener and the media port, make the accounts
//! usable, take up what was left, then let the workers run. Stop: no new claims; answers that are on their way
//! get their time; what is still `sending` after that is left for the looks of the next start (rules 1).

use crate::clock::SystemClock;
use crate::connect::Sessions;
use crate::feed::{Notice, Stale};
use crate::inner::{Inner, ModelHealth};
use crate::media::MediaServer;
use crate::pilot::Calls;
use crate::practice::{self, APP_ID, PracticeClient};
use crate::rounds::Rounds;
use crate::{
    Config, Error, Handle, accounts::Accounts, intake, media, outbox, owners, pilot, port, profiles, waking,
};
use std::collections::BTreeSet;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Store, Vault, WriterTask};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, broadcast, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Under which name the listener's port is kept among the settings.
pub(crate) const LISTENER_PORT: &str = "listener_port";

/// How many notices a slow reader may fall behind before it must resync.
const FEED_CAPACITY: usize = 1024;

/// The running desk. [`Engine::stop`] ends it; dropping it without that leaves its tasks to the runtime's end.
pub struct Engine {
    inner: Arc<Inner>,
    writer: JoinHandle<()>,
    writer_stop: CancellationToken,
}

impl Engine {
    /// Starts.
    ///
    /// # Errors
    /// The data directory is in use, a port is taken, the database cannot be opened.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let clock = Arc::new(SystemClock::default());
        let store_clock: Arc<dyn store::Clock> = Arc::clone(&clock) as _;
        let opened = Store::open(&config.data_dir, "switchboard", store_clock).await?;
        let address = listener_address(&opened.store, config.listener, config.listener_is_fixed).await?;
        let listener = match port::bind(address).await {
            Ok(listener) => listener,
            Err((source, sentence)) => return Err(Error::Port { sentence, source }),
        };
        let (media, media_listener) = MediaServer::bind(unguessable()?).await?;
        let seq = opened.store.seq().await?;
        let inner = Arc::new(Inner {
            clock,
            writer: opened.writer,
            vault: Vault::new(&config.data_key),
            platform: config.platform,
            practice: config.practice,
            bodies: Semaphore::new(config.pace.bodies.min(Semaphore::MAX_PERMITS)),
            pace: config.pace,
            accounts: Accounts::default(),
            sessions: Sessions::default(),
            calls: Calls::default(),
            media,
            listener: listener.local_addr().map_err(|source| Error::Port {
                sentence: "The listener has no address.".to_owned(),
                source,
            })?,
            unwritten: Semaphore::new(intake::body::MOST_UNWRITTEN),
            refused: AtomicU64::new(0),
            disk_fails: AtomicBool::new(false),
            model: Mutex::new(ModelHealth::default()),
            feed: broadcast::channel(FEED_CAPACITY).0,
            wake: watch::channel(seq).0,
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
            abandon: CancellationToken::new(),
            store: opened.store,
        });
        let writer_stop = CancellationToken::new();
        let writer = run_writer(opened.task.watched(crate::crash::commit), writer_stop.clone());
        let engine = Self {
            inner,
            writer,
            writer_stop,
        };
        match engine.prepare(config.timings).await {
            Ok(()) => {
                engine.run(listener, media_listener);
                Ok(engine)
            }
            Err(error) => {
                engine.stop().await;
                Err(error)
            }
        }
    }

    /// What must be true before the first worker runs.
    async fn prepare(&self, timings: Option<desk::Timings>) -> Result<(), Error> {
        if let Some(timings) = timings {
            self.inner.keep(store::Keep::Timings(timings)).await?;
        }
        practice::follow(&self.inner).await?;
        waking::restore_clock(&self.inner).await?;
        self.inner.load_accounts().await?;
        waking::wake(&self.inner, true).await
    }

    fn run(&self, listener: TcpListener, media_listener: TcpListener) {
        let inner = &self.inner;
        inner.tasks.spawn(forward(Arc::clone(inner)));
        let intake = intake::listener::router(Arc::clone(inner));
        let stop = inner.stop.clone();
        inner.tasks.spawn(intake::serve::run(
            listener,
            intake,
            intake::serve::PATIENCE,
            stop,
        ));
        self.serve_media(media_listener);
        self.rounds("outbox", |inner| async move { outbox::round(&inner).await });
        self.rounds("autopilot", |inner| async move { pilot::round(&inner).await });
        self.rounds("owners", |inner| async move { owners::round(&inner).await });
        self.rounds("profiles", |inner| async move { profiles::round(&inner).await });
        inner.tasks.spawn(waking::watch(Arc::clone(inner)));
        inner.tasks.spawn(reach_practice(Arc::clone(inner)));
    }

    fn serve_media(&self, listener: TcpListener) {
        let router = media::router(Arc::clone(&self.inner));
        let stop = self.inner.stop.clone();
        self.inner.tasks.spawn(async move {
            let serving = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned());
            if let Err(error) = serving.await {
                tracing::error!(%error, "the media port was lost");
            }
        });
    }

    fn rounds<F, Fut>(&self, name: &'static str, round: F)
    where
        F: Fn(Arc<Inner>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<u64>, Error>> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        let rounds = Rounds {
            name,
            wake: inner.wake.subscribe(),
            stop: inner.stop.clone(),
            reread: Duration::from_millis(inner.pace.reread),
            after_error: Duration::from_millis(inner.pace.after_error),
        };
        self.inner
            .tasks
            .spawn(async move { rounds.run(|| round(Arc::clone(&inner))).await });
    }

    /// A handle for hosts.
    pub fn handle(&self) -> Handle {
        Handle {
            inner: Arc::clone(&self.inner),
        }
    }

    /// Stops: no new claims, time for answers on their way, then the writer and the database.
    pub async fn stop(self) {
        let Self {
            inner,
            writer,
            writer_stop,
        } = self;
        inner.stop.cancel();
        inner.tasks.close();
        let grace = Duration::from_millis(inner.pace.stop);
        if tokio::time::timeout(grace, inner.tasks.wait()).await.is_err() {
            tracing::info!("some answers did not come in time; they are looked up at the next start");
            inner.abandon.cancel();
            let last = Duration::from_millis(500);
            if tokio::time::timeout(last, inner.tasks.wait()).await.is_err() {
                tracing::warn!("some connections were left open");
            }
        }
        // Readers first: the last connection to close folds the log into the database, and that is the writer's.
        inner.store.clone().close().await;
        writer_stop.cancel();
        if let Err(error) = writer.await {
            tracing::error!(%error, "the writer did not end well");
        }
    }
}

/// Where to listen: the owner's setting goes before the host's default, a flag before both.
async fn listener_address(store: &Store, given: SocketAddr, is_fixed: bool) -> Result<SocketAddr, Error> {
    if is_fixed {
        return Ok(given);
    }
    let port = listener_port(store).await?.unwrap_or(given.port());
    Ok(SocketAddr::new(given.ip(), port))
}

/// The listener's port as the owner set it.
pub(crate) async fn listener_port(store: &Store) -> Result<Option<u16>, Error> {
    let stored = store.setting(LISTENER_PORT).await?.and_then(|port| port.as_u64());
    Ok(stored.and_then(|port| u16::try_from(port).ok()))
}

fn run_writer(task: WriterTask, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(task.run(stop))
}

/// Turns commits into wake-ups for the workers and notices for the windows.
async fn forward(inner: Arc<Inner>) {
    let mut commits = inner.writer.subscribe();
    loop {
        let commit = tokio::select! {
            () = inner.stop.cancelled() => break,
            commit = commits.recv() => commit,
        };
        let notice = match commit {
            Ok(committed) => Notice {
                seq: committed.seq,
                stale: committed.stale.iter().map(Stale::from).collect(),
                resync: false,
            },
            Err(broadcast::error::RecvError::Lagged(_)) => Notice {
                seq: *inner.wake.borrow(),
                stale: BTreeSet::new(),
                resync: true,
            },
            Err(broadcast::error::RecvError::Closed) => break,
        };
        inner.wake.send_modify(|seq| *seq = notice.seq.max(*seq));
        // Nobody listening is no fault: a window reads everything when it opens.
        let _ = inner.feed.send(Arc::new(notice));
    }
}

/// The practice platform is told where this desk listens now.
async fn reach_practice(inner: Arc<Inner>) {
    let Some(base) = inner
        .practice
        .as_ref()
        .filter(|_| inner.accounts.app(APP_ID).is_some())
    else {
        return;
    };
    let told = async {
        let practice = PracticeClient::new(base)?;
        inner.practice_callback(&practice).await
    };
    if let Err(error) = told.await {
        tracing::warn!(%error, "practice messages cannot arrive");
    }
}

/// A word that cannot be guessed, new at each start.
fn unguessable() -> Result<String, Error> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Invalid(format!("There is no randomness: {error}")))?;
    Ok(hex::encode(bytes))
}
