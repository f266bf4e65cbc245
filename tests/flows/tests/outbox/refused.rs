//! What the platform refuses, by code and subcode and never by its words.

use flows::{ACCOUNT, Broken, Flow, Stage, any, list, number, sends_of, state_is, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::{Value, json};

/// The one send `s-1` once it has failed.
async fn failed(stage: &Stage, send: &str) -> Result<Value, Broken> {
    let messages = stage.messages(ADA, state_is(send, "failed")).await?;
    let own = sends_of(&messages, "operator");
    let found = own.into_iter().find(|one| text(one, "/id") == send);
    found.ok_or_else(|| format!("no {send}").into())
}

#[tokio::test]
async fn each_known_refusal_fails_at_once_with_its_own_sentence() -> Flow {
    let stage = Stage::by_hand().await?;
    // Texts in a language that nobody asked for: only the codes count.
    stage
        .control()
        .fault(Switch::LocalisedErrors, &Fault::always())
        .await?;
    stage.hears(ADA, "hello").await?;
    for (number, (code, subcode, words)) in [
        (10, Some(2_534_022), "24 hours"),
        (551, Some(1_545_041), "cannot receive messages"),
        (100, Some(2_534_014), "cannot receive messages"),
        (100, None, "does not accept this content"),
        (100, Some(2_534_037), "another app"),
        (10, Some(2_018_300), "another app"),
        (4_711, None, "refused it"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut fault = Fault::once().code(code).status(400);
        if let Some(subcode) = subcode {
            fault = fault.subcode(subcode);
        }
        stage.control().fault(Switch::SendRefused, &fault).await?;
        let before = stage.sends_asked().await?;
        let send = format!("s-{number}");
        stage.reply(ADA, &send, &format!("words {number}")).await?;
        let one = failed(&stage, &send).await?;
        let sentence = text(&one, "/sentence");
        assert!(sentence.contains(words), "{code}/{subcode:?}: {sentence}");
        assert!(sentence.contains(&code.to_string()), "{sentence}");
        assert_eq!(
            stage.sends_asked().await?,
            before + 1,
            "{code}/{subcode:?} was tried again"
        );
    }
    assert!(stage.really_said(ADA).await?.is_empty());
    let account = stage.account(any).await?;
    assert_eq!(text(&account, "/state"), "live");
    stage.close().await
}

#[tokio::test]
async fn an_error_counts_even_when_it_comes_with_status_200() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::ErrorsOn200, &Fault::always())
        .await?;
    stage
        .control()
        .patch(&format!("/customers/{ADA}"), json!({ "blocked": true }))
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let one = failed(&stage, "s-1").await?;
    assert!(text(&one, "/sentence").contains("551"), "{one}");
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn a_failed_one_can_be_sent_again_and_leaves_once() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let customer = format!("/customers/{ADA}");
    stage
        .control()
        .patch(&customer, json!({ "blocked": true }))
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let one = failed(&stage, "s-1").await?;
    assert_eq!(list(&one, "/can"), [json!("retry"), json!("copy")]);
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/trouble"), "failed");
    stage
        .control()
        .patch(&customer, json!({ "blocked": false }))
        .await?;
    stage.act("POST", "/api/sends/s-1/retry", json!({})).await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    let (status, problem) = stage
        .call("POST", "/api/sends/s-1/retry", Some(json!({})))
        .await?;
    assert_eq!((status, text(&problem, "/code")), (409, "not_in_state"));
    stage.close().await
}

#[tokio::test]
async fn a_refused_part_takes_the_later_ones_back_and_its_retry_brings_them_along() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let refused = Fault::once().code(100).status(400).after(1);
    stage.control().fault(Switch::SendRefused, &refused).await?;
    stage
        .reply(ADA, "s-1", &"We bake all night long. ".repeat(110))
        .await?;
    let over = |messages: &[Value]| {
        let own = sends_of(messages, "operator");
        own.iter().any(|send| text(send, "/state") == "failed")
            && own
                .iter()
                .all(|send| !["queued", "held", "sending", "accepted"].contains(&text(send, "/state")))
    };
    let messages = stage.messages(ADA, over).await?;
    let own = sends_of(&messages, "operator");
    let states: Vec<&str> = own.iter().map(|send| text(send, "/state")).collect();
    assert_eq!(states, ["confirmed", "failed", "cancelled"]);
    assert!(text(&own[2], "/sentence").contains("follows"), "{}", own[2]);
    assert_eq!(stage.really_said(ADA).await?.len(), 1);
    stage.act("POST", "/api/sends/s-1.2/retry", json!({})).await?;
    stage.messages(ADA, state_is("s-1.3", "confirmed")).await?;
    let said = stage.really_said(ADA).await?.join(" ");
    assert_eq!(said.trim(), "We bake all night long. ".repeat(110).trim());
    stage.close().await
}

#[tokio::test]
async fn outside_the_window_nothing_is_even_asked() -> Flow {
    let stage = Stage::by_hand().await?;
    let now = number(&stage.control().get("/clock").await?, "/now");
    let old = json!({ "text": "hello?", "at": now - 25 * 3_600_000 });
    stage.control().customer_sends(ADA, old).await?;
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(conversation.pointer("/composer/allowed"), Some(&json!(false)));
    assert!(text(&conversation, "/composer/sentence").contains("24 hours"));
    let (status, problem) = stage.try_reply(ADA, "s-1", "Hello Ada").await?;
    assert_eq!((status, text(&problem, "/code")), (409, "window_closed"));
    assert_eq!(stage.sends_asked().await?, 0);
    stage.hears(ADA, "I am here again").await?;
    stage.reply(ADA, "s-2", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-2", "confirmed")).await?;
    let asked = stage.requests("graph", "/messages").await?;
    assert!(asked.iter().all(|one| !one.to_string().contains("HUMAN_AGENT")));
    stage.close().await
}

#[tokio::test]
async fn a_dead_token_stops_sending_and_never_receiving_and_a_new_sign_in_lets_it_go_on() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let revoke = json!({ "subcode": 460 });
    stage
        .control()
        .post(&format!("/accounts/{ACCOUNT}/revoke"), revoke)
        .await?;
    stage.reply(ADA, "s-1", "Hi Ada").await?;
    stage
        .account(|account| text(account, "/state") == "sign_in_again")
        .await?;
    let health = stage.get("/api/health").await?;
    assert_eq!(text(&health, "/accounts/0/state"), "failed");
    assert!(!text(&health, "/accounts/0/next_step").is_empty());
    stage.hears(sandbox::BEN, "are you there?").await?;
    let (status, problem) = stage.try_reply(sandbox::BEN, "s-2", "Yes").await?;
    assert_eq!((status, text(&problem, "/code")), (409, "account_stopped"));
    assert!(stage.really_said(ADA).await?.is_empty());
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    stage.account(|account| text(account, "/state") == "live").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["Hi Ada"]);
    stage.close().await
}
