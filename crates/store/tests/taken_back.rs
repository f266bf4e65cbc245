//! What the model wrote about somebody's words goes with them, and so does what it never said.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use desk::{
    AccountAsk, AccountId, Ask, BurstId, Command, Content, ContentKey, ConversationId, Form, Incoming, Mid,
    ModelCall, Now, SendId, Source,
};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Opened, Store, Writer};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const ACCOUNT: &str = "17841400000000001";
const START: i64 = 1_790_000_000_000;
const SECRET: &str = "walnuts-and-plums-4711";

struct Desk {
    store: Store,
    writer: Writer,
    now: Arc<AtomicI64>,
    stop: CancellationToken,
    task: JoinHandle<()>,
    dir: tempfile::TempDir,
}

fn ada() -> ConversationId {
    ConversationId::new(ACCOUNT, "6100000000000001")
}

fn ben() -> ConversationId {
    ConversationId::new(ACCOUNT, "6100000000000002")
}

fn burst(mid: &str) -> BurstId {
    BurstId::opened_by(&Mid::from(mid))
}

fn unsend(mid: &str) -> Ask {
    Ask::Receive {
        incoming: Incoming::Unsend { mid: Mid::from(mid) },
        source: Source::Webhook,
    }
}

fn message(mid: &str, at: i64, text: &str) -> Ask {
    let incoming = Incoming::Message {
        mid: Mid::from(mid),
        at,
        exact: true,
        form: Form::Text,
        content: Content::text(text),
        reply_to: None,
    };
    let source = Source::Webhook;
    Ask::Receive { incoming, source }
}

impl Desk {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(START));
        let clock = Arc::clone(&now);
        let clock = Arc::new(move || Now::at(clock.load(Ordering::SeqCst)));
        let Opened { store, writer, task } = Store::open(dir.path(), "a test", clock).await.unwrap();
        let stop = CancellationToken::new();
        let task = tokio::spawn(task.run(stop.clone()));
        let username = "bakery.test".to_owned();
        for ask in [
            AccountAsk::Connect { username },
            AccountAsk::SwitchAutopilot { on: true },
        ] {
            writer.account(AccountId::from(ACCOUNT), ask).await.unwrap();
        }
        Self {
            store,
            writer,
            now,
            stop,
            task,
            dir,
        }
    }

    async fn does(&self, who: &ConversationId, act: Ask) {
        let conversation = who.clone();
        let done = self.writer.command(Command { conversation, act }).await.unwrap();
        assert!(!done.unwrap().events.is_empty(), "nothing was done");
    }

    async fn says(&self, who: &ConversationId, mid: &str, text: &str) {
        let at = self.now.load(Ordering::SeqCst);
        self.does(who, message(mid, at, text)).await;
    }

    /// The model is asked about a burst, once it is due.
    async fn claims(&self, who: &ConversationId, mid: &str) {
        self.now.fetch_add(5_000, Ordering::SeqCst);
        let claim = Ask::Claim {
            burst: burst(mid),
            patience: 60_000,
        };
        self.does(who, claim).await;
    }

    async fn hands_over(&self, who: &ConversationId, mid: &str, note: &str) {
        self.claims(who, mid).await;
        let hand_over = Ask::HandOver {
            burst: burst(mid),
            call: 1,
            note: Some(note.to_owned()),
            record: ModelCall::default(),
        };
        self.does(who, hand_over).await;
    }

    /// Ada has asked, and the model's answer in two parts waits to leave.
    async fn drafts(&self) {
        self.says(&ada(), "mid-1", "What was my code?").await;
        self.claims(&ada(), "mid-1").await;
        let draft = Ask::Draft {
            burst: burst("mid-1"),
            call: 1,
            parts: vec![
                Content::text("Hello Ada"),
                Content::text(format!("Your code is {SECRET}")),
            ],
            record: ModelCall::default(),
        };
        self.does(&ada(), draft).await;
    }

    async fn words(&self, who: &ConversationId, key: &ContentKey) -> Option<String> {
        self.store.content(who, key).await.unwrap().unwrap().text
    }

    /// The words of a part of the answer to Ada.
    async fn part(&self, part: u16) -> Option<String> {
        let send = burst("mid-1").answer().of_part(part);
        self.words(&ada(), &ContentKey::of_send(&send)).await
    }

    async fn close(self) -> tempfile::TempDir {
        self.stop.cancel();
        self.task.await.unwrap();
        self.store.close().await;
        self.dir
    }
}

fn holds(dir: &Path, words: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    })
}

#[tokio::test]
async fn the_models_words_about_a_message_that_is_taken_back_go_with_it() {
    let desk = Desk::new().await;
    desk.says(&ada(), "mid-1", "hello").await;
    desk.says(&ada(), "mid-2", &format!("my code is {SECRET}")).await;
    desk.hands_over(&ada(), "mid-1", &format!("She gave her code, {SECRET}."))
        .await;
    desk.says(&ben(), "mid-3", "where are you?").await;
    desk.hands_over(&ben(), "mid-3", "He asks for the way.").await;
    let (hers, his) = (burst("mid-1"), burst("mid-3"));
    let (hers, his) = (ContentKey::of_decision(&hers), ContentKey::of_decision(&his));
    assert!(desk.words(&ada(), &hers).await.unwrap().contains(SECRET));
    // Not the message that the burst is named after: another one of it.
    desk.does(&ada(), unsend("mid-2")).await;
    assert_eq!(desk.words(&ada(), &hers).await, None);
    assert_eq!(
        desk.words(&ben(), &his).await.as_deref(),
        Some("He asks for the way.")
    );
    let decisions = desk.store.decisions(&ada(), 10).await.unwrap();
    assert_eq!(decisions.len(), 1, "the record of what was done stays");
    let dir = desk.close().await;
    assert!(!holds(dir.path(), SECRET), "the words are still on disk");
}

#[tokio::test]
async fn an_answer_that_is_taken_back_before_it_leaves_has_no_words_any_more() {
    let newer = message("mid-2", START + 6_000, "never mind");
    let undo = Ask::Undo {
        send: burst("mid-1").answer(),
        words: Vec::new(),
    };
    for act in [Ask::TakeOver, Ask::Typed, undo, newer, unsend("mid-1")] {
        let desk = Desk::new().await;
        desk.drafts().await;
        assert!(desk.part(1).await.is_some() && desk.part(2).await.is_some());
        desk.does(&ada(), act.clone()).await;
        assert_eq!((desk.part(1).await, desk.part(2).await), (None, None), "{act:?}");
        desk.close().await;
    }
}

#[tokio::test]
async fn an_answer_that_repeats_what_its_customer_takes_back_is_gone_from_the_files() {
    let desk = Desk::new().await;
    desk.drafts().await;
    desk.does(&ada(), unsend("mid-1")).await;
    let dir = desk.close().await;
    assert!(!holds(dir.path(), SECRET), "the words are still on disk");
}

#[tokio::test]
async fn what_has_left_keeps_its_words_when_the_rest_of_it_is_taken_back() {
    let desk = Desk::new().await;
    desk.drafts().await;
    let send: SendId = burst("mid-1").answer();
    desk.does(&ada(), Ask::Release { send }).await;
    desk.does(&ada(), Ask::TakeOver).await;
    assert_eq!(desk.part(1).await.as_deref(), Some("Hello Ada"));
    assert_eq!(desk.part(2).await, None);
    desk.close().await;
}
