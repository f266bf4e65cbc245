//! The hub as a process: started, spoken to over HTTP, killed.

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use std::fs::OpenOptions;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long a start or an end may take on a machine that is busy with everything else.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one call may take: a killed hub does not answer.
const CALL: Duration = Duration::from_secs(5);
/// The token that the API asks for.
const TOKEN: &str = "a-token-for-crashes";
/// SIGABRT, as a crash point dies.
const ABORTED: i32 = 6;

/// How the hub is started.
#[derive(Clone, Debug)]
pub struct Start {
    /// The program.
    pub program: PathBuf,
    /// Its flags, without those that every start has.
    pub flags: Vec<String>,
    /// Where its log goes; it is added to.
    pub log: PathBuf,
}

/// What became of a start.
#[derive(Debug)]
pub enum Started {
    /// It greets.
    Up(Box<Hub>),
    /// It died before.
    Died(ExitStatus),
}

/// A hub process.
#[derive(Debug)]
pub struct Hub {
    child: Child,
    api: String,
    http: reqwest::Client,
}

/// The hub that cargo built beside this test.
///
/// # Errors
/// It is not there.
pub fn program() -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe()?;
    let found = here
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("switchboard-hub"))
        .find(|path| path.exists());
    found.with_context(|| {
        format!(
            "switchboard-hub is not built beside {}: run `cargo build -p hub`",
            here.display()
        )
    })
}

impl Start {
    /// Starts the process without waiting for its greeting. `crash_at` names the point to die at.
    ///
    /// # Errors
    /// There is no such program, or its log cannot be written.
    pub fn spawn(&self, crash_at: Option<&str>) -> anyhow::Result<Child> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut command = Command::new(&self.program);
        command
            .args(&self.flags)
            .args(["--listen", "127.0.0.1:0", "--token", TOKEN])
            .env("SWITCHBOARD_DATA_KEY", "5e".repeat(32))
            .env("RUST_LOG", "info,async_openai=off")
            .env("NO_COLOR", "1")
            .env_remove("SWITCHBOARD_CRASH_AT")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true);
        if let Some(point) = crash_at {
            command.env("SWITCHBOARD_CRASH_AT", point);
        }
        command
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))
    }

    /// Starts the hub and waits for its greeting, or for its end.
    ///
    /// # Errors
    /// Neither comes.
    pub async fn run(&self, crash_at: Option<&str>) -> anyhow::Result<Started> {
        greeting(self.spawn(crash_at)?).await
    }
}

/// Waits for the greeting of a process, or for its end.
///
/// # Errors
/// Neither comes.
pub async fn greeting(mut child: Child) -> anyhow::Result<Started> {
    let out = child.stdout.take().context("the hub has no output")?;
    let mut lines = BufReader::new(out).lines();
    let line = tokio::time::timeout(PATIENCE, lines.next_line())
        .await
        .context("the hub does not greet")??;
    let Some(line) = line else {
        return Ok(Started::Died(ended(&mut child).await?));
    };
    let greeting: Value =
        serde_json::from_str(&line).with_context(|| format!("the hub greets with {line}"))?;
    let api = greeting.get("api").and_then(Value::as_str);
    let http = reqwest::Client::builder().no_proxy().timeout(CALL).build()?;
    Ok(Started::Up(Box::new(Hub {
        child,
        api: api.context("the greeting names no address")?.to_owned(),
        http,
    })))
}

async fn ended(child: &mut Child) -> anyhow::Result<ExitStatus> {
    Ok(tokio::time::timeout(PATIENCE, child.wait())
        .await
        .context("the hub does not end")??)
}

impl Hub {
    /// A way to speak to this hub that outlives it.
    pub fn door(&self) -> Door {
        Door {
            api: self.api.clone(),
            http: self.http.clone(),
        }
    }

    /// Its process, or what traces it.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// The system does not say.
    pub fn lives(&mut self) -> anyhow::Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Ends it as a power cut would, but for what the kernel holds.
    ///
    /// # Errors
    /// It ended by itself before, or does not end.
    pub async fn kill(mut self) -> anyhow::Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("the hub ended by itself: {status}");
        }
        self.child.start_kill()?;
        ended(&mut self.child).await.map(drop)
    }

    /// Waits for its end after a kill from elsewhere.
    ///
    /// # Errors
    /// It does not end.
    pub async fn killed(mut self) -> anyhow::Result<()> {
        ended(&mut self.child).await.map(drop)
    }

    /// Waits until it has died by its own hand.
    ///
    /// # Errors
    /// It does not die, or in another way.
    pub async fn dies(mut self) -> anyhow::Result<()> {
        let status = tokio::time::timeout(PATIENCE, self.child.wait())
            .await
            .context("the crash point was not reached")??;
        died_by_own_hand(status)
    }

    /// Stops it in order.
    ///
    /// # Errors
    /// It does not end, or not in order.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        let pid = self.child.id().context("the hub ended by itself")?;
        let told = std::process::Command::new("kill")
            .args(["-TERM", &pid.to_string()])
            .status()?;
        ensure!(told.success(), "the hub could not be told to stop");
        let status = ended(&mut self.child).await?;
        ensure!(status.success(), "the hub stopped with {status}");
        Ok(())
    }
}

/// A crash point ends the process with SIGABRT.
///
/// # Errors
/// It ended in another way.
pub fn died_by_own_hand(status: ExitStatus) -> anyhow::Result<()> {
    ensure!(
        status.signal() == Some(ABORTED),
        "the hub ended with {status}, not at a crash point"
    );
    Ok(())
}

/// What the log says from `from` on, in bytes.
///
/// # Errors
/// There is no log.
pub fn log_since(log: &Path, from: usize) -> anyhow::Result<String> {
    let text = String::from_utf8_lossy(&std::fs::read(log)?).into_owned();
    Ok(text.get(from..).unwrap_or_default().to_owned())
}

/// The API of a hub that may be dead.
#[derive(Clone, Debug)]
pub struct Door {
    api: String,
    http: reqwest::Client,
}

impl Door {
    /// One call: status and body.
    ///
    /// # Errors
    /// The connection failed: the hub may be dead, and the act may have been done.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(u16, Value), reqwest::Error> {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap_or(reqwest::Method::GET);
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.api))
            .bearer_auth(TOKEN);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await?;
        Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    /// A read that must succeed.
    ///
    /// # Errors
    /// It does not.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        match self.call("GET", path, None).await? {
            (200, body) => Ok(body),
            (status, body) => bail!("GET {path}: {status} {body}"),
        }
    }

    /// An act that must succeed.
    ///
    /// # Errors
    /// It does not.
    pub async fn act(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        match self.call(method, path, Some(body)).await? {
            (200 | 204, body) => Ok(body),
            (status, body) => bail!("{method} {path}: {status} {body}"),
        }
    }
}

/// A text out of JSON, by pointer; empty when there is none.
pub fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A list out of JSON, by pointer; empty when there is none.
pub fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// A number out of JSON, by pointer; 0 when there is none.
pub fn number(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}
