//! The data: made once, through the writer and the rules, and kept beside the build for the next run.

use super::plan::{self, Exchange, Size};
use super::story::{Teller, Told};
use crate::figures::say;
use crate::ground::{self, Ground};
use crate::people::ACCOUNT;
use anyhow::{Context, bail, ensure};
use desk::{AccountAsk, AccountId, Ask, BurstId, ConversationId, Entry, Event, HOUR, Now, Timings};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use store::{Job, Keep};

/// Raised when the story is told differently, so that data told the old way is made again.
const TELLING: u32 = 3;
/// Exchanges told together at most.
const GROUP: usize = 1_500;
/// How far apart in time they may lie, ms.
const SPAN: i64 = 4 * HOUR;

/// A data directory with its key beside it.
pub(crate) struct Data {
    /// The data directory.
    pub(crate) dir: PathBuf,
    /// The file with its key.
    pub(crate) key: PathBuf,
    /// How much is in it.
    pub(crate) size: Size,
}

/// The data of a size: what an earlier run left, or made now.
pub(crate) async fn data(size: Size) -> anyhow::Result<Data> {
    let root = place(size)?;
    let data = Data {
        dir: root.join("data"),
        key: root.join("key"),
        size,
    };
    if root.join("whole").exists() {
        return Ok(data);
    }
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    std::fs::create_dir_all(&root)?;
    say(&format!(
        "making {} conversations with {} messages in {}",
        size.conversations,
        size.messages,
        root.display()
    ));
    let begun = Instant::now();
    tell(&data.dir, size).await?;
    ground::write_key(&data.key)?;
    std::fs::write(root.join("whole"), "")?;
    say(&format!("made in {:.0} s", begun.elapsed().as_secs_f64()));
    Ok(data)
}

/// Beside the build, under a name that changes with the schema and the events.
fn place(size: Size) -> anyhow::Result<PathBuf> {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/store/migrations");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&migrations)
        .with_context(|| format!("{} cannot be read", migrations.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file)?);
    }
    hash.update(TELLING.to_le_bytes());
    hash.update(desk::EVENT_VERSION.to_le_bytes());
    let version: String = hex::encode(hash.finalize()).chars().take(12).collect();
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).context("the program lies nowhere")?;
    Ok(target
        .join("bench")
        .join(format!("inbox-{version}-{}", size.messages)))
}

/// The clock of the history.
struct HistoryClock(AtomicI64);

impl store::Clock for HistoryClock {
    fn now(&self) -> Now {
        Now::at(self.0.load(Ordering::SeqCst))
    }
}

/// Writes a history that ends now.
async fn tell(dir: &Path, size: Size) -> anyhow::Result<()> {
    let end = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let beginning = plan::beginning(end);
    let autopilot_from = plan::autopilot_from();
    let clock = Arc::new(HistoryClock(AtomicI64::new(beginning)));
    // Nothing waits, and nobody's time runs out: no worker is there to see to it.
    let timings = Timings {
        quiet: 0,
        longest: 0,
        operator_hold: 0,
        operator_expiry: None,
        too_old: 2 * SPAN,
        ..Timings::default()
    };
    let shared: Arc<dyn store::Clock> = Arc::clone(&clock) as _;
    let ground = Ground::new(dir, "http://127.0.0.1:9", timings, shared).await?;
    let mut telling = Telling {
        ground,
        clock,
        teller: Teller::new(beginning),
        bursts: BTreeMap::new(),
    };
    telling.switch(false).await?;
    let mut rest: VecDeque<Exchange> = plan::plan(size, autopilot_from).into();
    let mut is_on = false;
    while let Some(first) = rest.front() {
        if !is_on && first.after >= autopilot_from {
            telling.switch(true).await?;
            is_on = true;
        }
        let until = if is_on { i64::MAX } else { autopilot_from };
        let group = group(&mut rest, until);
        telling.group(&group, beginning).await?;
    }
    telling.end(size).await
}

/// Takes what is told together: no conversation twice.
fn group(rest: &mut VecDeque<Exchange>, until: i64) -> Vec<Exchange> {
    let (mut group, mut later, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    let from = rest.front().map_or(0, |exchange| exchange.after);
    while group.len() < GROUP
        && let Some(next) = rest.pop_front_if(|next| next.after <= from + SPAN && next.after < until)
    {
        if seen.insert(next.who) {
            group.push(next);
        } else {
            later.push(next);
        }
    }
    for exchange in later.into_iter().rev() {
        rest.push_front(exchange);
    }
    group
}

/// Whether the rules may refuse it: a person owns the conversation, and the burst is closed without the model.
fn is_optional(job: &Job) -> bool {
    let Job::Conversation(command) = job else {
        return false;
    };
    matches!(command.act, Ask::Claim { .. } | Ask::HandOver { .. })
}

/// The history while it is told.
struct Telling {
    ground: Ground,
    clock: Arc<HistoryClock>,
    teller: Teller,
    /// The burst that was opened last in each conversation.
    bursts: BTreeMap<ConversationId, BurstId>,
}

impl Telling {
    async fn switch(&self, on: bool) -> anyhow::Result<()> {
        let ask = AccountAsk::SwitchAutopilot { on };
        self.ground.writer.account(AccountId::from(ACCOUNT), ask).await?;
        Ok(())
    }

    async fn group(&mut self, group: &[Exchange], beginning: i64) -> anyhow::Result<()> {
        let told: Vec<Told> = group.iter().map(|exchange| self.teller.take(exchange)).collect();
        let last = group
            .iter()
            .map(|exchange| exchange.after)
            .max()
            .unwrap_or_default();
        self.clock.0.fetch_max(beginning + last + 5_000, Ordering::SeqCst);
        let written = told.iter().flat_map(|told| self.teller.written(told)).collect();
        self.commit(written).await?;
        let answered = told.iter().flat_map(|told| told.answered(&self.bursts)).collect();
        self.commit(answered).await
    }

    async fn commit(&mut self, jobs: Vec<Job>) -> anyhow::Result<()> {
        if jobs.is_empty() {
            return Ok(());
        }
        let optional: Vec<bool> = jobs.iter().map(is_optional).collect();
        let results = self.ground.writer.commit(jobs).await?;
        for (result, optional) in results.into_iter().zip(optional) {
            let receipt = match result {
                Ok(receipt) => receipt,
                Err(_) if optional => continue,
                Err(refusal) => bail!("the history was refused: {refusal}"),
            };
            for (_, entry) in receipt.events {
                if let Entry::Conversation(id, Event::BurstOpened { burst, .. }) = entry {
                    self.bursts.insert(id, burst);
                }
            }
        }
        Ok(())
    }

    /// Checks that everything is there and nothing is left to do.
    async fn end(self, size: Size) -> anyhow::Result<()> {
        let usual = Keep::Timings(Timings::default());
        self.ground.writer.keep(usual).await?;
        let now = self.clock.0.load(Ordering::SeqCst);
        let store = &self.ground.store;
        let open = store.waking().await?.len();
        ensure!(open == 0, "{open} conversations were left with work");
        let counts = store.split_counts(None, Now::at(now)).await?;
        ensure!(
            usize::try_from(counts.all)? == size.conversations,
            "there are {} conversations instead of {}",
            counts.all,
            size.conversations
        );
        self.ground.close().await
    }
}
