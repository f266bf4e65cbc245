//! The ground a measurement stands on: a data directory with one connected account, and a hub on it.

use crate::people::{ACCOUNT, APP, SECRET};
use anyhow::Context;
use clap::Parser;
use desk::{AccountAsk, AccountId, Timings};
use hub::{Hub, Options};
use secrecy::SecretBox;
use std::path::Path;
use std::sync::Arc;
use store::{
    Connection, DataKey, Host, Job, Keep, Opened, SecretName, Store, TokenKind, Urls, Vault, Writer,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The key of every secret here. It protects nothing.
const KEY: [u8; 32] = [7; 32];
/// What the API asks for.
pub(crate) const TOKEN: &str = "a-token-for-the-figures";

/// A store that is open without a desk around it.
pub(crate) struct Ground {
    /// For reading.
    pub(crate) store: Store,
    /// For writing.
    pub(crate) writer: Writer,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Ground {
    /// Opens a data directory and connects the account, whose platform is at `platform`; the autopilot is on.
    pub(crate) async fn new(
        data: &Path,
        platform: &str,
        timings: Timings,
        clock: Arc<dyn store::Clock>,
    ) -> anyhow::Result<Self> {
        let Opened { store, writer, task } = Store::open(data, "a measurement", clock).await?;
        let stop = CancellationToken::new();
        let task = tokio::spawn(task.run(stop.clone()));
        let ground = Self {
            store,
            writer,
            stop,
            task,
        };
        let account = AccountId::from(ACCOUNT);
        let username = "bakery.test".to_owned();
        let mut jobs = connecting(&account, platform)?;
        jobs.extend([
            Job::Account(account.clone(), AccountAsk::Connect { username }),
            Job::Account(account, AccountAsk::SwitchAutopilot { on: true }),
            Job::Keep(Keep::Timings(timings)),
        ]);
        ground.writer.commit(jobs).await?;
        Ok(ground)
    }

    /// Closes everything; the log is folded into the database.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        // The readers first: whoever closes last folds the log, and only the writer may.
        self.store.close().await;
        self.stop.cancel();
        self.task.await?;
        Ok(())
    }
}

/// What the wizard writes when it is done.
fn connecting(account: &AccountId, platform: &str) -> anyhow::Result<Vec<Job>> {
    let key: DataKey = SecretBox::new(Box::new(KEY));
    let vault = Vault::new(&key);
    let secret = |name: SecretName, words: &str| {
        let sealed = vault.seal(&name, &words.into())?;
        anyhow::Ok(Job::Keep(Keep::Secret(name, sealed)))
    };
    let at = |path: &str| format!("{platform}/{path}");
    Ok(vec![
        Job::Keep(Keep::App(store::App {
            id: APP.to_owned(),
            verify_token: "a-word".to_owned(),
            public_address: None,
            handshake_at: None,
            test_event_at: None,
            first_message_at: None,
        })),
        secret(SecretName::AppSecret(APP.to_owned()), SECRET)?,
        secret(SecretName::Token(account.clone()), "a-token")?,
        Job::Keep(Keep::Connection(Connection {
            account: account.clone(),
            host: Host::Custom,
            urls: Urls {
                authorize: at("authorize"),
                token: at("token"),
                graph_instagram: at("graph"),
                graph_facebook: at("graph-facebook"),
            },
            flavour: "instagram_login".to_owned(),
            app: APP.to_owned(),
            scoped_id: None,
            username: "bakery.test".to_owned(),
            name: Some("Bakery Test".to_owned()),
            picture: None,
            hue: 20,
            token: TokenKind::Long,
            expires_at: None,
            token_at: 0,
        })),
    ])
}

/// Writes the key where a hub finds it.
pub(crate) fn write_key(file: &Path) -> anyhow::Result<()> {
    std::fs::write(file, hex::encode(KEY)).with_context(|| format!("{} cannot be written", file.display()))
}

/// Starts a hub on a data directory, on ports of its own.
pub(crate) async fn hub(data: &Path, key: &Path) -> anyhow::Result<Hub> {
    let (data, key) = (data.to_string_lossy(), key.to_string_lossy());
    let options = Options::try_parse_from([
        "switchboard-hub",
        "--data-dir",
        &data,
        "--key-file",
        &key,
        "--listen",
        "127.0.0.1:0",
        "--listener",
        "127.0.0.1:0",
        "--token",
        TOKEN,
        "--ui",
        "no-ui",
    ])?;
    Hub::start(&options).await
}
