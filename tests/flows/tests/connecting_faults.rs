//! The connect wizard when somebody does what nobody planned for: pages loaded again, windows closed half-way,
//! networks that fail in the middle.

use flows::{ACCOUNT, Broken, Stage, text};
use sandbox::{Fault, Switch};
use serde_json::{Value, json};

type Flow = Result<(), Broken>;

fn check<'a>(wizard: &'a Value, name: &str) -> Option<&'a Value> {
    let checks = wizard.get("checks").and_then(Value::as_array)?;
    checks.iter().find(|check| text(check, "/name") == name)
}

async fn running(stage: &Stage, id: &str, name: &str) -> Flow {
    let path = format!("/api/connect/{id}");
    stage
        .until(&format!("a running check {name}"), || async {
            let wizard = stage.get(&path).await?;
            let is_running = check(&wizard, name).is_some_and(|check| text(check, "/state") == "run");
            Ok(is_running.then_some(()))
        })
        .await
}

async fn is_subscribed(stage: &Stage) -> Result<bool, Broken> {
    let app = stage
        .control()
        .get(&format!("/apps/{}", sandbox::DEFAULT_APP_ID))
        .await?;
    let fields = app
        .pointer(&format!("/subscriptions/{ACCOUNT}"))
        .and_then(Value::as_array);
    Ok(fields.is_some_and(|fields| !fields.is_empty()))
}

async fn account_in(stage: &Stage, state: &str) -> Flow {
    stage
        .until(&format!("the account {state}"), || async {
            let accounts = stage.get("/api/accounts").await?;
            Ok((text(&accounts, "/0/state") == state).then_some(()))
        })
        .await
}

/// Opens the address that the browser ended at, as a browser does.
async fn browse(redirect: &str) -> Result<String, Broken> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let answer = http.get(redirect.trim_end_matches("#_")).send().await?;
    Ok(answer.error_for_status()?.text().await?)
}

async fn paste(stage: &Stage, id: &str, redirect: &str) -> Flow {
    let body = json!({ "url": redirect });
    stage
        .act("POST", &format!("/api/connect/{id}/paste"), body)
        .await
        .map(drop)
}

#[tokio::test]
async fn loading_the_browser_tab_again_leaves_a_running_sign_in_alone() -> Flow {
    let stage = Stage::new().await?;
    // The second call reads the account.
    let slow = Fault::once().after(1).ms(150);
    stage.control().fault(Switch::GraphSlow, &slow).await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    browse(&redirect).await?;
    running(&stage, id, "identity").await?;
    let page = browse(&redirect).await?;
    assert!(page.contains("You can close this tab"), "{page}");
    paste(&stage, id, &redirect).await?;
    let wizard = stage.wizard_at(id, "receive").await?;
    assert_eq!(text(&wizard, "/account/id"), ACCOUNT);
    stage.close().await
}

#[tokio::test]
async fn an_address_of_another_sign_in_leaves_a_running_one_alone() -> Flow {
    let stage = Stage::new().await?;
    // The second call reads the account.
    let slow = Fault::once().after(1).ms(150);
    stage.control().fault(Switch::GraphSlow, &slow).await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    paste(&stage, id, &redirect).await?;
    running(&stage, id, "identity").await?;
    paste(
        &stage,
        id,
        "http://localhost/sign-in?code=AQDanother&state=another",
    )
    .await?;
    stage.wizard_at(id, "receive").await?;
    stage.close().await
}

#[tokio::test]
async fn a_wizard_closed_while_it_subscribes_leaves_no_subscription_behind() -> Flow {
    let stage = Stage::new().await?;
    // The two calls after the token and the account: the subscription and its end.
    let slow = Fault::times(2).after(2).ms(150);
    stage.control().fault(Switch::GraphSlow, &slow).await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    paste(&stage, id, &redirect).await?;
    running(&stage, id, "subscription").await?;
    let (status, _) = stage.call("DELETE", &format!("/api/connect/{id}"), None).await?;
    assert_eq!(status, 204);
    stage
        .until("the subscription", || async {
            Ok(is_subscribed(&stage).await?.then_some(()))
        })
        .await?;
    stage
        .until("no subscription", || async {
            Ok((!is_subscribed(&stage).await?).then_some(()))
        })
        .await?;
    assert_eq!(stage.get("/api/accounts").await?, json!([]));
    stage.close().await
}

#[tokio::test]
async fn a_fault_while_the_token_is_lengthened_is_no_refusal_and_can_be_tried_again() -> Flow {
    let stage = Stage::new().await?;
    stage.control().fault(Switch::GraphHtml, &Fault::once()).await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    paste(&stage, id, &redirect).await?;
    let check = stage.bad_check(id, "long_lived").await?;
    assert!(!text(&check, "/sentence").contains("refused"), "{check}");
    assert!(text(&check, "/next_step").contains("Try again"), "{check}");
    stage
        .act("POST", &format!("/api/connect/{id}/again"), json!({}))
        .await?;
    let wizard = stage.wizard_at(id, "receive").await?;
    assert_eq!(text(&wizard, "/account/token/lifetime"), "long");
    stage.close().await
}

#[tokio::test]
async fn a_second_sign_in_of_an_account_is_told_as_such() -> Flow {
    let stage = Stage::connected().await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    paste(&stage, id, &redirect).await?;
    let wizard = stage.wizard_at(id, "receive").await?;
    let identity = check(&wizard, "identity").ok_or("no check")?;
    assert!(text(identity, "/sentence").contains("already"), "{identity}");
    let (status, problem) = stage
        .call("POST", &format!("/api/connect/{id}/again"), Some(json!({})))
        .await?;
    assert!(
        status >= 400 && problem.to_string().contains("connected already"),
        "{problem}"
    );
    stage.close().await
}

#[tokio::test]
async fn a_dead_token_that_only_a_profile_met_stops_the_account() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage
        .control()
        .fault(Switch::TokenRevoked, &Fault::always())
        .await?;
    stage.control().customer_writes(sandbox::ADA, "hello").await?;
    account_in(&stage, "sign_in_again").await?;
    stage.close().await
}

#[tokio::test]
async fn a_limit_that_a_profile_met_pauses_the_account() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().fault(Switch::Throttled, &Fault::once()).await?;
    stage.control().customer_writes(sandbox::ADA, "hello").await?;
    account_in(&stage, "paused").await?;
    stage.close().await
}
