//! The way that everything goes well.

use flows::{ACCOUNT, APP, Flow, Stage, list, number, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::{Value, json};

#[tokio::test]
async fn the_wizard_connects_by_the_loopback_redirect_and_sees_handshake_test_event_and_message() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .post(&format!("/apps/{APP}/test-event"), json!({}))
        .await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage
        .account(|account| {
            ["handshake_at", "test_event_at", "first_message_at"]
                .into_iter()
                .all(|tick| number(account, &format!("/receiving/{tick}")) > 0)
        })
        .await?;
    stage.close().await
}

#[tokio::test]
async fn each_step_shows_its_result() -> Flow {
    let stage = Stage::new().await?;
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id");
    assert_eq!(text(&wizard, "/step"), "sign_in");
    stage.check(id, "app_shape", "ok").await?;
    let waiting = stage.check(id, "sign_in", "run").await?;
    assert!(!text(&waiting, "/next_step").is_empty(), "{waiting}");
    stage.come_back(&wizard).await?;
    let wizard = stage.wizard_at(id, "receive").await?;
    for name in [
        "sign_in",
        "exchange",
        "permissions",
        "long_lived",
        "identity",
        "subscription",
    ] {
        let check = stage.check(id, name, "ok").await?;
        assert!(
            !text(&check, "/sentence").is_empty() && !text(&check, "/title").is_empty(),
            "{check}"
        );
    }
    assert_eq!(text(&wizard, "/account/token/lifetime"), "long");
    assert!(text(&wizard, "/account/sentence").contains("days"), "{wizard}");
    stage.close().await
}

#[tokio::test]
async fn the_exact_redirect_uri_is_shown_and_is_the_one_that_is_exchanged() -> Flow {
    let stage = Stage::new().await?;
    let wizard = stage.begin_wizard().await?;
    let shown = text(&wizard, "/redirect_uri");
    let port = stage.hub()?.listener.port();
    assert_eq!(shown, format!("http://localhost:{port}/sign-in"));
    assert!(!text(&wizard, "/redirect_note").is_empty());
    stage.come_back(&wizard).await?;
    stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    let exchanges = stage.requests("api", "/oauth/access_token").await?;
    let sent: Vec<&str> = exchanges
        .iter()
        .map(|one| text(one, "/body/redirect_uri"))
        .collect();
    assert_eq!(sent, [shown]);
    stage.close().await
}

#[tokio::test]
async fn a_dashboard_that_takes_only_https_is_given_an_https_address_and_the_answer_is_pasted() -> Flow {
    let stage = Stage::new().await?;
    let begun = stage.begin_wizard().await?;
    let id = text(&begun, "/id");
    let path = format!("/api/connect/{id}/redirect");
    let wizard = stage.act("PUT", &path, json!({ "https": true })).await?;
    let port = stage.hub()?.listener.port();
    let uri = text(&wizard, "/redirect_uri");
    assert_eq!(uri, format!("https://localhost:{port}/sign-in"));
    assert_eq!(wizard["authorize_url"], Value::Null, "the sign-in begins anew");
    assert_ne!(text(&wizard, "/redirect_note"), text(&begun, "/redirect_note"));
    stage
        .control()
        .post(&format!("/apps/{APP}/redirect_uris"), json!({ "uri": uri }))
        .await?;
    let wizard = stage.press(id, "sign-in").await?;
    let ended_at = stage.sign_in_by_paste(&wizard).await?;
    assert!(ended_at.starts_with(uri), "{ended_at}");
    stage.wizard_at(id, "receive").await?;
    let exchanges = stage.requests("api", "/oauth/access_token").await?;
    assert_eq!(text(&exchanges[0], "/body/redirect_uri"), uri);
    let (refused, _) = stage.call("PUT", &path, Some(json!({ "https": false }))).await?;
    assert_eq!(refused, 422, "the account is connected");
    stage.close().await
}

#[tokio::test]
async fn the_address_can_be_pasted_and_the_exchange_answer_has_either_shape() -> Flow {
    let stage = Stage::new().await?;
    for switch in [
        Switch::TokenDataShape,
        Switch::PermissionsString,
        Switch::UserIdString,
        Switch::MeDataShape,
    ] {
        stage.control().fault(switch, &Fault::always()).await?;
    }
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    let wizard = stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    assert_eq!(text(&wizard, "/account/username"), "bakery.test");
    stage.close().await
}

#[tokio::test]
async fn the_account_is_known_by_its_user_id_and_subscribed_to_its_messages() -> Flow {
    let stage = Stage::connected().await?;
    let account = stage.account(|_| true).await?;
    assert_eq!(
        text(&account, "/id"),
        ACCOUNT,
        "the app-scoped id is another number"
    );
    let fields = stage.subscribed(APP).await?;
    for field in [
        "messages",
        "message_reactions",
        "messaging_seen",
        "messaging_postbacks",
        "message_edit",
    ] {
        assert!(fields.contains(&json!(field)), "{field} is not in {fields:?}");
    }
    stage.close().await
}

#[tokio::test]
async fn a_refused_long_lived_token_keeps_the_short_one_with_its_true_lifetime_and_says_so() -> Flow {
    let stage = Stage::new().await?;
    stage
        .control()
        .fault(Switch::LongLivedRefused, &Fault::always())
        .await?;
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    let id = text(&wizard, "/id");
    let wizard = stage.wizard_at(id, "receive").await?;
    assert_eq!(text(&wizard, "/account/token/lifetime"), "short");
    let check = stage.check(id, "long_lived", "warn").await?;
    assert!(!text(&check, "/next_step").is_empty(), "{check}");
    let issued = stage.control().get("/tokens").await?;
    let ends: Vec<i64> = list(&issued, "")
        .iter()
        .map(|token| number(token, "/expires_at"))
        .collect();
    let shown = number(&wizard, "/account/token/expires_at");
    let off = ends.iter().map(|end| (end - shown).abs()).min();
    assert!(
        off.is_some_and(|off| off < 60_000),
        "shown {shown}, issued until {ends:?}"
    );
    let sentence = text(&wizard, "/account/sentence").to_owned();
    assert!(sentence.contains("minutes"), "{sentence}");
    stage.close().await
}

#[tokio::test]
async fn disconnecting_tells_the_platform_and_keeps_the_history() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let (status, done) = stage
        .call("DELETE", &format!("/api/accounts/{ACCOUNT}"), None)
        .await?;
    assert_eq!(
        (status, done.get("unsubscribed")),
        (200, Some(&Value::Bool(true)))
    );
    assert!(stage.subscribed(APP).await?.is_empty());
    stage
        .account(|account| text(account, "/state") == "disconnected")
        .await?;
    stage
        .messages(ADA, |messages| {
            messages.iter().any(|one| text(one, "/text") == "hello")
        })
        .await?;
    let (status, problem) = stage.try_reply(ADA, "s-1", "hello?").await?;
    assert_eq!((status, text(&problem, "/code")), (409, "account_stopped"));
    assert_eq!(stage.sends_asked().await?, 0);
    stage.close().await
}
