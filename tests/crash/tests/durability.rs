//! SIGKILL keeps what the kernel holds. So that a 200 also outlives a power cut, it must follow the sync of the
//! log: read from the system calls of a running hub.
//!
//! That the live write connection runs under WAL with `synchronous=2` is asserted where it can be asked, in the
//! store's own tests.

use anyhow::Context;
use crash::hub::{Start, Started, greeting};
use crash::stage::{Stage, until};
use crash::trace::{Step, answer_follows_sync, steps};
use sandbox::ADA;
use std::process::Stdio;

type Tested = anyhow::Result<()>;

/// The calls that say when something was read, written, synced and answered.
const CALLS: &str = "trace=recvfrom,read,pwrite64,fsync,fdatasync,write,writev,sendto,sendmsg";

fn strace_may_trace() -> bool {
    std::process::Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[tokio::test]
async fn the_200_of_a_delivery_follows_the_sync_of_the_log() -> Tested {
    anyhow::ensure!(
        strace_may_trace(),
        "strace cannot trace here: `apt-get install strace`, and allow ptrace"
    );
    let mut stage = Stage::connected(7).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.settle().await?;
    stage.down().await?;
    let trace = stage.data().with_file_name("trace");
    let plain = stage.start().clone();
    // With -D the hub is our own child, and strace its observer.
    let mut flags: Vec<String> = ["-D", "-f", "-y", "-s", "4096", "-e", CALLS, "-o"]
        .map(str::to_owned)
        .into();
    flags.push(trace.display().to_string());
    flags.push(plain.program.display().to_string());
    flags.extend(plain.flags);
    let traced = Start {
        program: "strace".into(),
        flags,
        log: plain.log,
    };
    let Started::Up(hub) = greeting(traced.spawn(None)?).await? else {
        anyhow::bail!("the hub did not start under strace");
    };
    stage.has(*hub);
    let mut marks = Vec::new();
    for n in 0..5 {
        marks.push(
            stage
                .control()
                .customer_writes(ADA, &format!("question {n}"))
                .await?,
        );
        stage.settle().await?;
    }
    stage.down().await.context("under strace")?;
    let text = until("the end of the trace", || async {
        let text = std::fs::read_to_string(&trace)?;
        Ok(text.trim_end().ends_with("+++ exited with 0 +++").then_some(text))
    })
    .await?;
    for mark in &marks {
        let steps = steps(&text, mark);
        answer_follows_sync(&steps).with_context(|| format!("the delivery of {mark}"))?;
        // The oracle is not blind: without its syncs the same trace is refused.
        let unsynced: Vec<Step> = steps.into_iter().filter(|step| *step != Step::Synced).collect();
        assert!(answer_follows_sync(&unsynced).is_err());
    }
    stage.close().await
}
