//! The data key in the system's keychain, as whoever starts the program without a flag has it.

use desktop_tests::{Desk, story};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

/// A Secret Service on this session's bus with an empty, unlocked keychain.
struct Keychain {
    daemon: Child,
    _home: tempfile::TempDir,
}

impl Keychain {
    async fn open() -> anyhow::Result<Self> {
        let home = tempfile::TempDir::with_prefix("switchboard-keychain-")?;
        let mut daemon = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        // Its password is all it reads.
        if let Some(mut password) = daemon.stdin.take() {
            password.write_all(b"correct horse").await?;
        }
        is_there(true).await?;
        Ok(Self { daemon, _home: home })
    }

    async fn close(mut self) -> anyhow::Result<()> {
        self.daemon.kill().await?;
        is_there(false).await
    }
}

/// Waits until the bus has a Secret Service, or none.
async fn is_there(expected: bool) -> anyhow::Result<()> {
    let bus = zbus::Connection::session().await?;
    let names = zbus::fdo::DBusProxy::new(&bus).await?;
    let patience = async {
        while names
            .name_has_owner("org.freedesktop.secrets".try_into()?)
            .await?
            != expected
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(Duration::from_secs(20), patience).await?
}

#[tokio::test]
async fn the_key_is_made_in_the_keychain_found_there_again_and_missed_when_the_keychain_is_another()
-> anyhow::Result<()> {
    let keychain = Keychain::open().await?;
    let mut desk = Desk::built().await?;
    let instagram = desk.instagram();
    let window = desk.open_with(&[]).await?;
    story::connect_practice(&window).await?;
    story::send_customers_home(&instagram).await?;
    story::customer_writes(&window, &instagram, story::WISH).await?;
    desk.quit().await?;

    let window = desk.open_with(&[]).await?;
    story::open_conversation(&window, sandbox::ADA).await?;
    story::answer_by_hand(&window, &instagram, "", story::BY_HAND).await?;
    desk.quit().await?;
    keychain.close().await?;

    let keychain = Keychain::open().await?;
    let window = desk.open_with(&[]).await?;
    window
        .read("cannot-start", "The keychain holds no key for the existing data")
        .await?;
    window
        .read("next-step", "the key file or keychain this folder was made with")
        .await?;
    desk.quit_despite(&["keychain"]).await?;
    keychain.close().await
}
