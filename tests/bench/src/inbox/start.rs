//! The cold start: a process of its own, from nothing to the first page over HTTP.

use super::ask::Asking;
use super::data::Data;
use crate::ground;
use anyhow::{Context, ensure};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Runs a hub until the standard input ends: what the parent measures.
pub(crate) fn serve(data: &Path, key: &Path) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let hub = runtime.block_on(ground::hub(data, key))?;
    crate::figures::say(&hub.address.to_string());
    // Whatever comes, the end of it counts.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    runtime.block_on(hub.stop());
    Ok(())
}

/// From the start of the process until it has told its address, and until it has answered the first page.
pub(crate) fn measure(data: &Data) -> anyhow::Result<(Duration, Duration)> {
    forget_files(&data.dir)?;
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe()?)
        .arg("serve")
        .args([&data.dir, &data.key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let measured = first_page(&mut child, begun);
    drop(child.stdin.take());
    let ended = child.wait()?;
    ensure!(ended.success(), "the hub ended badly: {ended}");
    measured
}

fn first_page(child: &mut Child, begun: Instant) -> anyhow::Result<(Duration, Duration)> {
    let mut line = String::new();
    let out = child.stdout.take().context("the hub has no output")?;
    BufReader::new(out).read_line(&mut line)?;
    let address: SocketAddr = line.trim().parse().context("the hub told no address")?;
    let started = begun.elapsed();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut asking = Asking::open(address).await?;
        asking.get("/api/conversations?split=all&limit=60").await
    })?;
    Ok((started, begun.elapsed()))
}

/// Asks the system to forget what it remembers of the files, so that they are read from the disk.
fn forget_files(dir: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let file = entry?.path();
        let mut from = std::ffi::OsString::from("if=");
        from.push(&file);
        let done = Command::new("dd")
            .arg(from)
            .args(["iflag=nocache", "count=0"])
            .stderr(Stdio::null())
            .status();
        // Where there is no dd, the start is merely less cold.
        if done.is_err() {
            break;
        }
    }
    Ok(())
}
