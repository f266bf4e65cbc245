//! WebKitWebDriver, one for each window: it takes one session at a time and hands its environment to the program.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::net::TcpStream;

const START: Duration = Duration::from_secs(30);

/// A driver with the desktop program below it. Dropping it ends both, the program like a power cut.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    port: u16,
    log: PathBuf,
}

impl Driver {
    /// Starts a driver; what it and the program print goes to `log`.
    pub(crate) fn start(log: &Path, environment: &[(&str, &Path)]) -> anyhow::Result<Self> {
        ensure!(
            std::env::var_os("DISPLAY").is_some(),
            "there is no display: run `cargo xtask verify desktop`"
        );
        let port = free_port()?;
        let output = File::options().create(true).append(true).open(log)?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .envs(environment.iter().copied())
            // Tauri hands the web view to the driver only when it is asked to.
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("NO_COLOR", "1")
            .env("NO_AT_BRIDGE", "1")
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output);
        let process = command
            .spawn()
            .context("WebKitWebDriver is not installed (Debian: webkit2gtk-driver)")?;
        Ok(Self {
            process,
            port,
            log: log.to_owned(),
        })
    }

    /// Starts the program and takes hold of its window.
    pub(crate) async fn open(&mut self, program: &Path, arguments: &[String]) -> anyhow::Result<Client> {
        let options = json!({ "webkitgtk:browserOptions": { "binary": program, "args": arguments } });
        let Value::Object(capabilities) = options else {
            bail!("capabilities are an object")
        };
        self.is_listening().await?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(Capabilities::from_iter(capabilities));
        let opened = builder.connect(&format!("http://127.0.0.1:{}", self.port)).await;
        opened.with_context(|| format!("no window: {}", self.output()))
    }

    async fn is_listening(&mut self) -> anyhow::Result<()> {
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            if let Some(status) = self.process.try_wait()? {
                bail!("the driver ended with {status}: {}", self.output());
            }
            ensure!(
                started.elapsed() < START,
                "the driver did not listen within {START:?}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// The process id of the program, the driver's only child.
    pub(crate) fn program(&self) -> anyhow::Result<u32> {
        let driver = self.process.id();
        let children = std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children"))?;
        let first = children
            .split_whitespace()
            .next()
            .context("the program is not running")?;
        Ok(first.parse()?)
    }

    /// Everything the driver and the program have printed.
    pub(crate) fn output(&self) -> String {
        std::fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Ok(program) = self.program() {
            signal("KILL", program);
        }
        // Nothing can be done about a driver that is already gone.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A port that nobody listens on now.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Sends a signal to a process we started.
pub(crate) fn signal(name: &str, process: u32) -> bool {
    let mut kill = Command::new("kill");
    kill.args([format!("-{name}"), process.to_string()])
        .stderr(Stdio::null());
    kill.status().is_ok_and(|status| status.success())
}

/// Whether a process still runs; one that ended but was not collected yet does not.
pub(crate) fn is_running(process: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| {
        stat.rsplit(')')
            .next()
            .is_some_and(|rest| !rest.trim_start().starts_with('Z'))
    })
}
