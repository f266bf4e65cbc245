//! One person's computer: a data folder, a practice Instagram, and the desktop program when it is open.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use sandbox::{Config, Control, PRACTICE_TOKEN_PREFIX, Sandbox, SystemClock};
use tempfile::TempDir;

use crate::driver::{self, Driver};
use crate::window::Window;

/// The app must be gone this soon after it was told to quit.
const LEAVE: Duration = Duration::from_secs(6);

/// A desk that can be opened, closed and opened again on the same data.
#[derive(Debug)]
pub struct Desk {
    program: PathBuf,
    folder: TempDir,
    sandbox: Sandbox,
    listener: u16,
    timings: Option<PathBuf>,
    driver: Option<Driver>,
}

/// The rules' delays (ms), short enough to test: how long a burst stays open, and when an unknown send is looked for.
const TIMINGS: &str = r#"{ "quiet": 300, "longest": 3000, "operator_hold": 300, "greeting": 0,
    "looks": [200, 500, 1000], "lane_wait": 500 }"#;

impl Desk {
    /// A fresh computer with the program at `program`. Nothing is open yet.
    ///
    /// # Errors
    /// When there is no temporary folder or the practice Instagram cannot start.
    pub async fn new(program: PathBuf) -> anyhow::Result<Self> {
        ensure!(
            program.exists(),
            "{} is not built: run `cargo build -p switchboard`",
            program.display()
        );
        let sandbox = Sandbox::start(Config {
            token_prefix: PRACTICE_TOKEN_PREFIX.to_owned(),
            clock: Arc::new(SystemClock),
            ..Config::default()
        })
        .await?;
        let folder = TempDir::with_prefix("switchboard-desktop-")?;
        std::fs::write(folder.path().join("data.key"), "5e".repeat(32))?;
        Ok(Self {
            program,
            folder,
            sandbox,
            // A tunnel leads to one port, so a desk that comes back has to find its own again.
            listener: driver::free_port()?,
            timings: None,
            driver: None,
        })
    }

    /// A fresh computer with the program that cargo built beside these tests, and with delays short enough to test.
    ///
    /// # Errors
    /// As [`Desk::new`].
    pub async fn built() -> anyhow::Result<Self> {
        let mut desk = Self::unhurried().await?;
        let timings = desk.path("timings.json");
        std::fs::write(&timings, TIMINGS)?;
        desk.timings = Some(timings);
        Ok(desk)
    }

    /// A fresh computer with the program that cargo built beside these tests, and with the delays that people have.
    ///
    /// # Errors
    /// As [`Desk::new`].
    pub async fn unhurried() -> anyhow::Result<Self> {
        let here = std::env::current_exe()?;
        let debug = here
            .ancestors()
            .nth(2)
            .context("tests run from the target folder")?;
        Self::new(debug.join("switchboard")).await
    }

    /// Opens the program and its window.
    ///
    /// # Errors
    /// When no window appears; the error carries what the program printed.
    pub async fn open(&mut self) -> anyhow::Result<Window> {
        self.open_with(&self.key_file()).await
    }

    /// The arguments that name the key file.
    #[must_use]
    pub fn key_file(&self) -> [String; 2] {
        [
            "--key-file".to_owned(),
            self.path("data.key").display().to_string(),
        ]
    }

    /// Opens the program with these arguments instead of the key file. With `--practice` it runs a practice Instagram
    /// of its own.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub async fn open_with(&mut self, arguments: &[String]) -> anyhow::Result<Window> {
        ensure!(self.driver.is_none(), "it is already open");
        let mut driver = Driver::start(
            &self.path("output.log"),
            &[("XDG_CONFIG_HOME", self.folder.path())],
        )?;
        let mut all = vec!["--data-dir".to_owned(), self.path("data").display().to_string()];
        if !arguments.iter().any(|argument| argument == "--practice") {
            all.extend(["--practice-url".to_owned(), self.sandbox.base_url()]);
        }
        all.extend(["--listener".to_owned(), format!("127.0.0.1:{}", self.listener)]);
        if let Some(timings) = &self.timings {
            all.extend(["--timings".to_owned(), timings.display().to_string()]);
        }
        all.extend_from_slice(arguments);
        let client = driver.open(&self.program, &all).await?;
        self.driver = Some(driver);
        Ok(Window::new(client))
    }

    /// Quits the program as a system shutdown would (SIGTERM) and waits until it is gone.
    ///
    /// # Errors
    /// When it is not open, stays longer than it may, or has printed a warning.
    pub async fn quit(&mut self) -> anyhow::Result<()> {
        self.quit_despite(&[]).await
    }

    /// Quits it, and takes warnings that hold one of these words.
    ///
    /// # Errors
    /// As [`Desk::quit`].
    pub async fn quit_despite(&mut self, expected: &[&str]) -> anyhow::Result<()> {
        self.terminate().await?;
        let is_expected = |line: &String| expected.iter().any(|words| line.contains(words));
        let warnings: Vec<String> = self
            .warnings()
            .into_iter()
            .filter(|line| !is_expected(line))
            .collect();
        ensure!(
            warnings.is_empty(),
            "the program warned:\n{}",
            warnings.join("\n")
        );
        Ok(())
    }

    async fn terminate(&mut self) -> anyhow::Result<()> {
        let driver = self.driver.take().context("it is not open")?;
        let program = driver.program()?;
        ensure!(
            driver::signal("TERM", program),
            "the program was already gone: {}",
            driver.output()
        );
        let started = Instant::now();
        while driver::is_running(program) {
            ensure!(
                started.elapsed() < LEAVE,
                "the program did not quit within {LEAVE:?}: {}",
                driver.output()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Ends the program like a power cut.
    pub fn pull_the_plug(&mut self) {
        self.driver = None;
    }

    /// The practice Instagram behind this desk: customers write through it, and it knows what was really received.
    #[must_use]
    pub fn instagram(&self) -> Control {
        self.sandbox.control()
    }

    /// Lines the program printed at WARN or ERROR.
    fn warnings(&self) -> Vec<String> {
        let text = std::fs::read(self.path("output.log")).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let loud = |line: &&str| line.contains(" WARN ") || line.contains(" ERROR ");
        text.lines().filter(loud).map(str::to_owned).collect()
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::new(self.folder.path()).join(name)
    }
}
