//! The inbox over a million messages, beside the same inbox over ten thousand, in one run.

mod ask;
mod data;
mod plan;
mod questions;
pub(crate) mod start;
mod story;

use crate::figures::{Report, Times, count, ms};
use crate::ground;
use ask::Asking;
use data::Data;
use plan::{LARGE, SMALL};
use questions::{KINDS, Kind, Questions};
use std::collections::BTreeMap;

/// How often each kind of question is asked before it is measured.
const WARM_UP: usize = 100;
/// How often each kind of question is measured on each side.
const TIMES: usize = 1_000;
/// How often the cold start is measured.
const STARTS: usize = 5;

/// The times of one kind of question on both sides.
#[derive(Default)]
struct Beside {
    small: Times,
    large: Times,
    /// What searches found and pages held, all of them together.
    small_hits: usize,
    large_hits: usize,
}

/// Measures.
pub(crate) fn run() -> anyhow::Result<Report> {
    let runtime = tokio::runtime::Runtime::new()?;
    let small = runtime.block_on(data::data(SMALL))?;
    let large = runtime.block_on(data::data(LARGE))?;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(start::measure(&large)?);
    }
    let measured = measure(&runtime, &small, &large)?;
    let mut report = report(&measured);
    let slowest = |figures: &mut dyn Iterator<Item = f64>| figures.fold(0.0, f64::max);
    let started = slowest(&mut starts.iter().map(|(started, _)| ms(*started)));
    let answered = slowest(&mut starts.iter().map(|(_, answered)| ms(*answered)));
    report.note(format!(
        "Cold start of a hub's process on the large data, slowest of {STARTS}: up in {started:.0} ms, first page answered after {answered:.0} ms."
    ));
    report.at_most(
        "cold start until the first page, slowest",
        answered,
        1_000.0,
        " ms",
    );
    Ok(report)
}

fn report(measured: &BTreeMap<Kind, Beside>) -> Report {
    let mut report = Report::new("The inbox: what the window asks, over HTTP, of a whole hub");
    report.note(format!(
        "{} messages in {} conversations beside {} in {}, made through the writer and the rules; few conversations are busy.",
        LARGE.messages, LARGE.conversations, SMALL.messages, SMALL.conversations
    ));
    report.note(format!(
        "Each kind of question {TIMES} times on each side, in turn. Files are in the system's memory, but for the starts."
    ));
    report.row([
        "ms",
        "p50",
        "p95",
        "p99",
        "p50 of 10k",
        "p95 of 10k",
        "growth at p95",
        "hits",
        "of 10k",
    ]);
    for (kind, beside) in measured {
        row(&mut report, kind.name(), beside);
    }
    for (kind, beside) in measured {
        let name = kind.name();
        report.at_most(
            &format!("{name}: p99"),
            beside.large.percentile(99.0),
            50.0,
            " ms",
        );
        if kind.is_alike() {
            let what = format!("{name}: p95 beside that of 10,000 messages");
            report.at_most(&what, beside.growth(), 1.5, "×");
        }
    }
    report
}

impl Beside {
    fn growth(&self) -> f64 {
        self.large.percentile(95.0) / self.small.percentile(95.0)
    }
}

fn row(report: &mut Report, name: &str, beside: &Beside) {
    let figure = |times: &Times, percent| format!("{:.2}", times.percentile(percent));
    let hits = |hits: usize| match hits {
        0 => String::new(),
        _ => format!("{:.1}", count(hits) / count(beside.large.count())),
    };
    report.row([
        name.to_owned(),
        figure(&beside.large, 50.0),
        figure(&beside.large, 95.0),
        figure(&beside.large, 99.0),
        figure(&beside.small, 50.0),
        figure(&beside.small, 95.0),
        format!("{:.2}×", beside.growth()),
        hits(beside.large_hits),
        hits(beside.small_hits),
    ]);
}

/// Asks both sides in turn.
fn measure(
    runtime: &tokio::runtime::Runtime,
    small: &Data,
    large: &Data,
) -> anyhow::Result<BTreeMap<Kind, Beside>> {
    for data in [small, large] {
        remember_files(data)?;
    }
    let (of_small, of_large) = runtime.block_on(async {
        anyhow::Ok((
            ground::hub(&small.dir, &small.key).await?,
            ground::hub(&large.dir, &large.key).await?,
        ))
    })?;
    let (at_small, at_large) = (of_small.address, of_large.address);
    let (size_small, size_large) = (small.size, large.size);
    // The window has a thread of its own, as everywhere.
    let asking = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let mut questions = [Questions::new(size_small), Questions::new(size_large)];
            let mut windows = [Asking::open(at_small).await?, Asking::open(at_large).await?];
            in_turn(&mut windows, &mut questions).await
        })
    });
    let measured = asking
        .join()
        .unwrap_or_else(|_| anyhow::bail!("the window ended badly"));
    runtime.block_on(async {
        of_small.stop().await;
        of_large.stop().await;
    });
    measured
}

async fn in_turn(
    [of_small, of_large]: &mut [Asking; 2],
    [small, large]: &mut [Questions; 2],
) -> anyhow::Result<BTreeMap<Kind, Beside>> {
    let mut measured: BTreeMap<Kind, Beside> = BTreeMap::new();
    for time in 0..WARM_UP + TIMES {
        for kind in KINDS {
            let (on_small, on_large) = if time % 2 == 0 {
                let first = small.ask(*kind, of_small).await?;
                (first, large.ask(*kind, of_large).await?)
            } else {
                let first = large.ask(*kind, of_large).await?;
                (small.ask(*kind, of_small).await?, first)
            };
            if time >= WARM_UP {
                let beside = measured.entry(*kind).or_default();
                beside.small.add(on_small.0);
                beside.small_hits += on_small.1;
                beside.large.add(on_large.0);
                beside.large_hits += on_large.1;
            }
        }
    }
    Ok(measured)
}

/// Reads the files once, as a desk in use has them in the system's memory.
fn remember_files(data: &Data) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(&data.dir)? {
        let mut file = std::fs::File::open(entry?.path())?;
        std::io::copy(&mut file, &mut std::io::sink())?;
    }
    Ok(())
}
