//! Receiving is part of connecting: the callback, its word, and what was really seen.

use flows::{ACCOUNT, APP, Broken, Flow, Stage, any, number, text};
use sandbox::ADA;
use serde_json::{Value, json};

async fn at_receiving(stage: &Stage) -> Result<Value, Broken> {
    let wizard = stage.begin_wizard().await?;
    stage.come_back(&wizard).await?;
    stage.wizard_at(text(&wizard, "/id"), "receive").await
}

#[tokio::test]
async fn each_tick_says_what_was_seen_and_no_more() -> Flow {
    let stage = Stage::new().await?;
    let wizard = at_receiving(&stage).await?;
    let id = text(&wizard, "/id");
    for name in ["handshake", "test_event", "first_message"] {
        stage.check(id, name, "wait").await?;
    }
    let public = json!({ "url": stage.listener()? });
    let wizard = stage
        .act("PUT", &format!("/api/connect/{id}/public-address"), public)
        .await?;
    let url = text(&wizard, "/receiving/callback_url");
    assert!(url.ends_with(&format!("/webhooks/instagram/{APP}")), "{url}");
    let word = text(&wizard, "/receiving/verify_token");
    assert!(stage.control().set_callback(APP, url, word).await?);
    stage.check(id, "handshake", "ok").await?;
    stage
        .control()
        .post(&format!("/apps/{APP}/test-event"), json!({}))
        .await?;
    let seen = stage.check(id, "test_event", "ok").await?;
    assert!(text(&seen, "/sentence").contains("does not yet prove"), "{seen}");
    stage.check(id, "first_message", "wait").await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.check(id, "first_message", "ok").await?;
    stage.close().await
}

#[tokio::test]
async fn a_handshake_with_another_word_is_refused_and_ticks_nothing() -> Flow {
    let stage = Stage::new().await?;
    let wizard = at_receiving(&stage).await?;
    let url = format!("{}/webhooks/instagram/{APP}", stage.listener()?);
    let word = text(&wizard, "/receiving/verify_token").to_owned();
    assert!(word.len() >= 16, "a word that can be guessed");
    let asked = json!({ "url": url, "verify_token": "another-word" });
    let answer = stage
        .control()
        .put(&format!("/apps/{APP}/callback"), asked)
        .await?;
    assert_eq!(
        (answer.get("verified"), number(&answer, "/status")),
        (Some(&json!(false)), 403)
    );
    let no_subscription = format!("{url}?hub.mode=unsubscribe&hub.challenge=1&hub.verify_token={word}");
    assert_eq!(stage.http().get(no_subscription).send().await?.status(), 403);
    let markup = format!("{url}?hub.mode=subscribe&hub.challenge=%3Cb%3E&hub.verify_token={word}");
    assert_eq!(stage.http().get(markup).send().await?.status(), 403);
    let account = stage.account(any).await?;
    assert_eq!(account.pointer("/receiving/handshake_at"), Some(&Value::Null));
    assert!(stage.control().set_callback(APP, &url, &word).await?);
    stage
        .account(|account| number(account, "/receiving/handshake_at") > 0)
        .await?;
    stage.close().await
}

#[tokio::test]
async fn a_public_address_is_https_and_only_its_origin_counts() -> Flow {
    let stage = Stage::new().await?;
    let wizard = at_receiving(&stage).await?;
    let path = format!("/api/connect/{}/public-address", text(&wizard, "/id"));
    for wrong in [
        "http://shop.example.test",
        "shop.example.test",
        "ftp://shop.example.test",
    ] {
        let (status, problem) = stage.call("PUT", &path, Some(json!({ "url": wrong }))).await?;
        assert_eq!(
            (status, text(&problem, "/code")),
            (422, "invalid"),
            "{wrong} was taken"
        );
    }
    let given = json!({ "url": " https://plain-otter.example-tunnel.test/some/path?x=1 " });
    let wizard = stage.act("PUT", &path, given).await?;
    assert_eq!(
        text(&wizard, "/receiving/callback_url"),
        format!("https://plain-otter.example-tunnel.test/webhooks/instagram/{APP}")
    );
    let account = stage.account(any).await?;
    assert_eq!(
        text(&account, "/receiving/public_address"),
        "https://plain-otter.example-tunnel.test"
    );
    let path = format!("/api/accounts/{ACCOUNT}/public-address");
    let account = stage.act("PUT", &path, json!({ "url": null })).await?;
    assert_eq!(account.pointer("/receiving/callback_url"), Some(&Value::Null));
    stage.close().await
}

#[tokio::test]
async fn the_word_is_another_for_each_app() -> Flow {
    let (one, two) = (Stage::new().await?, Stage::new().await?);
    let words = [at_receiving(&one).await?, at_receiving(&two).await?];
    let [first, second] = words
        .each_ref()
        .map(|wizard| text(wizard, "/receiving/verify_token"));
    assert_ne!(first, second);
    two.close().await?;
    one.close().await
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_its_holder() -> Flow {
    let mut stage = Stage::new().await?;
    stage.stop_hub().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let options = hub::Options {
        listener: Some(taken.local_addr()?),
        ..stage.options()?
    };
    let error = match hub::Hub::start(&options).await {
        Ok(_) => return Err("it started on a taken port".into()),
        Err(error) => format!("{error:#}"),
    };
    assert!(
        error.contains(&format!("process {}", std::process::id())),
        "{error}"
    );
    assert!(error.contains(&taken.local_addr()?.port().to_string()), "{error}");
    drop(taken);
    stage.start_hub().await?;
    stage.close().await
}
