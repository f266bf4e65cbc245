//! Limits pause the account and count as nothing; what may be tried again is, within bounds.

use flows::{Flow, Setup, Stage, any, sends_of, state_is, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

#[tokio::test]
async fn a_limit_pauses_the_whole_account_counts_as_nothing_and_ends_by_itself() -> Flow {
    let stage = Stage::by_hand_with(Setup::timings(json!({ "limit_pause": 800 }))).await?;
    stage.hears(ADA, "hello").await?;
    stage.hears(BEN, "hello too").await?;
    // More limits than there are tries; Meta names no time.
    stage
        .control()
        .fault(Switch::Throttled, &Fault::times(4).ms(0))
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage
        .account(|account| text(account, "/state") == "paused")
        .await?;
    stage.messages(ADA, state_is("s-1", "queued")).await?;
    let asked = stage.sends_asked().await?;
    stage.reply(BEN, "s-2", "Hello Ben").await?;
    let waiting = stage.messages(BEN, state_is("s-2", "queued")).await?;
    assert!(!sends_of(&waiting, "operator").is_empty());
    assert!(
        stage.sends_asked().await? <= asked + 1,
        "the other conversation did not wait"
    );
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    stage.messages(BEN, state_is("s-2", "confirmed")).await?;
    stage.account(|account| text(account, "/state") == "live").await?;
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    assert_eq!(stage.really_said(BEN).await?, ["Hello Ben"]);
    stage.close().await
}

#[tokio::test]
async fn the_pause_is_as_long_as_meta_says() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::Throttled, &Fault::once().ms(3 * 60_000))
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let account = stage
        .account(|account| text(account, "/state") == "paused")
        .await?;
    assert!(!text(&account, "/sentence").is_empty());
    // The fault is over, and still nothing is tried: three minutes are three minutes.
    let conversation = stage.hears(BEN, "hello too").await;
    assert!(conversation.is_ok(), "receiving goes on");
    stage.messages(ADA, state_is("s-1", "queued")).await?;
    assert_eq!(stage.sends_asked().await?, 1);
    stage.close().await
}

#[tokio::test]
async fn the_usage_header_at_a_hundred_pauses_before_anything_is_refused() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::Usage, &Fault::once().count(99))
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    stage.control().clear_faults().await?;
    stage
        .control()
        .put("/settings", json!({ "hourly_calls": 1 }))
        .await?;
    stage.reply(ADA, "s-2", "How are you?").await?;
    stage.messages(ADA, state_is("s-2", "confirmed")).await?;
    stage
        .account(|account| text(account, "/state") == "paused")
        .await?;
    stage.close().await
}

#[tokio::test]
async fn an_autopilots_answer_that_a_limit_holds_too_long_becomes_a_humans_matter() -> Flow {
    let setup = Setup::timings(json!({ "autopilot_patience": 400, "limit_pause": 150 }));
    let stage = Stage::connected_with(setup).await?;
    stage
        .control()
        .fault(Switch::SendRefused, &Fault::always().code(613).status(400))
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.owned(ADA, "waited_too_long").await?;
    let messages = stage.messages(ADA, |messages| {
        let own = sends_of(messages, "autopilot");
        !own.is_empty() && own.iter().all(|send| text(send, "/state") == "cancelled")
    });
    messages.await?;
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn what_may_be_tried_again_is_and_leaves_once() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let again = Fault::times(2).code(2_018_321).status(400);
    stage.control().fault(Switch::SendRefused, &again).await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.sends_asked().await?, 3);
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    stage.close().await
}

#[tokio::test]
async fn after_three_tries_it_has_failed_and_says_so() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let again = Fault::always().code(2_018_321).status(400);
    stage.control().fault(Switch::SendRefused, &again).await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let messages = stage.messages(ADA, state_is("s-1", "failed")).await?;
    let own = sends_of(&messages, "operator");
    let sentence = own
        .first()
        .map(|send| text(send, "/sentence").to_owned())
        .unwrap_or_default();
    assert!(sentence.contains("kept asking to try again"), "{sentence}");
    assert_eq!(stage.sends_asked().await?, 3);
    stage.close().await
}

#[tokio::test]
async fn what_never_left_this_machine_stays_queued_and_leaves_once() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::ConnectRefused, &Fault::always().ms(2_500))
        .await?;
    let door = stage.sandbox.base_url().trim_start_matches("http://").to_owned();
    stage
        .until("a closed door", || async {
            Ok(tokio::net::TcpStream::connect(&door).await.is_err().then_some(()))
        })
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let cannot_be_reached = |messages: &[Value]| {
        sends_of(messages, "operator").iter().any(|send| {
            text(send, "/state") == "queued" && text(send, "/sentence").contains("cannot be reached")
        })
    };
    stage.messages(ADA, cannot_be_reached).await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.sends_asked().await?, 1, "only one request ever got there");
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(conversation.pointer("/trouble"), Some(&Value::Null));
    stage.close().await
}
