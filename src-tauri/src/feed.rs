//! The live feed to the window: which parts of what it shows became stale, never what to draw.
//!
//! There is one page, so there is one feed: a page that loads again opens a new one and thereby ends the one before.

use std::sync::{Mutex, PoisonError};

use api::FeedMessage;
use futures::StreamExt;
use tauri::State;
use tauri::ipc::Channel;
use tokio_util::sync::CancellationToken;

use crate::running::{Running, Tasks};

/// The stop signal of the feed that is open now.
#[derive(Default)]
pub(crate) struct OpenFeed(Mutex<CancellationToken>);

impl OpenFeed {
    /// Ends the feed before this one and hands out the stop signal of the new one.
    fn replace(&self) -> CancellationToken {
        let fresh = CancellationToken::new();
        let mut stop = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *stop, fresh.clone()).cancel();
        fresh
    }

    /// Ends the feed, at shutdown.
    pub(crate) fn close(&self) {
        self.replace().cancel();
    }
}

/// Streams what changed after `from` (a journal position; nothing for "from now on") into `channel`.
#[tauri::command]
pub(crate) async fn live_feed(
    running: State<'_, Running>,
    tasks: State<'_, Tasks>,
    open: State<'_, OpenFeed>,
    from: Option<u64>,
    channel: Channel<FeedMessage>,
) -> Result<(), ()> {
    let stop = open.replace();
    let feed = api::feed(&running.handle(), from);
    tasks.0.spawn(stop.run_until_cancelled_owned(async move {
        let mut feed = std::pin::pin!(feed);
        while let Some(message) = feed.next().await {
            if let Err(error) = channel.send(message) {
                tracing::debug!(%error, "the page that followed the feed is gone");
                break;
            }
        }
    }));
    Ok(())
}
