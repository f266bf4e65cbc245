//! Load. The asking side has a thread of its own and does as little as it can: requests are ready-made bytes.

use crate::figures::Times;
use crate::http::Connection;
use anyhow::Context;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// How many connections there are, as Meta's many machines have.
pub(crate) const CONNECTIONS: usize = 256;

/// What a load came to.
#[derive(Default)]
pub(crate) struct Load {
    /// From the first request to the last answer.
    pub(crate) took: Duration,
    /// How long each delivery took, from when it was to be sent.
    pub(crate) times: Times,
    /// How many were not answered 200.
    pub(crate) refused: usize,
}

/// When deliveries are sent.
#[derive(Clone, Copy)]
pub(crate) enum Pace {
    /// The next as soon as the one before it on the same connection was answered.
    Closed,
    /// So many a second on average, at random moments that no answer can put off.
    Open(f64),
}

/// Sends every request once. Runs on a thread of its own, so that asking and answering share no scheduler.
pub(crate) fn run(address: SocketAddr, requests: Vec<Vec<u8>>, pace: Pace) -> anyhow::Result<Load> {
    let asking = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(send(address, requests, pace))
    });
    match asking.join() {
        Ok(load) => load,
        Err(_) => anyhow::bail!("the asking side ended badly"),
    }
}

async fn send(address: SocketAddr, requests: Vec<Vec<u8>>, pace: Pace) -> anyhow::Result<Load> {
    let mut connections = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(address).await?);
    }
    let plan = Arc::new(Plan {
        offsets: offsets(requests.len(), pace),
        requests,
        next: AtomicUsize::new(0),
        start: Instant::now() + Duration::from_millis(20),
    });
    let mut lanes = JoinSet::new();
    for connection in connections {
        lanes.spawn(lane(connection, Arc::clone(&plan)));
    }
    let mut load = Load::default();
    while let Some(lane) = lanes.join_next().await {
        let (times, refused) = lane.context("a connection ended badly")??;
        load.times.extend(times);
        load.refused += refused;
    }
    load.took = plan.start.elapsed();
    Ok(load)
}

/// What is to be sent, and when.
struct Plan {
    requests: Vec<Vec<u8>>,
    /// From the start; empty when the pace is closed.
    offsets: Vec<Duration>,
    next: AtomicUsize,
    start: Instant,
}

/// Arrivals that know nothing of each other: the gaps between them are exponential.
fn offsets(count: usize, pace: Pace) -> Vec<Duration> {
    let Pace::Open(rate) = pace else {
        return Vec::new();
    };
    let mut random = StdRng::seed_from_u64(2);
    let mut at = 0.0;
    (0..count)
        .map(|_| {
            at -= (1.0 - random.random_range(0.0..1.0_f64)).ln() / rate;
            Duration::from_secs_f64(at)
        })
        .collect()
}

async fn lane(mut connection: Connection, plan: Arc<Plan>) -> anyhow::Result<(Vec<Duration>, usize)> {
    let (mut times, mut refused) = (Vec::new(), 0);
    tokio::time::sleep_until(plan.start).await;
    loop {
        let index = plan.next.fetch_add(1, Ordering::Relaxed);
        let Some(request) = plan.requests.get(index) else {
            return Ok((times, refused));
        };
        let due = match plan.offsets.get(index) {
            Some(offset) => plan.start + *offset,
            None => Instant::now(),
        };
        tokio::time::sleep_until(due).await;
        let answer = connection.exchange(request).await?;
        times.push(due.elapsed());
        if answer.status != 200 {
            refused += 1;
        }
    }
}
