//! A chain of kills on one database, with the oracle after it.

use crate::crowd::{CUSTOMERS, Crowd};
use crate::hub::{Door, Started, greeting};
use crate::oracle::{Findings, Record, check, check_dead, check_reborn, delivered_mids, kept};
use crate::rebuild;
use crate::stage::Stage;
use anyhow::{Context, bail, ensure};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt;
use std::pin::pin;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// SIGKILL.
const KILLED: i32 = 9;
/// A life ends at the latest after this many times what a start takes.
const LONGEST_LIFE: f64 = 14.0;
/// Some lives end while they begin.
const BEGINNING: f64 = 1.2;

/// One chain.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// What the dice follow.
    pub seed: u64,
    /// How many kills.
    pub kills: u32,
    /// Whether looks are made to lag behind the truth at times.
    pub looks_lag: bool,
    /// Whether the files stay for a person to look at even when all is well.
    pub keep: bool,
}

/// What a chain went through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    /// Kills while the hub served.
    pub serving: u32,
    /// Kills before it greeted.
    pub starting: u32,
    /// Events in the journal at the end.
    pub events: usize,
    /// Sends at the end.
    pub sends: usize,
    /// Attempts that a crash or a fault left open.
    pub lost: usize,
}

/// Runs a chain.
///
/// # Errors
/// The desk broke its word; the seed and the folder are named.
pub async fn run(plan: Plan) -> anyhow::Result<Report> {
    let mut stage = Stage::connected(plan.seed).await?;
    let done = kill_and_check(&mut stage, plan).await;
    match done {
        Ok(report) if plan.keep => {
            stage.keep();
            Ok(report)
        }
        Ok(report) => {
            stage.close().await?;
            Ok(report)
        }
        Err(error) => {
            let tail = stage.log_tail();
            let folder = stage.keep();
            Err(error.context(format!(
                "{plan:?}; the files are kept in {}; the log ends with\n{tail}",
                folder.display()
            )))
        }
    }
}

async fn kill_and_check(stage: &mut Stage, plan: Plan) -> anyhow::Result<Report> {
    for (place, igsid) in CUSTOMERS.iter().enumerate().skip(2) {
        let customer = json!({ "igsid": igsid, "username": format!("customer.{place}") });
        stage.control().post("/customers", customer).await?;
    }
    let (doors, door) = watch::channel(Some(stage.door()?));
    let crowd = Crowd::start(stage.control(), door, plan.seed, plan.looks_lag);
    let mut dice = StdRng::seed_from_u64(plan.seed.rotate_left(17));
    let mut report = Report::default();
    let mut delivered = BTreeSet::new();
    for _ in 0..plan.kills {
        live_and_die(stage, &mut dice, &doors, &mut report).await?;
        delivered.extend(delivered_mids(stage).await?);
        check_dead(stage, &crowd.promised()).await?;
    }
    let killed_at = now();
    stage.up().await?;
    check_reborn(&stage.memory().await?, killed_at)?;
    let door = stage.door()?;
    doors.send_replace(Some(door.clone()));
    let mut record = crowd.stop(&door).await?;
    stage.control().clear_faults().await?;
    stage.settle().await.context("settling")?;
    delivered.extend(delivered_mids(stage).await?);
    record.delivered = delivered;
    check(stage, &record).await?;
    stage.down().await?;
    after(stage, &record, &mut report).await?;
    Ok(report)
}

/// What can only be seen on a stopped desk.
///
/// # Errors
/// The desk broke its word.
pub async fn after(stage: &Stage, record: &Record, report: &mut Report) -> anyhow::Result<()> {
    let mut findings = Findings::default();
    kept::gone(&stage.data(), &record.taken_back, &mut findings)?;
    ensure!(findings.broken.is_empty(), "{}", findings.broken.join("\n  "));
    let memory = stage.memory().await?;
    report.events = memory.journal.len();
    report.sends = memory.sends.len();
    report.lost = memory
        .journal
        .iter()
        .filter(|entry| crate::hub::text(&entry.body, "/event") == "send_lost")
        .count();
    rebuild::gives_the_same_tables(&stage.data()).await
}

/// One life, from the start of the process to its kill at some moment.
async fn live_and_die(
    stage: &mut Stage,
    dice: &mut StdRng,
    doors: &watch::Sender<Option<Door>>,
    report: &mut Report,
) -> anyhow::Result<()> {
    // Measured in starts, so that a busy machine gets as far in a life as an idle one.
    let starts = if dice.random_bool(0.3) {
        dice.random_range(0.0..BEGINNING)
    } else {
        dice.random_range(BEGINNING..LONGEST_LIFE)
    };
    let life = stage.start_takes().mul_f64(starts);
    if stage.lives() {
        tokio::time::sleep(life).await;
        return die(stage, doors, report).await;
    }
    let born = tokio::time::Instant::now();
    let killed_at = now();
    let child = stage.start().spawn(None)?;
    let pid = child.id().context("the hub ended at once")?;
    let mut greets = pin!(greeting(child));
    let started = tokio::select! {
        started = &mut greets => started?,
        () = tokio::time::sleep(life) => {
            kill(pid)?;
            let started = greets.await?;
            report.starting += 1;
            return gone(started).await;
        }
    };
    match started {
        Started::Died(status) => bail!("the hub did not start: {status}"),
        Started::Up(hub) => stage.has(*hub),
    }
    check_reborn(&stage.memory().await?, killed_at)?;
    doors.send_replace(Some(stage.door()?));
    tokio::time::sleep_until(born + life).await;
    die(stage, doors, report).await
}

async fn die(
    stage: &mut Stage,
    doors: &watch::Sender<Option<Door>>,
    report: &mut Report,
) -> anyhow::Result<()> {
    stage.kill().await?;
    doors.send_replace(None);
    report.serving += 1;
    Ok(())
}

/// It was killed while it started; it may have greeted just before.
async fn gone(started: Started) -> anyhow::Result<()> {
    match started {
        Started::Died(status) => {
            ensure!(
                status.signal() == Some(KILLED),
                "the hub ended by itself: {status}"
            );
            Ok(())
        }
        Started::Up(hub) => hub.killed().await,
    }
}

fn kill(pid: u32) -> anyhow::Result<()> {
    let told = std::process::Command::new("kill")
        .args(["-KILL", &pid.to_string()])
        .status()?;
    ensure!(told.success(), "the hub ended by itself");
    Ok(())
}

/// Wall time, ms.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
