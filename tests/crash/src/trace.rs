//! Whether a 200 follows its sync, read from the system calls of a running hub (`strace -f -y`).
//!
//! A call that another thread interrupts stands in two lines, `<unfinished ...>` and `<... resumed>`: a write
//! counts from its beginning and a sync from its end, so that nothing looks earlier or later than it was.

use std::collections::BTreeMap;

/// What a line of the trace is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A delivery with our marker was read.
    Delivered,
    /// A page with our marker was appended to the write-ahead log.
    Logged,
    /// The write-ahead log is on the disk.
    Synced,
    /// A 200 begins to leave.
    Answered,
}

/// The steps of a trace, in order, from the first delivery with `marker` in it; of the answers only those that
/// leave by the connection it came by.
pub fn steps(trace: &str, marker: &str) -> Vec<Step> {
    let mut unfinished: BTreeMap<&str, Step> = BTreeMap::new();
    let mut connections: BTreeMap<&str, &str> = BTreeMap::new();
    let mut by = None;
    let mut steps = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        let resumed = call.starts_with("<... ");
        if !resumed {
            connections.insert(thread, connection(call));
        }
        if by.is_none() {
            if reads(call) && call.contains(marker) {
                by = connections.get(thread).copied();
                steps.push(Step::Delivered);
            }
            continue;
        }
        if resumed {
            steps.extend(unfinished.remove(thread));
            continue;
        }
        let Some(step) =
            step(call, marker).filter(|step| *step != Step::Answered || by == Some(connection(call)))
        else {
            continue;
        };
        if call.ends_with("<unfinished ...>") && step == Step::Synced {
            unfinished.insert(thread, step);
        } else {
            steps.push(step);
        }
    }
    steps
}

/// The file or socket that a call is about, with its number.
fn connection(call: &str) -> &str {
    let arguments = call.split_once('(').map_or("", |(_, arguments)| arguments);
    arguments.split_once('>').map_or("", |(first, _)| first)
}

fn reads(call: &str) -> bool {
    ["read(", "recvfrom(", "<... read", "<... recvfrom"]
        .iter()
        .any(|name| call.starts_with(name))
}

fn step(call: &str, marker: &str) -> Option<Step> {
    let name = call.split('(').next().unwrap_or_default();
    let to_log = connection(call).ends_with("-wal");
    match name {
        "pwrite64" if to_log && call.contains(marker) => Some(Step::Logged),
        "fsync" | "fdatasync" if to_log => Some(Step::Synced),
        "write" | "writev" | "sendto" | "sendmsg" if call.contains("HTTP/1.1 200") => Some(Step::Answered),
        _ => None,
    }
}

/// Whether the delivery was logged, then synced, and only then answered.
///
/// # Errors
/// What is missing or out of order.
pub fn answer_follows_sync(steps: &[Step]) -> anyhow::Result<()> {
    anyhow::ensure!(!steps.is_empty(), "the delivery is not in the trace");
    let answered = steps.iter().position(|step| *step == Step::Answered);
    let before = answered.and_then(|answered| steps.get(..answered));
    let before = before.ok_or_else(|| anyhow::anyhow!("the delivery was not answered: {steps:?}"))?;
    let logged = before.iter().position(|step| *step == Step::Logged);
    let logged = logged.ok_or_else(|| anyhow::anyhow!("the 200 left before anything was logged"))?;
    let synced = before.get(logged..).unwrap_or_default().contains(&Step::Synced);
    anyhow::ensure!(synced, "the 200 left before the log was synced: {before:?}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: &str = r#"7 recvfrom(9<socket:[1]>, "POST /webhooks/instagram/7 HTTP/1.1 … m-1", 8192, 0, NULL, NULL) = 300"#;
    const WRITE: &str = r#"8 pwrite64(11</d/desk.sqlite3-wal>, "… m-1 …"..., 4096, 56) = 4096"#;
    const ANSWER: &str = r#"7 writev(9<socket:[1]>, [{iov_base="HTTP/1.1 200 OK\r\n", iov_len=17}], 1) = 17"#;

    #[test]
    fn a_synced_answer_passes() {
        let trace = [READ, WRITE, "8 fdatasync(11</d/desk.sqlite3-wal>) = 0", ANSWER].join("\n");
        answer_follows_sync(&steps(&trace, "m-1")).unwrap();
    }

    #[test]
    fn an_answer_without_a_sync_is_found() {
        let trace = [READ, WRITE, ANSWER, "8 fdatasync(11</d/desk.sqlite3-wal>) = 0"].join("\n");
        assert!(answer_follows_sync(&steps(&trace, "m-1")).is_err());
    }

    #[test]
    fn the_answer_of_another_connection_is_not_its_answer() {
        let other = ANSWER.replace("9<socket:[1]>", "10<socket:[2]>");
        let trace = [
            READ,
            WRITE,
            &other,
            "8 fdatasync(11</d/desk.sqlite3-wal>) = 0",
            ANSWER,
        ]
        .join("\n");
        answer_follows_sync(&steps(&trace, "m-1")).unwrap();
    }

    #[test]
    fn a_sync_counts_from_its_end() {
        let begins = "8 fdatasync(11</d/desk.sqlite3-wal> <unfinished ...>";
        let trace = [READ, WRITE, begins, ANSWER, "8 <... fdatasync resumed>) = 0"].join("\n");
        assert!(answer_follows_sync(&steps(&trace, "m-1")).is_err());
    }
}
