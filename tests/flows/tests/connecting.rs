//! The connect wizard, over real HTTP: each way it can go, and that nothing half-connected stays.

use flows::{Broken, Stage, text};
use sandbox::{Fault, Switch};
use serde_json::{Value, json};

type Flow = Result<(), Broken>;

async fn nothing_is_connected(stage: &Stage) -> Flow {
    let accounts = stage.get("/api/accounts").await?;
    assert_eq!(accounts, json!([]));
    Ok(())
}

#[tokio::test]
async fn the_wizard_connects_by_the_loopback_redirect_and_sees_handshake_test_event_and_message() -> Flow {
    let stage = Stage::connected().await?;
    let app = sandbox::DEFAULT_APP_ID;
    stage
        .control()
        .post(&format!("/apps/{app}/test-event"), json!({}))
        .await?;
    stage.control().customer_writes(sandbox::ADA, "hello").await?;
    stage
        .until("all three ticks", || async {
            let accounts = stage.get("/api/accounts").await?;
            let seen = |tick: &str| {
                accounts
                    .pointer(&format!("/0/receiving/{tick}"))
                    .is_some_and(Value::is_i64)
            };
            let all = ["handshake_at", "test_event_at", "first_message_at"]
                .into_iter()
                .all(seen);
            Ok(all.then_some(()))
        })
        .await?;
    stage.close().await
}

#[tokio::test]
async fn the_address_can_be_pasted_in_both_answer_shapes() -> Flow {
    let stage = Stage::new().await?;
    stage
        .control()
        .fault(Switch::TokenDataShape, &Fault::always())
        .await?;
    stage
        .control()
        .fault(Switch::PermissionsString, &Fault::always())
        .await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    stage
        .act(
            "POST",
            &format!("/api/connect/{id}/paste"),
            json!({ "url": redirect }),
        )
        .await?;
    let wizard = stage.wizard_at(id, "receive").await?;
    assert_eq!(text(&wizard, "/account/username"), "bakery.test");
    stage.close().await
}

#[tokio::test]
async fn a_denied_sign_in_ends_in_a_sentence_and_connects_nothing() -> Flow {
    let stage = Stage::new().await?;
    stage
        .control()
        .fault(Switch::ConsentDenied, &Fault::always())
        .await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    stage
        .act(
            "POST",
            &format!("/api/connect/{id}/paste"),
            json!({ "url": redirect }),
        )
        .await?;
    let check = stage.bad_check(id, "sign_in").await?;
    assert!(!text(&check, "/next_step").is_empty());
    nothing_is_connected(&stage).await?;
    stage.close().await
}

#[tokio::test]
async fn a_code_that_was_used_here_is_named_without_asking_the_platform() -> Flow {
    let stage = Stage::new().await?;
    stage.control().fault(Switch::MeFails, &Fault::once()).await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    let paste = format!("/api/connect/{id}/paste");
    stage.act("POST", &paste, json!({ "url": redirect })).await?;
    stage.bad_check(id, "identity").await?;
    stage.act("POST", &paste, json!({ "url": redirect })).await?;
    let check = stage.bad_check(id, "sign_in").await?;
    assert!(text(&check, "/sentence").contains("used"), "{check}");
    stage
        .act("POST", &format!("/api/connect/{id}/again"), json!({}))
        .await?;
    stage.wizard_at(id, "receive").await?;
    stage.close().await
}

#[tokio::test]
async fn a_refused_exchange_quotes_the_platform_and_lists_causes() -> Flow {
    let stage = Stage::new().await?;
    stage
        .control()
        .fault(
            Switch::CodeRefused,
            &Fault::once().text("Matching code was not found"),
        )
        .await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    stage
        .act(
            "POST",
            &format!("/api/connect/{id}/paste"),
            json!({ "url": redirect }),
        )
        .await?;
    let check = stage.bad_check(id, "exchange").await?;
    assert_eq!(text(&check, "/quoted"), "Matching code was not found");
    assert!(
        check
            .pointer("/causes")
            .and_then(Value::as_array)
            .is_some_and(|causes| causes.len() >= 3)
    );
    nothing_is_connected(&stage).await?;
    stage.close().await
}

#[tokio::test]
async fn a_refused_long_lived_token_keeps_the_short_one_and_says_so() -> Flow {
    let stage = Stage::new().await?;
    stage
        .control()
        .fault(Switch::LongLivedRefused, &Fault::always())
        .await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    stage
        .act(
            "POST",
            &format!("/api/connect/{id}/paste"),
            json!({ "url": redirect }),
        )
        .await?;
    let wizard = stage.wizard_at(id, "receive").await?;
    assert_eq!(text(&wizard, "/account/token/lifetime"), "short");
    let checks = wizard
        .pointer("/checks")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let long = checks
        .iter()
        .find(|check| text(check, "/name") == "long_lived")
        .ok_or("no check")?;
    assert_eq!(text(long, "/state"), "warn");
    stage.close().await
}

#[tokio::test]
async fn a_closed_wizard_leaves_nothing_behind() -> Flow {
    let mut stage = Stage::new().await?;
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id").to_owned();
    stage.restart().await?;
    let (status, _) = stage.call("GET", &format!("/api/connect/{id}"), None).await?;
    assert_eq!(status, 404);
    nothing_is_connected(&stage).await?;
    stage.close().await
}

#[tokio::test]
async fn signing_in_again_renews_the_account_and_keeps_its_history() -> Flow {
    let stage = Stage::connected().await?;
    stage.control().customer_writes(sandbox::ADA, "hello").await?;
    stage.conversation(sandbox::ADA, |_| true).await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    let id = text(&wizard, "/id");
    stage
        .act(
            "POST",
            &format!("/api/connect/{id}/paste"),
            json!({ "url": redirect }),
        )
        .await?;
    stage.wizard_at(id, "receive").await?;
    let accounts = stage.get("/api/accounts").await?;
    assert_eq!(accounts.as_array().map(Vec::len), Some(1));
    let words = |message: &Value| text(message, "/text") == "hello";
    stage
        .messages(sandbox::ADA, |messages| messages.iter().any(words))
        .await?;
    stage.close().await
}

#[tokio::test]
async fn no_secret_is_in_any_answer_of_the_api() -> Flow {
    let stage = Stage::connected().await?;
    let account = flows::ACCOUNT;
    let key = json!({ "key": "a-model-key-for-the-flows" });
    stage
        .act("PUT", &format!("/api/accounts/{account}/autopilot/key"), key)
        .await?;
    for path in [
        "/api/accounts",
        "/api/health",
        "/api/settings",
        &format!("/api/accounts/{account}/autopilot"),
    ] {
        let body = stage.get(path).await?.to_string();
        for secret in [sandbox::DEFAULT_APP_SECRET, "IGAA", "a-model-key-for-the-flows"] {
            assert!(!body.contains(secret), "{path} holds a secret");
        }
    }
    stage.close().await
}
