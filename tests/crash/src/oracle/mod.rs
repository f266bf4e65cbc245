//! Whether the desk kept its word (design 4). It knows what Instagram delivered and accepted, and reads what the
//! desk keeps and shows; it does not know the desk's code.

pub mod kept;
pub mod memory;
mod outbox;
mod story;

use crate::hub::{list, text};
use crate::stage::{Stage, conversation};
use anyhow::ensure;
use memory::Memory;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What happened outside, as far as the emulated Instagram cannot tell.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Send ids whose reply the API answered with 200.
    pub promised: Vec<String>,
    /// Words that a customer took back: they must be nowhere in the files.
    pub taken_back: Vec<String>,
    /// What was delivered by webhook. An echo may be lost on its way: then nobody can know of it.
    pub delivered: BTreeSet<String>,
    /// Whether looks were made to lag behind the truth.
    pub looks_lag: bool,
}

/// What the emulated Instagram holds, by conversation.
pub type Truth = BTreeMap<String, Value>;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What must not be.
    pub broken: Vec<String>,
}

impl Findings {
    /// Notes what must not be, unless it holds.
    pub fn must(&mut self, holds: bool, sentence: impl FnOnce() -> String) {
        if !holds {
            self.broken.push(sentence());
        }
    }
}

/// The truth about every thread.
///
/// # Errors
/// The emulated Instagram does not answer.
pub async fn truth(stage: &Stage) -> anyhow::Result<Truth> {
    let control = stage.control();
    let threads = control.get("/threads").await?;
    let mut truth = Truth::new();
    for thread in list(&threads, "") {
        let contact = text(thread, "/igsid");
        truth.insert(conversation(contact), control.thread(contact).await?);
    }
    Ok(truth)
}

/// What the emulated Instagram has delivered of late: the messages' ids.
///
/// # Errors
/// It does not answer.
pub async fn delivered_mids(stage: &Stage) -> anyhow::Result<BTreeSet<String>> {
    let deliveries = stage.control().get("/deliveries").await?;
    let over = list(&deliveries, "/deliveries")
        .iter()
        .filter(|one| text(one, "/state") == "delivered");
    let mids = over.flat_map(|one| list(one, "/mids"));
    Ok(mids.filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Checks everything, on a desk that has settled and runs.
///
/// # Errors
/// Something is broken: all of it, a line each. Or it cannot be read.
pub async fn check(stage: &Stage, record: &Record) -> anyhow::Result<()> {
    let truth = truth(stage).await?;
    let memory = stage.memory().await?;
    let mut findings = Findings::default();
    kept::journal(&memory, &mut findings);
    kept::messages(&memory, &truth, record, &mut findings);
    kept::shown(stage, &truth, &memory, &mut findings).await?;
    story::owners(&memory, &mut findings);
    story::bursts(&memory, &mut findings);
    outbox::states(&memory, record, &mut findings);
    outbox::repeats(&memory, &mut findings);
    outbox::acceptances(&memory, &truth, record, &mut findings);
    ensure!(
        findings.broken.is_empty(),
        "the desk broke its word:\n  {}",
        findings.broken.join("\n  ")
    );
    Ok(())
}

/// What must hold at once, while the hub is dead: everything that was answered with 200 is on disk.
///
/// # Errors
/// Something is missing, or it cannot be read.
pub async fn check_dead(stage: &Stage, promised: &[String]) -> anyhow::Result<()> {
    let deliveries = stage.control().get("/deliveries").await?;
    let memory = stage.memory().await?;
    let mut findings = Findings::default();
    kept::answered(&memory, &deliveries, &mut findings);
    for send in promised {
        findings.must(memory.sends.iter().any(|row| row.id == *send), || {
            format!("the reply {send} was answered with 200 and is not on disk")
        });
    }
    ensure!(
        findings.broken.is_empty(),
        "lost by a kill:\n  {}",
        findings.broken.join("\n  ")
    );
    Ok(())
}

/// What must hold as soon as the hub greets: no attempt of an earlier life is still on the wire.
///
/// # Errors
/// One is, or it cannot be read.
pub fn check_reborn(memory: &Memory, killed_at: i64) -> anyhow::Result<()> {
    let mut findings = Findings::default();
    outbox::nothing_on_the_wire(memory, killed_at, &mut findings);
    ensure!(
        findings.broken.is_empty(),
        "after a start:\n  {}",
        findings.broken.join("\n  ")
    );
    Ok(())
}
