//! What every task and handler of one sandbox shares.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::door::Hinge;
use crate::error::Error;
use crate::model::ModelLog;
use crate::routes::log::RequestLog;
use crate::script::Scripts;
use crate::world::World;

/// The world behind its lock, and the ways to be told about it.
#[derive(Debug)]
pub(crate) struct Shared {
    world: Mutex<World>,
    pub(crate) config: Config,
    pub(crate) origin: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) hinge: Hinge,
    pub(crate) http: reqwest::Client,
    /// Counts changes of the world.
    pub(crate) revision: watch::Sender<u64>,
    /// The newest revision on disk.
    pub(crate) kept: watch::Sender<u64>,
    /// Something may have to be delivered.
    pub(crate) posted: Notify,
    pub(crate) stop: CancellationToken,
    pub(crate) requests: RequestLog,
    pub(crate) model: ModelLog,
    pub(crate) scripts: Scripts,
}

impl Shared {
    pub(crate) fn new(
        config: Config,
        mut world: World,
        origin: String,
        hinge: Hinge,
        stop: CancellationToken,
    ) -> Result<Self, Error> {
        world.origin.clone_from(&origin);
        // Webhooks are never followed elsewhere, and no proxy of the machine may carry them.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self {
            world: Mutex::new(world),
            clock: config.clock.clone(),
            config,
            origin,
            hinge,
            http,
            revision: watch::Sender::new(0),
            kept: watch::Sender::new(0),
            posted: Notify::new(),
            stop,
            requests: RequestLog::default(),
            model: ModelLog::default(),
            scripts: Scripts::default(),
        })
    }

    /// Now, in milliseconds, by the sandbox's clock.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Reads the world, or changes what is not worth saving or telling (counters, claims).
    pub(crate) fn look<R>(&self, with: impl FnOnce(&mut World, i64) -> R) -> R {
        with(&mut self.lock(), self.now())
    }

    /// Changes the world: whoever waits for a change is woken, and it will be saved.
    pub(crate) fn change<R>(&self, with: impl FnOnce(&mut World, i64) -> R) -> R {
        let result = with(&mut self.lock(), self.now());
        self.revision.send_modify(|revision| *revision += 1);
        self.posted.notify_one();
        result
    }

    /// Waits until everything changed so far is on disk, if it is kept at all.
    pub(crate) async fn wait_until_kept(&self) {
        if self.config.state_file.is_none() {
            return;
        }
        let wanted = *self.revision.borrow();
        let mut kept = self.kept.subscribe();
        tokio::select! {
            _ = kept.wait_for(|kept| *kept >= wanted) => {}
            // At the stop the keeper is gone; the stop itself saves once more.
            () = self.stop.cancelled() => {}
        }
    }

    /// Waits until `done` holds for the world, or `limit` has passed; whether it held.
    pub(crate) async fn wait_for(
        &self,
        limit: std::time::Duration,
        mut done: impl FnMut(&World) -> bool,
    ) -> bool {
        let mut changes = self.revision.subscribe();
        let deadline = tokio::time::sleep(limit);
        tokio::pin!(deadline);
        loop {
            changes.mark_unchanged();
            if done(&self.lock()) {
                return true;
            }
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { return false },
                () = &mut deadline => return done(&self.lock()),
                () = self.stop.cancelled() => return false,
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        // A poisoned world is still the truth: a panic in one handler must not take the whole sandbox down.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
