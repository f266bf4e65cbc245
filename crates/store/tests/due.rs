//! What is due, and for whom nobody is woken.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use desk::{
    AccountAsk, AccountId, Ask, Attempt, BurstId, BurstState, Class, Command, Content, ConversationId, Due,
    Form, Incoming, Loss, Mid, ModelCall, Now, SendId, Source,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Apart, Line, Opened, Store, Task, Work, Writer};
use tokio_util::sync::CancellationToken;

const ACCOUNT: &str = "17841400000000001";
const START: i64 = 1_790_000_000_000;

struct Desk {
    store: Store,
    writer: Writer,
    now: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

fn ada() -> ConversationId {
    ConversationId::new(ACCOUNT, "6100000000000001")
}

impl Desk {
    /// Ada has asked, and her burst is due.
    async fn asked() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(START));
        let clock = Arc::clone(&now);
        let clock = Arc::new(move || Now::at(clock.load(Ordering::SeqCst)));
        let Opened { store, writer, task } = Store::open(dir.path(), "a test", clock).await.unwrap();
        tokio::spawn(task.run(CancellationToken::new()));
        let desk = Self {
            store,
            writer,
            now,
            _dir: dir,
        };
        let username = "bakery.test".to_owned();
        desk.account(AccountAsk::Connect { username }).await;
        desk.account(AccountAsk::SwitchAutopilot { on: true }).await;
        let incoming = Incoming::Message {
            mid: Mid::from("mid-1"),
            at: START,
            exact: true,
            form: Form::Text,
            content: Content::text("Do you open on Sunday?"),
            reply_to: None,
        };
        let source = Source::Webhook;
        desk.does(Ask::Receive { incoming, source }).await;
        desk.pass(5_000);
        desk
    }

    fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    async fn account(&self, ask: AccountAsk) {
        self.writer.account(AccountId::from(ACCOUNT), ask).await.unwrap();
    }

    async fn does(&self, act: Ask) {
        let conversation = ada();
        let done = self.writer.command(Command { conversation, act }).await.unwrap();
        done.unwrap();
    }

    async fn draft(&self) {
        let burst = BurstId::opened_by(&Mid::from("mid-1"));
        let claim = Ask::Claim {
            burst: burst.clone(),
            patience: 60_000,
        };
        self.does(claim).await;
        self.does(Ask::Draft {
            burst,
            call: 1,
            parts: vec![Content::text("We do")],
            record: ModelCall::default(),
        })
        .await;
    }

    async fn due(&self, line: Line) -> Vec<Work> {
        self.due_but(line, &of(ACCOUNT)).await
    }

    async fn due_but(&self, line: Line, apart: &Apart) -> Vec<Work> {
        let now = self.now.load(Ordering::SeqCst);
        self.store.due(line, now, 64, apart).await.unwrap()
    }

    /// For `ms` from now.
    async fn throttle(&self, ms: i64) {
        let until = Due::after(self.now.load(Ordering::SeqCst), ms);
        self.account(AccountAsk::Throttle { until }).await;
    }
}

#[tokio::test]
async fn a_drafted_burst_is_the_outboxs_however_long_it_waits() {
    let desk = Desk::asked().await;
    desk.draft().await;
    desk.pass(3 * 60_000);
    assert_eq!(desk.due(Line::Bursts).await, []);
    assert_eq!(desk.due(Line::Sends).await.len(), 1);
}

#[tokio::test]
async fn a_limit_holds_a_bursts_look_back() {
    let desk = Desk::asked().await;
    desk.does(Ask::Wake { restarted: true }).await;
    let looking = |work: &Work| {
        matches!(
            work.task,
            Task::Burst {
                state: BurstState::Looking,
                ..
            }
        )
    };
    assert!(desk.due(Line::Bursts).await.iter().all(looking));
    desk.throttle(60_000).await;
    assert_eq!(desk.due(Line::Bursts).await, []);
    desk.pass(60_000);
    assert_eq!(desk.due(Line::Bursts).await.len(), 1);
}

#[tokio::test]
async fn an_operators_send_is_not_due_while_its_account_is_stopped() {
    let desk = Desk::asked().await;
    desk.does(Ask::Reply {
        send: SendId::from("reply-1"),
        parts: vec![Content::text("We do")],
        seen: Some("mid-1".to_owned()),
    })
    .await;
    desk.pass(3_000);
    assert_eq!(desk.due(Line::Sends).await.len(), 1);
    let (class, code, subcode) = (Class::Auth, Some(190), None);
    desk.account(AccountAsk::Stop { class, code, subcode }).await;
    assert_eq!(desk.due(Line::Sends).await, []);
    desk.account(AccountAsk::Resume).await;
    assert_eq!(desk.due(Line::Sends).await.len(), 1);
}

#[tokio::test]
async fn a_send_is_not_due_while_its_account_cannot_be_used() {
    let desk = Desk::asked().await;
    desk.draft().await;
    assert_eq!(desk.due(Line::Sends).await.len(), 1);
    let others = of("17841400000000002");
    assert_eq!(desk.due_but(Line::Sends, &others).await, []);
}

#[tokio::test]
async fn what_is_just_being_looked_for_stands_before_nobody() {
    let desk = Desk::asked().await;
    desk.does(Ask::Wake { restarted: true }).await;
    let conversation = desk.due(Line::Bursts).await[0].conversation.clone();
    let apart = Apart {
        bursts: vec![conversation],
        ..of(ACCOUNT)
    };
    assert_eq!(desk.due_but(Line::Bursts, &apart).await, []);

    let desk = Desk::asked().await;
    desk.draft().await;
    let send = BurstId::opened_by(&Mid::from("mid-1")).answer();
    desk.does(Ask::Release { send: send.clone() }).await;
    let outcome = Attempt::Lost(Loss::Timeout);
    desk.does(Ask::Attempted {
        send: send.clone(),
        attempt: 1,
        outcome,
    })
    .await;
    desk.pass(60_000);
    assert_eq!(desk.due(Line::Sends).await.len(), 1);
    let apart = Apart {
        sends: vec![send],
        ..of(ACCOUNT)
    };
    assert_eq!(desk.due_but(Line::Sends, &apart).await, []);
}

fn of(account: &str) -> Apart {
    Apart {
        present: vec![AccountId::from(account)],
        ..Apart::default()
    }
}

#[tokio::test]
async fn a_refused_command_wakes_nobody() {
    let desk = Desk::asked().await;
    let mut commits = desk.writer.subscribe();
    let nothing = Command {
        conversation: ada(),
        act: Ask::Release {
            send: SendId::from("nothing"),
        },
    };
    assert!(desk.writer.command(nothing).await.unwrap().is_err());
    assert!(commits.try_recv().is_err());
    desk.does(Ask::TakeOver).await;
    assert!(commits.try_recv().is_ok());
}
