//! Intake: signed deliveries over loopback, beside the least handler that keeps as much (see [`mod@reference`]).
//!
//! Throughput is a closed loop of 256 connections, the two sides in turn. Latency is an open loop: deliveries
//! are due at moments that no answer can put off, and a time counts from that moment, so that a stall counts
//! for everybody whom it kept waiting.

mod delivery;
mod kept;
mod load;
mod reference;
mod rows;

use crate::figures::{Report, Times, count, median};
use crate::ground::{self, Ground};
use axum::Router;
use delivery::{CONTACTS, Maker};
use desk::{HOUR, Now, Timings};
use hub::Hub;
use kept::Kept;
use load::{CONNECTIONS, Load, Pace};
use reference::Reference;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Deliveries before the first round: both sides have met most of the people, prepared their statements and
/// made their files.
const WARM_UP: usize = 15_000;
/// Rounds of each side.
const ROUNDS: usize = 8;
/// Deliveries of a round.
const ROUND: usize = 8_000;
/// Deliveries a second of the open loop.
const RATE: f64 = 1_000.0;
/// Deliveries of the open loop.
const OPEN: usize = 20_000;
/// How far away the platform is: what a profile takes.
const FAR: Duration = Duration::from_millis(80);

/// The rules' delays: bursts open and are joined as everywhere, but none comes due while this runs, for the
/// model's cost is not intake's.
fn timings() -> Timings {
    Timings {
        quiet: HOUR,
        longest: 2 * HOUR,
        ..Timings::default()
    }
}

/// The two sides.
struct Sides {
    desk: Hub,
    reference: Reference,
    dirs: [TempDir; 2],
    _key: TempDir,
    platform: JoinHandle<()>,
}

impl Sides {
    async fn start() -> anyhow::Result<Self> {
        let (platform, address) = platform().await?;
        let (desk_dir, reference_dir, key) =
            (tempfile::tempdir()?, tempfile::tempdir()?, tempfile::tempdir()?);
        for dir in [&desk_dir, &reference_dir] {
            let graph = format!("http://{address}");
            let clock: Arc<dyn store::Clock> = Arc::new(now);
            Ground::new(dir.path(), &graph, timings(), clock)
                .await?
                .close()
                .await?;
        }
        let file = key.path().join("key");
        ground::write_key(&file)?;
        Ok(Self {
            desk: ground::hub(desk_dir.path(), &file).await?,
            reference: Reference::start(reference_dir.path()).await?,
            dirs: [desk_dir, reference_dir],
            _key: key,
            platform,
        })
    }

    async fn stop(self) -> anyhow::Result<[TempDir; 2]> {
        self.desk.stop().await;
        self.reference.stop().await?;
        self.platform.abort();
        Ok(self.dirs)
    }
}

fn now() -> Now {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Now::at(i64::try_from(since.as_millis()).unwrap_or_default())
}

/// Stands in for the platform, which is asked for profiles while messages arrive.
async fn platform() -> anyhow::Result<(JoinHandle<()>, SocketAddr)> {
    let profile = || async {
        tokio::time::sleep(FAR).await;
        axum::Json(serde_json::json!({
            "name": "Ada Adams", "username": "ada.adams", "follower_count": 12, "is_verified_user": false,
            "is_user_follow_business": true, "is_business_follow_user": false,
        }))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let serving = tokio::spawn(async move {
        // Lost, it shows as profiles that are not read.
        let _ = axum::serve(listener, Router::new().fallback(profile)).await;
    });
    Ok((serving, address))
}

/// One of each side's.
#[derive(Default)]
struct Pair<T> {
    desk: T,
    reference: T,
}

/// Deliveries a second of the rounds, times of the open loop, and what was not answered 200.
#[derive(Default)]
struct Measured {
    rates: Pair<Vec<f64>>,
    open: Pair<Times>,
    refused: usize,
}

/// Measures.
pub(crate) fn run() -> anyhow::Result<Report> {
    let runtime = tokio::runtime::Runtime::new()?;
    let sides = runtime.block_on(Sides::start())?;
    let (desk, reference) = (sides.desk.listener, sides.reference.address);
    let mut maker = Maker::new();
    let mut measured = Measured::default();
    let requests = maker.requests(WARM_UP);
    for address in [desk, reference] {
        measured.refused += load::run(address, requests.clone(), Pace::Closed)?.refused;
    }
    for round in 0..ROUNDS {
        let requests = maker.requests(ROUND);
        // Who goes first changes, so that neither always meets the other's wake.
        if round % 2 == 0 {
            measured.desk(&load::run(desk, requests.clone(), Pace::Closed)?);
            measured.reference(&load::run(reference, requests, Pace::Closed)?);
        } else {
            measured.reference(&load::run(reference, requests.clone(), Pace::Closed)?);
            measured.desk(&load::run(desk, requests, Pace::Closed)?);
        }
    }
    let requests = maker.requests(OPEN);
    let load = load::run(reference, requests.clone(), Pace::Open(RATE))?;
    measured.refused += load.refused;
    measured.open.reference = load.times;
    let load = load::run(desk, requests, Pace::Open(RATE))?;
    measured.refused += load.refused;
    measured.open.desk = load.times;
    let dirs = runtime.block_on(sides.stop())?;
    let [of_desk, of_reference] = &dirs;
    let kept = Pair {
        desk: runtime.block_on(Kept::read(of_desk.path()))?,
        reference: runtime.block_on(Kept::read(of_reference.path()))?,
    };
    Ok(measured.report(&kept, maker.items()))
}

impl Measured {
    fn desk(&mut self, load: &Load) {
        self.refused += load.refused;
        self.rates.desk.push(rate(load));
    }

    fn reference(&mut self, load: &Load) {
        self.refused += load.refused;
        self.rates.reference.push(rate(load));
    }

    fn report(&self, kept: &Pair<Kept>, items: u64) -> Report {
        let mut report = Report::new(
            "Intake: signed deliveries over loopback, each answered after its commit is on the disk",
        );
        report.note(format!(
            "{CONNECTIONS} connections, {CONTACTS} people, {ROUNDS} rounds of {ROUND} deliveries for each side in turn after a warm-up of {WARM_UP}."
        ));
        report.note("The desk is a whole hub with a connected account and its autopilot on: bursts open and are joined, none comes due;");
        report.note("profiles are read from a platform 80 ms away meanwhile. Asking, desk and reference share this machine's cores.");
        report.row(["", "desk", "reference"]);
        let both = |report: &mut Report, what: &str, figure: &dyn Fn(bool) -> String| {
            report.row([what.to_owned(), figure(true), figure(false)]);
        };
        let rates = |desk: bool| {
            if desk {
                &self.rates.desk
            } else {
                &self.rates.reference
            }
        };
        let open = |desk: bool| {
            if desk {
                &self.open.desk
            } else {
                &self.open.reference
            }
        };
        both(&mut report, "deliveries/s, median round", &|desk| {
            format!("{:.0}", median(rates(desk)))
        });
        both(&mut report, "deliveries/s, slowest round", &|desk| {
            format!("{:.0}", rates(desk).iter().copied().fold(f64::INFINITY, f64::min))
        });
        for percent in [50.0, 95.0, 99.0, 99.9] {
            both(&mut report, &format!("ms at {RATE}/s, p{percent}"), &|desk| {
                format!("{:.1}", open(desk).percentile(percent))
            });
        }
        for (table, rows) in &kept.desk.rows {
            let beside = kept.reference.rows.get(table).copied().unwrap_or_default();
            report.row([format!("rows in {table}"), rows.to_string(), beside.to_string()]);
        }
        let pairs = self.rates.desk.iter().zip(&self.rates.reference);
        let ratios: Vec<f64> = pairs.map(|(desk, reference)| desk / reference).collect();
        report.at_least(
            "deliveries/s of the reference's, median of the rounds' ratios",
            median(&ratios),
            0.7,
            "",
        );
        report.at_most(
            "p99 of the desk at 1,000 deliveries/s",
            self.open.desk.percentile(99.0),
            100.0,
            " ms",
        );
        report.at_most("deliveries not answered 200", count(self.refused), 0.0, "");
        let missing = items.abs_diff(kept.desk.messages()) + items.abs_diff(kept.reference.messages());
        report.at_most(
            "answered 200 and not on the disk",
            count(usize::try_from(missing).unwrap_or(usize::MAX)),
            0.0,
            "",
        );
        report
    }
}

fn rate(load: &Load) -> f64 {
    count(load.times.count()) / load.took.as_secs_f64()
}
