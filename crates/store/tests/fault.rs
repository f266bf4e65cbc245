//! A fault in the rules costs the command that meets it, and no other.

use desk::{
    AccountAsk, AccountId, Ask, Command, Content, ConversationId, Form, Incoming, Mid, Now, Refusal, Source,
    Timings,
};
use std::sync::Arc;
use store::{Clock, Job, Keep, Opened, Store};
use tokio_util::sync::CancellationToken;

const ACCOUNT: &str = "17841400000000001";
const START: i64 = 1_790_000_000_000;

fn writes(contact: &str, mid: &str) -> Job {
    let incoming = Incoming::Message {
        mid: Mid::from(mid),
        at: START,
        exact: true,
        form: Form::Text,
        content: Content::text("Do you open on Sunday?"),
        reply_to: None,
    };
    Job::Conversation(Command {
        conversation: ConversationId::new(ACCOUNT, contact),
        act: Ask::Receive {
            incoming,
            source: Source::Webhook,
        },
    })
}

#[tokio::test]
async fn a_fault_in_the_rules_costs_the_command_that_meets_it() {
    let dir = tempfile::tempdir().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(|| Now::at(START));
    let Opened { writer, task, .. } = Store::open(dir.path(), "a test", clock).await.unwrap();
    tokio::spawn(task.run(CancellationToken::new()));
    let account = AccountId::from(ACCOUNT);
    let username = "bakery.test".to_owned();
    for ask in [
        AccountAsk::Connect { username },
        AccountAsk::SwitchAutopilot { on: true },
    ] {
        writer.account(account.clone(), ask).await.unwrap();
    }
    // A delay that no clock can hold: the burst of ada's message cannot be given a time.
    let endless = Timings {
        quiet: i64::MAX,
        longest: i64::MAX,
        ..Timings::default()
    };
    writer.keep(Keep::Timings(endless)).await.unwrap();
    let took_over = Job::Conversation(Command {
        conversation: ConversationId::new(ACCOUNT, "6100000000000002"),
        act: Ask::TakeOver,
    });
    let jobs = vec![
        writes("6100000000000001", "mid-ada-1"),
        Job::Keep(Keep::Count(store::Count::Refused, 1)),
        took_over,
    ];
    let results = writer.commit(jobs).await.unwrap();
    assert_eq!(results[0], Err(Refusal::Fault));
    assert!(results[1].is_ok());
    assert_eq!(
        results[2],
        Err(Refusal::NoConversation),
        "it is decided like any other"
    );

    writer.keep(Keep::Timings(Timings::default())).await.unwrap();
    let again = writer
        .commit(vec![writes("6100000000000001", "mid-ada-1")])
        .await
        .unwrap();
    assert!(
        !again[0].as_ref().unwrap().events.is_empty(),
        "nothing of it was kept"
    );
}
