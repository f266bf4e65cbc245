//! What a host may ask of the running desk. Reads go to the store's read models; acts become commands.

mod accounts;
mod autopilot;
mod health;
mod inbox;
mod notifications;
mod operator;
mod practice;
mod settings;

pub use accounts::Disconnected;
pub use autopilot::{AutopilotView, Tried};
pub(crate) use autopilot::{autopilot_defaults, practise_bakery, prompt_version};
pub use health::{ClockHealth, Health, ModelView};
pub use notifications::{Notification, Notifications, Why};
pub use operator::Undone;

use crate::feed::Notice;
use crate::inner::Inner;
use desk::Now;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::broadcast;

/// A handle on the running desk. Cheap to clone; useless once the engine has stopped.
#[derive(Clone)]
pub struct Handle {
    pub(crate) inner: Arc<Inner>,
}

impl Handle {
    /// What became stale, from now on. A receiver that fell behind must resync.
    pub fn feed(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.inner.feed.subscribe()
    }

    /// The journal's position.
    pub fn seq(&self) -> u64 {
        *self.inner.wake.borrow()
    }

    /// The moment, on both clocks.
    pub fn now(&self) -> Now {
        self.inner.now()
    }

    /// Where webhooks and the sign-in redirect arrive.
    pub fn listener(&self) -> SocketAddr {
        self.inner.listener
    }

    /// The loopback address of a piece of media: `place` is an attachment's index, or `story`, with the key of
    /// its message; or `picture`, with the id of its conversation.
    pub fn media_link(&self, key: &str, place: &str) -> String {
        self.inner.media.link(key, place)
    }
}
