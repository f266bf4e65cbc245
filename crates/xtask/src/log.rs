//! The output of one step: kept in a file, with a sign of life on the terminal while it runs.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::{console, programs, repository};

const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// Where the programs of a step write.
pub(crate) struct Log {
    name: String,
    path: PathBuf,
    file: File,
    started: Instant,
}

impl Log {
    /// Starts an empty log for the step `name`.
    pub(crate) fn create(name: &str) -> anyhow::Result<Self> {
        let folder = repository::target().join("xtask");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.log"));
        let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self {
            name: name.to_owned(),
            path,
            file,
            started: Instant::now(),
        })
    }

    /// Runs a program to its end; its output goes into the log.
    ///
    /// # Errors
    /// When it cannot be started, or ends with anything but success.
    pub(crate) fn run(&self, command: &mut Command) -> anyhow::Result<()> {
        let words = programs::written(command);
        self.note(&format!("$ {words}"))?;
        command
            .stdout(self.file.try_clone()?)
            .stderr(self.file.try_clone()?);
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start `{words}`"))?;
        let mut next_sign = Instant::now() + SIGN_OF_LIFE;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if Instant::now() >= next_sign {
                next_sign += SIGN_OF_LIFE;
                console::say(&format!(
                    "    … {} {}  {}",
                    self.name,
                    console::duration(self.elapsed()),
                    self.last()
                ));
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        anyhow::ensure!(status.success(), "`{words}` ended with {status}");
        Ok(())
    }

    /// Adds a line of our own.
    pub(crate) fn note(&self, line: &str) -> anyhow::Result<()> {
        Ok(writeln!(&self.file, "{line}")?)
    }

    /// Since the step began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Where the whole output is.
    pub(crate) fn path(&self) -> &PathBuf {
        &self.path
    }

    /// The last lines, for a report.
    pub(crate) fn tail(&self, lines: usize) -> String {
        let text = self.text();
        let all: Vec<&str> = text.lines().collect();
        all.get(all.len().saturating_sub(lines)..)
            .unwrap_or_default()
            .join("\n")
    }

    fn last(&self) -> String {
        let text = self.text();
        let line = text
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        line.trim().chars().take(90).collect()
    }

    fn text(&self) -> String {
        std::fs::read(&self.path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }
}
