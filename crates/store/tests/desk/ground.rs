//! One desk with ada and ben, real files, a clock of its own.

use desk::{
    AccountAsk, AccountId, Ask, Command, Content, ConversationId, Form, Incoming, Mid, Now, Refusal, Source,
};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Clock, Opened, Store, StoreError, Writer};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) const ACCOUNT: &str = "17841400000000001";
pub(crate) const START: i64 = 1_790_000_000_000;

pub(crate) struct TestClock(pub(crate) AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Now {
        Now::at(self.0.load(Ordering::SeqCst))
    }
}

pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) writer: Writer,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) stop: CancellationToken,
    pub(crate) task: JoinHandle<()>,
    pub(crate) dir: tempfile::TempDir,
}

pub(crate) fn ada() -> ConversationId {
    ConversationId::new(ACCOUNT, "6100000000000001")
}

pub(crate) fn ben() -> ConversationId {
    ConversationId::new(ACCOUNT, "6100000000000002")
}

pub(crate) fn says(who: &ConversationId, mid: &str, at: i64, text: &str) -> Command {
    let incoming = Incoming::Message {
        mid: Mid::from(mid),
        at,
        exact: true,
        form: Form::Text,
        content: Content::text(text),
        reply_to: None,
    };
    Command {
        conversation: who.clone(),
        act: Ask::Receive {
            incoming,
            source: Source::Webhook,
        },
    }
}

pub(crate) fn asks(who: &ConversationId, act: Ask) -> Command {
    Command {
        conversation: who.clone(),
        act,
    }
}

pub(crate) async fn open(
    dir: &Path,
    clock: &Arc<TestClock>,
) -> Result<(Store, Writer, CancellationToken, JoinHandle<()>), StoreError> {
    let shared: Arc<dyn Clock> = Arc::clone(clock) as _;
    let Opened { store, writer, task } = Store::open(dir, "a test", shared).await?;
    let stop = CancellationToken::new();
    let task = tokio::spawn(task.run(stop.clone()));
    Ok((store, writer, stop, task))
}

impl Desk {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(START)));
        let (store, writer, stop, task) = open(dir.path(), &clock).await.unwrap();
        let account = AccountId::from(ACCOUNT);
        let username = "bakery.test".to_owned();
        writer
            .account(account.clone(), AccountAsk::Connect { username })
            .await
            .unwrap();
        writer
            .account(account, AccountAsk::SwitchAutopilot { on: true })
            .await
            .unwrap();
        Self {
            store,
            writer,
            clock,
            stop,
            task,
            dir,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.0.load(Ordering::SeqCst)
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    pub(crate) async fn does(&self, command: Command) -> Result<store::Receipt, Refusal> {
        self.writer.command(command).await.unwrap()
    }

    /// The program ends and starts again: nothing is left in memory.
    pub(crate) async fn reopened(self) -> Self {
        let clock = Arc::clone(&self.clock);
        let dir = self.close().await;
        let (store, writer, stop, task) = open(dir.path(), &clock).await.unwrap();
        Self {
            store,
            writer,
            clock,
            stop,
            task,
            dir,
        }
    }

    pub(crate) async fn close(self) -> tempfile::TempDir {
        self.stop.cancel();
        self.task.await.unwrap();
        self.store.close().await;
        self.dir
    }
}
