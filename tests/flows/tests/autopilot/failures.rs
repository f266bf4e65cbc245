//! A model that fails is tried again within bounds; then a human is asked, and the record says why.

use flows::{ACCOUNT, Broken, Flow, Setup, Stage, number, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::{Value, json};

/// Lets the customer ask, and waits until a human is asked; the decision.
async fn ends_with_a_human(stage: &Stage) -> Result<Value, Broken> {
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let conversation = stage.owned(ADA, "model_failed").await?;
    assert_eq!(text(&conversation, "/owner/who"), "nobody");
    assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
    let decision = stage.decision(ADA).await?;
    assert_eq!(text(&decision, "/outcome"), "failed");
    assert!(!text(&decision, "/sentence").is_empty());
    assert!(stage.really_said(ADA).await?.is_empty(), "something was said");
    Ok(decision)
}

/// A stage whose model fails in this way for ever; the decision that comes of it, and how often it was asked.
async fn with(switch: Switch, fault: &Fault) -> Result<(Value, usize), Broken> {
    let pace = match switch {
        Switch::ModelHang => json!({ "model": 700 }),
        _ => json!({}),
    };
    let stage = Stage::connected_with(Setup::pace(pace)).await?;
    stage.control().fault(switch, fault).await?;
    let decision = ends_with_a_human(&stage).await?;
    let asked = stage.requests("v1", "/chat/completions").await?.len();
    stage.close().await?;
    Ok((decision, asked))
}

fn assert_reason(found: &(Value, usize), reason: &str, calls: usize) {
    let (decision, asked) = found;
    assert_eq!(text(decision, "/reason"), reason, "{decision}");
    assert_eq!(number(decision, "/calls"), i64::try_from(calls).unwrap_or(-1));
    assert_eq!(*asked, calls, "what was counted is not what was asked");
    assert_eq!(text(decision, "/model"), "bakery-1");
    assert!(!text(decision, "/prompt_version").is_empty());
}

#[tokio::test]
async fn a_model_that_does_not_answer_in_time() -> Flow {
    let found = with(Switch::ModelHang, &Fault::always().ms(10_000)).await?;
    assert_reason(&found, "model_timeout", 3);
    Ok(())
}

#[tokio::test]
async fn a_model_that_says_nothing() -> Flow {
    assert_reason(
        &with(Switch::ModelEmpty, &Fault::always()).await?,
        "model_empty",
        3,
    );
    Ok(())
}

#[tokio::test]
async fn a_model_that_says_far_too_much() -> Flow {
    let found = with(Switch::ModelOverlong, &Fault::always().count(9_000)).await?;
    assert_reason(&found, "model_too_long", 3);
    Ok(())
}

#[tokio::test]
async fn a_model_that_is_cut_off_at_its_own_limit() -> Flow {
    assert_reason(
        &with(Switch::ModelTruncated, &Fault::always()).await?,
        "model_too_long",
        3,
    );
    Ok(())
}

#[tokio::test]
async fn a_model_that_refuses_is_not_asked_again() -> Flow {
    assert_reason(
        &with(Switch::ModelRefusal, &Fault::always()).await?,
        "model_refused",
        1,
    );
    Ok(())
}

#[tokio::test]
async fn a_model_that_fails() -> Flow {
    assert_reason(
        &with(Switch::ModelError, &Fault::always()).await?,
        "model_error",
        3,
    );
    Ok(())
}

#[tokio::test]
async fn a_model_whose_answer_is_cut_half_way() -> Flow {
    assert_reason(&with(Switch::ModelCut, &Fault::always()).await?, "model_error", 3);
    Ok(())
}

#[tokio::test]
async fn a_hand_over_that_cannot_be_read() -> Flow {
    assert_reason(
        &with(Switch::ModelBadToolCall, &Fault::always()).await?,
        "model_error",
        3,
    );
    Ok(())
}

#[tokio::test]
async fn a_tool_that_was_never_offered() -> Flow {
    assert_reason(
        &with(Switch::ModelUnknownTool, &Fault::always()).await?,
        "model_error",
        3,
    );
    Ok(())
}

#[tokio::test]
async fn a_key_that_is_not_accepted_is_named_in_health_and_not_tried_again() -> Flow {
    let stage = Stage::connected().await?;
    let key = json!({ "key": "a-wrong-key-for-the-flows" });
    stage
        .act("PUT", &format!("/api/accounts/{ACCOUNT}/autopilot/key"), key)
        .await?;
    stage
        .control()
        .fault(Switch::ModelUnauthorized, &Fault::always())
        .await?;
    let decision = ends_with_a_human(&stage).await?;
    assert_eq!(
        (text(&decision, "/reason"), number(&decision, "/calls")),
        ("model_error", 1)
    );
    let health = stage
        .health(|health| text(health, "/model/state") == "failed")
        .await?;
    assert!(text(&health, "/model/sentence").contains("key"), "{health}");
    assert!(!text(&health, "/model/next_step").is_empty());
    assert!(!health.to_string().contains("a-wrong-key"));
    stage.close().await
}

#[tokio::test]
async fn a_model_server_that_is_not_there() -> Flow {
    let stage = Stage::connected().await?;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")?;
    let base_url = format!("http://{}/v1", nobody.local_addr()?);
    drop(nobody);
    stage
        .autopilot_with(true, json!({ "base_url": base_url }))
        .await?;
    let decision = ends_with_a_human(&stage).await?;
    assert_eq!(
        (text(&decision, "/reason"), number(&decision, "/calls")),
        ("model_error", 3)
    );
    let tried = stage
        .act(
            "POST",
            &format!("/api/accounts/{ACCOUNT}/autopilot/try"),
            json!({}),
        )
        .await?;
    assert_eq!(tried.get("ok"), Some(&json!(false)));
    assert!(text(&tried, "/sentence").contains("cannot be reached"), "{tried}");
    stage.close().await
}

#[tokio::test]
async fn a_model_that_recovers_within_its_tries_answers_after_all() -> Flow {
    let stage = Stage::connected().await?;
    stage.control().fault(Switch::ModelError, &Fault::once()).await?;
    stage
        .control()
        .fault(Switch::ModelRateLimited, &Fault::once())
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.said(ADA, 1).await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), number(&decision, "/calls")),
        ("answered", 3)
    );
    assert_eq!(stage.really_said(ADA).await?.len(), 1);
    let health = stage
        .health(|health| text(health, "/model/state") == "ok")
        .await?;
    assert!(number(&health, "/model/last_latency_ms") >= 0);
    stage.close().await
}

#[tokio::test]
async fn an_answer_that_promises_a_person_is_a_hand_over() -> Flow {
    let stage = Stage::connected().await?;
    let promise = Fault::once().text("I’ll ask a colleague and get back to you.");
    stage.control().fault(Switch::ModelReply, &promise).await?;
    stage.control().customer_writes(ADA, "Is Mia there?").await?;
    stage.owned(ADA, "handed_over").await?;
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused() -> Flow {
    let stage = Stage::by_hand().await?;
    for wrong in [
        json!({ "model": "" }),
        json!({ "base_url": "" }),
        json!({ "base_url": "models" }),
    ] {
        let refused = stage.autopilot_with(true, wrong.clone()).await;
        let error = match refused {
            Ok(()) => return Err(format!("{wrong} was taken").into()),
            Err(error) => error.to_string(),
        };
        assert!(error.contains("422"), "{error}");
    }
    let settings = stage.get(&format!("/api/accounts/{ACCOUNT}/autopilot")).await?;
    assert_eq!(settings.get("on"), Some(&json!(false)));
    let tried = stage
        .act(
            "POST",
            &format!("/api/accounts/{ACCOUNT}/autopilot/try"),
            json!({}),
        )
        .await?;
    assert_eq!(tried.get("ok"), Some(&json!(true)));
    assert!(number(&tried, "/latency_ms") >= 0);
    stage.close().await
}
