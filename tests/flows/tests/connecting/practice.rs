//! Practice: the same steps, every button pressed by the desk, and no token ever on the wrong side.

use flows::{Broken, Flow, Setup, Stage, flag, list, said_by, text};
use sandbox::{Fault, Switch};
use serde_json::{Value, json};

fn practice(token_prefix: &str) -> Setup {
    Setup {
        practice: true,
        token_prefix: token_prefix.to_owned(),
        ..Setup::default()
    }
}

async fn open(stage: &Stage) -> Result<String, Broken> {
    let wizard = stage
        .act("POST", "/api/connect", json!({ "host": "practice" }))
        .await?;
    Ok(text(&wizard, "/id").to_owned())
}

#[tokio::test]
async fn practice_connects_by_itself_and_its_customers_write_on_their_own() -> Flow {
    let stage = Stage::with(practice(sandbox::PRACTICE_TOKEN_PREFIX)).await?;
    let id = open(&stage).await?;
    let wizard = stage.wizard_at(&id, "done").await?;
    assert_eq!(text(&wizard, "/host"), "practice");
    let account = stage
        .account(|account| account.get("autopilot_on") == Some(&json!(true)))
        .await?;
    assert_eq!(text(&account, "/host"), "practice");
    let shown = stage.get("/api/practice").await?;
    let customers = list(&shown, "/customers");
    let first = customers.first().ok_or("no customers to play")?;
    let who = text(first, "/id").to_owned();
    let words = json!({ "text": "When do you open on Sunday?" });
    stage
        .act("POST", &format!("/api/practice/customers/{who}/messages"), words)
        .await?;
    let answered = |messages: &[Value]| said_by("customer")(messages) && said_by("autopilot")(messages);
    stage.messages(&who, answered).await?;
    stage.close().await
}

#[tokio::test]
async fn a_real_token_is_not_taken_for_practice() -> Flow {
    let stage = Stage::with(practice("")).await?;
    let id = open(&stage).await?;
    let check = stage.bad_check(&id, "exchange").await?;
    assert!(text(&check, "/sentence").contains("thrown away"), "{check}");
    crate::nothing_is_connected(&stage).await?;
    let graph = stage.requests("graph", "").await?;
    assert!(graph.is_empty(), "the token was used: {graph:?}");
    stage.close().await
}

#[tokio::test]
async fn practice_that_fails_half_way_says_so_and_can_be_tried_again() -> Flow {
    let stage = Stage::with(practice(sandbox::PRACTICE_TOKEN_PREFIX)).await?;
    stage.control().fault(Switch::MeFails, &Fault::once()).await?;
    let id = open(&stage).await?;
    stage.bad_check(&id, "identity").await?;
    stage.press(&id, "again").await?;
    stage.wizard_at(&id, "done").await?;
    stage.close().await
}

#[tokio::test]
async fn a_desk_without_practice_says_so() -> Flow {
    let stage = Stage::new().await?;
    let (status, problem) = stage
        .call("POST", "/api/connect", Some(json!({ "host": "practice" })))
        .await?;
    assert_eq!((status, text(&problem, "/code")), (404, "no_practice"));
    assert!(text(&problem, "/detail").contains("`--practice`"), "{problem}");
    assert!(!flag(&stage.get("/api/practice").await?, "/running"));
    stage.close().await
}
