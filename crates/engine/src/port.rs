//! A fixed port that is taken: say who holds it.

use std::io;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Binds the address, or says why not and, where the system tells, which program is there.
///
/// # Errors
/// The system's error and a sentence for the operator.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, (io::Error, String)> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let port = address.port();
            let holder = tokio::task::spawn_blocking(move || holder(port))
                .await
                .ok()
                .flatten();
            let sentence = match holder {
                Some(holder) => format!(
                    "Port {port} is taken by {holder}. Quit it, or start Switchboard with another port: --listener 127.0.0.1:PORT"
                ),
                None => format!(
                    "Port {port} is taken by another program. Quit it, or start Switchboard with another port: --listener 127.0.0.1:PORT"
                ),
            };
            Err((error, sentence))
        }
        Err(error) => {
            let sentence = format!("{address} cannot be opened: {error}");
            Err((error, sentence))
        }
    }
}

/// The program that listens on the port, from the kernel's tables. Other systems do not tell this cheaply.
#[cfg(target_os = "linux")]
fn holder(port: u16) -> Option<String> {
    let inode = ["/proc/net/tcp", "/proc/net/tcp6"].iter().find_map(|table| {
        let table = std::fs::read_to_string(table).ok()?;
        table.lines().skip(1).find_map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (local, state, inode) = (columns.get(1)?, columns.get(3)?, columns.get(9)?);
            let listens = *state == "0A";
            let (_, hex) = local.rsplit_once(':')?;
            (listens && u16::from_str_radix(hex, 16).ok()? == port).then(|| (*inode).to_owned())
        })
    })?;
    let socket = format!("socket:[{inode}]");
    std::fs::read_dir("/proc").ok()?.flatten().find_map(|process| {
        let pid: u32 = process.file_name().to_str()?.parse().ok()?;
        let descriptors = std::fs::read_dir(process.path().join("fd")).ok()?;
        let holds = descriptors
            .flatten()
            .filter_map(|descriptor| std::fs::read_link(descriptor.path()).ok())
            .any(|target| target.as_os_str() == socket.as_str());
        let name = std::fs::read_to_string(process.path().join("comm")).ok()?;
        holds.then(|| format!("{} (process {pid})", name.trim()))
    })
}

#[cfg(not(target_os = "linux"))]
fn holder(_port: u16) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_an_error_that_names_the_holder() {
        let first = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (error, sentence) = bind(first.local_addr().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
        let pid = std::process::id();
        assert!(sentence.contains(&format!("(process {pid})")), "{sentence}");
    }
}
