//! Search as the window uses it: while a word is typed, letter by letter.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use desk::{AccountAsk, AccountId, Ask, Command, Content, ConversationId, Form, Incoming, Mid, Now, Source};
use std::sync::Arc;
use store::{Clock, Job, Opened, Store, Writer};
use tokio_util::sync::CancellationToken;

const START: i64 = 1_790_000_000_000;
const ACCOUNTS: [&str; 2] = ["17841400000000001", "17841400000000002"];

async fn said(texts: &[(&str, &str)]) -> (Store, Writer, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(|| Now::at(START));
    let Opened { store, writer, task } = Store::open(dir.path(), "a test", clock).await.unwrap();
    tokio::spawn(task.run(CancellationToken::new()));
    for account in ACCOUNTS {
        let username = "bakery.test".to_owned();
        let ask = AccountAsk::Connect { username };
        writer.account(AccountId::from(account), ask).await.unwrap();
    }
    let jobs = texts.iter().enumerate().map(|(n, (account, text))| {
        let incoming = Incoming::Message {
            mid: Mid(format!("mid-{n}")),
            at: START + i64::try_from(n).unwrap(),
            exact: true,
            form: Form::Text,
            content: Content::text(*text),
            reply_to: None,
        };
        Job::Conversation(Command {
            conversation: ConversationId::new(*account, "6100000000000001"),
            act: Ask::Receive {
                incoming,
                source: Source::Webhook,
            },
        })
    });
    writer.commit(jobs.collect()).await.unwrap();
    (store, writer, dir)
}

async fn found(store: &Store, typed: &str) -> Vec<String> {
    let hits = store.search(typed, None, None, 50).await.unwrap().hits;
    hits.into_iter().map(|hit| hit.key).collect()
}

#[tokio::test]
async fn a_word_is_found_at_every_letter_of_its_typing() {
    let one = ACCOUNTS[0];
    let (store, _writer, _dir) = said(&[
        (one, "Die Größe passt"),
        (one, "groß"),
        (one, "a Grossist"),
        (one, "Geburtstagstorte"),
        (one, "g"),
        (one, "nothing"),
    ])
    .await;
    for typed in ["g", "G"] {
        assert_eq!(
            found(&store, typed).await,
            ["mid-4", "mid-3", "mid-2", "mid-1", "mid-0"]
        );
    }
    assert_eq!(found(&store, "gr").await, ["mid-2", "mid-1", "mid-0"]);
    assert_eq!(found(&store, "gro").await, ["mid-2", "mid-1", "mid-0"]);
    assert_eq!(found(&store, "Groß").await, ["mid-1", "mid-0"]);
    assert_eq!(found(&store, "groß ").await, ["mid-1"]);
    assert_eq!(found(&store, "Größe").await, ["mid-0"]);
    assert_eq!(found(&store, "größe pas").await, ["mid-0"]);
    assert_eq!(found(&store, "geburtstagstor").await, ["mid-3"]);
    assert!(found(&store, "geburtstagstort ").await.is_empty());
    assert!(found(&store, "grosse").await.is_empty());
}

#[tokio::test]
async fn what_the_index_cannot_spell_is_no_fault() {
    let (store, _writer, _dir) = said(&[(ACCOUNTS[0], "cake")]).await;
    for typed in ["cake\0", "\0", "\0\"", "ca\0ke", "*", "cake AND", "NEAR("] {
        found(&store, typed).await;
    }
    assert_eq!(found(&store, "cake\0").await, ["mid-0"]);
}

#[tokio::test]
async fn letters_that_are_not_folded_here_are_found_all_the_same() {
    let one = ACCOUNTS[0];
    let (store, _writer, _dir) =
        said(&[(one, "Привет мир"), (one, "これはケーキです"), (one, "x-ray")]).await;
    assert_eq!(found(&store, "прив").await, ["mid-0"]);
    assert_eq!(found(&store, "これはケ").await, ["mid-1"]);
    assert_eq!(found(&store, "x-ra").await, ["mid-2"]);
    assert_eq!(found(&store, "say \"x-ra").await, Vec::<String>::new());
}

#[tokio::test]
async fn an_accounts_search_finds_that_accounts_messages_only() {
    let [one, two] = ACCOUNTS;
    let (store, _writer, _dir) = said(&[(one, "cake please"), (two, "cake thanks"), (one, one)]).await;
    let of = AccountId::from(two);
    let hits = store.search("cak", Some(&of), None, 50).await.unwrap().hits;
    let keys: Vec<&str> = hits.iter().map(|hit| hit.key.as_str()).collect();
    assert_eq!(keys, ["mid-1"]);
    // An account's id is no word of its messages.
    assert_eq!(found(&store, "1784140000000000").await, ["mid-2"]);
}

#[tokio::test]
async fn pages_of_a_search_follow_one_another() {
    let texts: Vec<(&str, &str)> = (0..25).map(|_| (ACCOUNTS[0], "cakes for everyone")).collect();
    let (store, _writer, _dir) = said(&texts).await;
    let mut keys = Vec::new();
    let mut before = None;
    loop {
        let page = store.search("cake", None, before.as_deref(), 10).await.unwrap();
        keys.extend(page.hits.into_iter().map(|hit| hit.key));
        let Some(next) = page.next else { break };
        before = Some(next);
    }
    let expected: Vec<String> = (0..25).rev().map(|n| format!("mid-{n}")).collect();
    assert_eq!(keys, expected);
}
