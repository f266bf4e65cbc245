//! Carries deliveries out.
//!
//! One task: it claims what is due, tries up to sixteen at a time, and puts what failed back with a growing delay. It wakes when
//! something was posted, when a delivery comes due and when one ends; it stops with the sandbox, and what was under way then is
//! still in the state and is tried again after a restart: at least once, never at most once.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use tokio::task::JoinSet;

use super::queue::{Delivery, End, Signing};
use super::sign;
use crate::shared::Shared;
use crate::world::World;

/// The user agent seen most often (contract 3.4).
const USER_AGENT: &str = "Webhooks/1.0 (https://fb.me/webhooks)";
/// Signs what must not verify.
pub(crate) const WRONG_SECRET: &str = "ffffffffffffffffffffffffffffffff";
/// The longest sleep, so that a moved clock is noticed even if its wake-up was lost.
const SLOW_POLL: Duration = Duration::from_secs(1);

/// Runs until the sandbox stops.
pub(crate) async fn run(shared: Arc<Shared>) {
    let mut under_way = JoinSet::new();
    loop {
        let wake_up = shared.posted.notified();
        let (claimed, wait) = shared.look(|world, now| {
            let claimed = world.outgoing.claim(now);
            let wait = world
                .outgoing
                .next_due()
                .map(|due| Duration::from_millis((due - now).max(1).unsigned_abs()));
            (claimed, wait)
        });
        for delivery in claimed {
            under_way.spawn(attempt(shared.clone(), delivery));
        }
        tokio::select! {
            () = shared.stop.cancelled() => break,
            () = wake_up => {}
            Some(ended) = under_way.join_next() => {
                if let Err(error) = ended {
                    tracing::error!(%error, "an attempt ended abnormally");
                }
            }
            () = tokio::time::sleep(wait.unwrap_or(SLOW_POLL).min(SLOW_POLL)) => {}
        }
    }
    under_way.shutdown().await;
}

/// One attempt of one delivery, and what follows from it.
async fn attempt(shared: Arc<Shared>, delivery: Delivery) {
    let prepared = shared.look(|world, now| {
        let app = world.apps.get(&delivery.app)?;
        let callback = app.callback.as_ref()?;
        let secret = if delivery.signing == Signing::Wrong {
            WRONG_SECRET
        } else {
            app.secret.as_str()
        };
        let body = delivery.body(now);
        let signature = (delivery.signing != Signing::None).then(|| sign::headers(secret, body.as_bytes()));
        let timeout = Duration::from_millis(world.settings.delivery_timeout_ms);
        Some((callback.url.clone(), body, signature, timeout))
    });
    let Some((url, body, signature, timeout)) = prepared else {
        shared.change(|world, _| world.outgoing.finish(delivery.id, End::Dropped));
        return;
    };
    let status = post(&shared.http, &url, body.into_bytes(), signature, timeout).await;
    shared.change(|world, now| world.record_attempt(&delivery, status.as_ref().ok().copied(), now));
    if let Err(error) = status {
        tracing::debug!(%error, delivery = delivery.id, "a webhook did not get through");
    }
}

/// POSTs a body the way the platform does; the answer's status.
pub(crate) async fn post(
    http: &reqwest::Client,
    url: &str,
    body: Vec<u8>,
    signature: Option<(String, String)>,
    timeout: Duration,
) -> Result<u16, reqwest::Error> {
    let mut request = http
        .post(url)
        .timeout(timeout)
        .header(CONTENT_TYPE, "application/json")
        .header(reqwest::header::USER_AGENT, USER_AGENT)
        .body(body);
    if let Some((sha256, sha1)) = signature {
        request = request
            .header("X-Hub-Signature-256", sha256)
            .header("X-Hub-Signature", sha1);
    }
    Ok(request.send().await?.status().as_u16())
}

impl World {
    /// What follows from an attempt: done, tried again later, given up, or the subscription dropped (contract 3.9).
    fn record_attempt(&mut self, delivery: &Delivery, status: Option<u16>, now: i64) {
        let delivered = status.is_some_and(|status| (200..300).contains(&status));
        if let Some(known) = self.outgoing.find_mut(delivery.id) {
            known.attempts += 1;
            known.status = status;
            known.in_flight = false;
        }
        let Some(app) = self.apps.get_mut(&delivery.app) else {
            self.outgoing.finish(delivery.id, End::Dropped);
            return;
        };
        if delivered {
            app.failing_since = None;
            self.outgoing.finish(delivery.id, End::Delivered);
            return;
        }
        let failing_since = *app.failing_since.get_or_insert(now);
        let disabled = self
            .settings
            .disable_after_ms
            .is_some_and(|limit| now - failing_since >= limit);
        if disabled {
            for event in &delivery.events {
                app.subscriptions.remove(&event.account);
            }
        }
        if disabled || now - delivery.created_at >= self.settings.give_up_ms {
            self.outgoing.finish(delivery.id, End::Dropped);
            return;
        }
        let delay = self.settings.retry_delay_ms(delivery.attempts);
        if let Some(known) = self.outgoing.find_mut(delivery.id) {
            known.due_at = now + delay;
        }
    }
}
