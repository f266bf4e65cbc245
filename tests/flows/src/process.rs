//! The hub as a process: its flags, its environment, its log, and its end.

use crate::{Broken, Stage, TOKEN};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long a start or an end may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How the process logs: everything of the house, and what its libraries find worth telling.
const LOG: &str = "info,api=trace,autopilot=trace,desk=trace,engine=trace,hub=trace,instagram=trace,store=trace,async_openai=off";

/// The hub that cargo built beside this test.
///
/// # Errors
/// It is not there.
pub fn hub_program() -> Result<PathBuf, Broken> {
    let here = std::env::current_exe()?;
    let found = here
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("switchboard-hub"))
        .find(|path| path.exists());
    found.ok_or_else(|| {
        format!(
            "switchboard-hub is not built beside {}: cargo build --workspace --bins",
            here.display()
        )
        .into()
    })
}

/// How a process is started.
#[derive(Clone, Debug)]
pub struct Start {
    flags: Vec<String>,
    variables: Vec<(String, String)>,
    log: PathBuf,
}

/// A running hub process.
pub struct Process {
    child: Child,
    /// What it greeted with.
    pub greeting: Value,
}

impl Start {
    /// The real hub on the stage's data and with the stage's flags. The stage's own hub must not run.
    ///
    /// # Errors
    /// The stage's options cannot be told as flags.
    pub fn on(stage: &Stage) -> Result<Self, Broken> {
        let options = stage.options()?;
        let mut flags = vec![
            "--listen".to_owned(),
            options.listen.to_string(),
            "--token".to_owned(),
            TOKEN.to_owned(),
            "--data-dir".to_owned(),
            options.data_dir.display().to_string(),
        ];
        let mut flag = |name: &str, value: Option<String>| {
            flags.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
        };
        let file = |path: Option<PathBuf>| path.map(|path| path.display().to_string());
        flag("--key-file", file(options.key_file));
        flag("--timings", file(options.timings));
        flag("--pace", file(options.pace));
        flag("--listener", options.listener.map(|address| address.to_string()));
        flag("--authorize-url", options.authorize_url.map(String::from));
        flag("--token-url", options.token_url.map(String::from));
        flag("--graph-url", options.graph_url.map(String::from));
        flag("--model-url", options.model_url.map(String::from));
        Ok(Self {
            flags,
            variables: Vec::new(),
            log: stage.folder().join("hub.log"),
        })
    }

    /// Gives a flag another value; without one, takes it away.
    #[must_use]
    pub fn flag(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(at) = self.flags.iter().position(|flag| flag == name) {
            self.flags.drain(at..(at + 2).min(self.flags.len()));
        }
        if let Some(value) = value {
            self.flags.extend([name.to_owned(), value.to_owned()]);
        }
        self
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    fn spawn(&self) -> Result<Child, Broken> {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)?;
        let child = Command::new(hub_program()?)
            .args(&self.flags)
            .env_remove("SWITCHBOARD_DATA_KEY")
            .env_remove("SWITCHBOARD_KEY_FILE")
            .env("RUST_LOG", LOG)
            .env("NO_COLOR", "1")
            .envs(self.variables.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()?;
        Ok(child)
    }

    /// Starts it and waits for its greeting.
    ///
    /// # Errors
    /// It does not greet.
    pub async fn run(&self) -> Result<Process, Broken> {
        let mut child = self.spawn()?;
        let out = child.stdout.take().ok_or("the hub has no output")?;
        let mut lines = BufReader::new(out).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line()).await??;
        let line = line.ok_or_else(|| format!("the hub did not start: {}", self.logged()))?;
        Ok(Process {
            child,
            greeting: serde_json::from_str(&line)?,
        })
    }

    /// Starts it and waits for its end; what it said.
    ///
    /// # Errors
    /// It does not end, or in order.
    pub async fn fails(&self) -> Result<String, Broken> {
        let before = self.logged().len();
        let mut child = self.spawn()?;
        let status = tokio::time::timeout(PATIENCE, child.wait()).await??;
        if status.success() {
            return Err("the hub ended in order".into());
        }
        Ok(self.logged().get(before..).unwrap_or_default().to_owned())
    }

    /// Everything that was logged so far.
    pub fn logged(&self) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Process {
    /// The end of a process that was told to end: how, and how long it took.
    ///
    /// # Errors
    /// It cannot be told, or does not end.
    pub async fn terminate(mut self) -> Result<(ExitStatus, Duration), Broken> {
        let pid = self.child.id().ok_or("the hub ended by itself")?;
        let told_at = std::time::Instant::now();
        let told = Command::new("kill")
            .args(["-TERM", &pid.to_string()])
            .status()
            .await?;
        if !told.success() {
            return Err("the hub could not be told to end".into());
        }
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await??;
        Ok((status, told_at.elapsed()))
    }

    /// Its process id.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }
}
