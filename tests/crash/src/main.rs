//! `crash --kills N [--seed S]`: chains of random kills, longer than `cargo xtask verify` runs them.

use clap::Parser;
use crash::chain::{Plan, run};
use std::process::ExitCode;
use std::time::Instant;

/// Kills in one chain.
const CHAIN: u32 = 10;
/// Chains side by side.
const AT_ONCE: usize = 2;

/// Kill the desk again and again, and check after every chain of kills.
#[derive(Debug, Parser)]
#[command(name = "crash")]
struct Arguments {
    /// How many kills.
    #[arg(long, default_value_t = 200)]
    kills: u32,
    /// The seed of an earlier run, to repeat it.
    #[arg(long)]
    seed: Option<u64>,
    /// Keep the files of every chain below the system's temporary folder.
    #[arg(long)]
    keep: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let local = tokio::task::LocalSet::new();
    match local.run_until(kill(Arguments::parse())).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn kill(arguments: Arguments) -> anyhow::Result<()> {
    let seed = arguments.seed.unwrap_or_else(|| rand::random_range(0..1_000_000));
    say(&format!("seed {seed}: repeat with --seed {seed}"));
    let started = Instant::now();
    let mut plans: Vec<Plan> = (0..arguments.kills.div_ceil(CHAIN))
        .map(|chain| Plan {
            seed: seed.wrapping_add(u64::from(chain)),
            kills: CHAIN.min(arguments.kills - chain * CHAIN),
            looks_lag: chain % 4 == 3,
            keep: arguments.keep,
        })
        .rev()
        .collect();
    let mut running = tokio::task::JoinSet::new();
    let (mut kills, mut events, mut sends, mut lost) = (0, 0, 0, 0);
    loop {
        while running.len() < AT_ONCE
            && let Some(plan) = plans.pop()
        {
            running.spawn_local(async move { (plan, run(plan).await) });
        }
        let Some(ended) = running.join_next().await else {
            break;
        };
        let (plan, report) = ended?;
        let report = report?;
        kills += plan.kills;
        events += report.events;
        sends += report.sends;
        lost += report.lost;
        say(&format!(
            "{:>6.0?} chain {}: {} kills while serving, {} while starting; {} events, {} sends, {} lost attempts",
            started.elapsed(),
            plan.seed,
            report.serving,
            report.starting,
            report.events,
            report.sends,
            report.lost
        ));
    }
    say(&format!(
        "{kills} kills, {events} events, {sends} sends, {lost} lost attempts: the desk kept its word"
    ));
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "what it went through is what a person runs it for"
)]
fn say(line: &str) {
    println!("{line}");
}
