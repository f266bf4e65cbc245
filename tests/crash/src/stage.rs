//! One desk that is killed and started again on the same files, and its Instagram, which stays.

use crate::hub::{Door, Hub, Start, Started, died_by_own_hand, list, log_since, program, text};
use crate::oracle::memory::Memory;
use anyhow::{Context, bail, ensure};
use sandbox::{Control, Sandbox};
use serde_json::{Value, json};
use std::future::Future;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The account that the emulated Instagram starts with.
pub const ACCOUNT: &str = sandbox::DEFAULT_ACCOUNT;
/// How long something may take to show.
const PATIENCE: Duration = Duration::from_secs(45);
/// How often it is looked for.
const AGAIN: Duration = Duration::from_millis(15);

/// A desk and its Instagram.
#[derive(Debug)]
pub struct Stage {
    /// The emulated Instagram.
    pub sandbox: Sandbox,
    dir: TempDir,
    start: Start,
    pub(crate) listener: u16,
    hub: Option<Hub>,
    start_takes: Duration,
    crash_at: Option<String>,
    /// Whether the operator pressed *Send* for the reply of the scene.
    pub pressed: bool,
    pub(crate) http: reqwest::Client,
}

impl Stage {
    /// Both, with nothing connected. The hub does not run yet.
    ///
    /// # Errors
    /// The emulated Instagram does not start, or there is no hub to run.
    pub async fn new(seed: u64) -> anyhow::Result<Self> {
        let sandbox = Sandbox::start(sandbox::Config {
            clock: Arc::new(sandbox::SystemClock),
            seed,
            ..sandbox::Config::default()
        })
        .await?;
        let quick = json!({
            "retry_first_ms": 25, "retry_factor": 1.5, "retry_max_ms": 250, "delivery_timeout_ms": 2_000,
        });
        sandbox.control().put("/settings", quick).await?;
        let dir = tempfile::Builder::new().prefix("switchboard-crash-").tempdir()?;
        let timings = json!({
            "quiet": 40, "longest": 300, "operator_hold": 0, "looks": [60, 150, 300], "lane_wait": 100,
            "retry": 30, "retry_longest": 200, "greeting": 0,
        });
        std::fs::write(dir.path().join("timings.json"), timings.to_string())?;
        let pace = json!({ "reread": 100, "model": 2_000, "graph": 600 });
        std::fs::write(dir.path().join("pace.json"), pace.to_string())?;
        let listener = quiet_port(seed)?;
        let start = Start {
            program: program()?,
            flags: flags(&sandbox, dir.path(), listener),
            log: dir.path().join("hub.log"),
        };
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self {
            sandbox,
            dir,
            start,
            listener,
            hub: None,
            start_takes: Duration::ZERO,
            crash_at: None,
            pressed: false,
            http,
        })
    }

    /// Both, with the account connected, receiving and its autopilot on.
    ///
    /// # Errors
    /// A step fails.
    pub async fn connected(seed: u64) -> anyhow::Result<Self> {
        let mut stage = Self::new(seed).await?;
        stage.up().await?;
        stage.connect().await?;
        Ok(stage)
    }

    /// Where the desk's files are.
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// How the hub is started.
    pub fn start(&self) -> &Start {
        &self.start
    }

    /// The control of the emulated Instagram.
    pub fn control(&self) -> Control {
        self.sandbox.control()
    }

    /// How long the last start took, from the process to its greeting.
    pub fn start_takes(&self) -> Duration {
        self.start_takes
    }

    /// Starts the hub.
    ///
    /// # Errors
    /// It does not greet.
    pub async fn up(&mut self) -> anyhow::Result<()> {
        let asked = Instant::now();
        match self.start.run(None).await? {
            Started::Up(hub) => {
                self.start_takes = asked.elapsed();
                self.hub = Some(*hub);
                Ok(())
            }
            Started::Died(status) => bail!("the hub did not start: {status}\n{}", self.log_tail()),
        }
    }

    /// Takes over a hub that somebody else started for this stage.
    pub fn has(&mut self, hub: Hub) {
        self.hub = Some(hub);
    }

    /// Starts the hub so that it dies at a point. It may die before it greets.
    ///
    /// # Errors
    /// It ends in another way.
    pub async fn up_to_die_at(&mut self, point: &str) -> anyhow::Result<()> {
        self.crash_at = Some(point.to_owned());
        match self.start.run(Some(point)).await? {
            Started::Up(hub) => self.hub = Some(*hub),
            Started::Died(status) => died_by_own_hand(status)?,
        }
        Ok(())
    }

    /// Waits until the hub has died at the point it was started for.
    ///
    /// # Errors
    /// It lives on, or died elsewhere.
    pub async fn died(&mut self) -> anyhow::Result<()> {
        let point = self.crash_at.take().context("the hub was not asked to die")?;
        if let Some(hub) = self.hub.take() {
            hub.dies().await.with_context(|| format!("at {point}"))?;
        }
        let died = log_since(&self.start.log, 0)?
            .lines()
            .filter(|line| line.contains("dying as asked"))
            .any(|line| line.contains(&point));
        ensure!(died, "the hub died, but not at {point}");
        Ok(())
    }

    /// Whether the hub runs.
    pub fn lives(&mut self) -> bool {
        self.hub
            .as_mut()
            .is_some_and(|hub| hub.lives().unwrap_or_default())
    }

    /// The API of the running hub.
    ///
    /// # Errors
    /// It does not run.
    pub fn door(&self) -> anyhow::Result<Door> {
        Ok(self.hub.as_ref().context("the hub does not run")?.door())
    }

    /// SIGKILL.
    ///
    /// # Errors
    /// It ended by itself before.
    pub async fn kill(&mut self) -> anyhow::Result<()> {
        let hub = self.hub.take().context("the hub does not run")?;
        let killed = hub.kill().await;
        killed.with_context(|| self.log_tail())
    }

    /// SIGTERM, and its end in order.
    ///
    /// # Errors
    /// It does not end in order.
    pub async fn down(&mut self) -> anyhow::Result<()> {
        self.hub.take().context("the hub does not run")?.stop().await
    }

    /// The database as it is on disk, whether the hub runs or not.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn memory(&self) -> anyhow::Result<Memory> {
        Memory::read(&self.data()).await
    }

    /// Waits until nothing is under way: every webhook was taken in, every burst is decided, every send is in
    /// a state that stays. The operator answers what is asked, truthfully.
    ///
    /// # Errors
    /// Something never settles; it is named.
    pub async fn settle(&self) -> anyhow::Result<()> {
        let door = self.door()?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let quiet = self.control().settle(500).await?;
            let open = Memory::open_work(&self.data()).await?;
            if quiet && open.is_empty() {
                return Ok(());
            }
            for asked in open.iter().filter(|work| work.asking) {
                self.answer_question(&door, &asked.conversation, &asked.id)
                    .await?;
            }
            if Instant::now() > deadline {
                bail!("this never settled: {open:?}\n{}", self.log_tail());
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// Whether nothing is under way now.
    ///
    /// # Errors
    /// The emulated Instagram does not answer, or the database cannot be read.
    pub async fn is_quiet(&self) -> anyhow::Result<bool> {
        Ok(self.control().settle(50).await? && Memory::open_work(&self.data()).await?.is_empty())
    }

    /// The operator looks at the phone and says whether it arrived.
    ///
    /// # Errors
    /// The emulated Instagram or the hub does not answer.
    pub async fn answer_question(&self, door: &Door, conversation: &str, send: &str) -> anyhow::Result<()> {
        let memory = self.memory().await?;
        let Some(words) = memory.words_of_send(send) else {
            return Ok(());
        };
        let contact = conversation.rsplit('.').next().unwrap_or_default();
        let thread = self.control().thread(contact).await?;
        let arrived = list(&thread, "/messages").iter().any(|message| {
            text(message, "/who") == "api"
                && text(message, "/text") == words
                && !memory.has_mid(text(message, "/mid"))
        });
        let choice = if arrived { "it_arrived" } else { "send_again" };
        let path = format!("/api/sends/{}/resolve", escaped(send));
        // Refused: its echo came meanwhile, and there is no question any more.
        door.call("POST", &path, Some(&json!({ "choice": choice })))
            .await?;
        Ok(())
    }

    /// The last lines of the hub's log.
    pub fn log_tail(&self) -> String {
        let text = log_since(&self.start.log, 0).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines
            .get(lines.len().saturating_sub(40)..)
            .unwrap_or_default()
            .join("\n")
    }

    /// Keeps the files for a person to look at.
    pub fn keep(self) -> PathBuf {
        self.dir.keep()
    }

    /// Ends both.
    ///
    /// # Errors
    /// One does not end in order.
    pub async fn close(mut self) -> anyhow::Result<()> {
        if self.hub.is_some() {
            self.down().await?;
        }
        self.sandbox.stop().await?;
        Ok(())
    }
}

fn flags(sandbox: &Sandbox, dir: &Path, listener: u16) -> Vec<String> {
    let hosts = sandbox.hosts();
    let path = |name: &str| dir.join(name).display().to_string();
    let pairs = [
        ("--data-dir", path("data")),
        ("--ui", path("no-ui")),
        ("--timings", path("timings.json")),
        ("--listener", format!("127.0.0.1:{listener}")),
        ("--authorize-url", format!("{}/oauth/authorize", hosts.www)),
        ("--token-url", format!("{}/oauth/access_token", hosts.api)),
        ("--graph-url", hosts.graph),
        ("--model-url", hosts.model),
        ("--pace", path("pace.json")),
    ];
    pairs
        .into_iter()
        .flat_map(|(flag, value)| [flag.to_owned(), value])
        .collect()
}

/// A port below those that the system gives to outgoing connections: a tunnel leads to one port, and it must
/// still be free when the hub comes back.
fn quiet_port(seed: u64) -> anyhow::Result<u16> {
    let from = u64::from(std::process::id()).wrapping_mul(31).wrapping_add(seed);
    (0..200_u64)
        .map(|step| 12_000 + u16::try_from((from + step * 7) % 18_000).unwrap_or_default())
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .context("there is no free port")
}

/// Asks until there is an answer, or patience ends.
///
/// # Errors
/// Patience ended; what was waited for is named. Or the asking failed.
pub async fn until<T, F, Fut>(what: &str, ask: F) -> anyhow::Result<T>
where
    F: Fn() -> Fut,
    Fut: Future<Output = anyhow::Result<Option<T>>>,
{
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = ask().await? {
            return Ok(found);
        }
        ensure!(Instant::now() < deadline, "never saw {what}");
        tokio::time::sleep(AGAIN).await;
    }
}

/// A name as a part of a path.
fn escaped(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The conversation's id of a customer.
pub fn conversation(contact: &str) -> String {
    format!("{ACCOUNT}.{contact}")
}

/// A reply of the operator, as the API takes it.
pub fn reply(send: &str, words: &str, seen: &Value) -> Value {
    json!({ "send_id": send, "text": words, "seen": seen })
}
