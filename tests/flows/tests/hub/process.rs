//! The real program: how it starts, how it ends, and who owns the data.

use flows::{ACCOUNT, APP, Broken, Flow, Item, Setup, Stage, Start, any, body, sends_of, state_is, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::{Value, json};
use std::time::Duration;

/// One call to a process: status and body.
async fn ask(stage: &Stage, greeting: &Value, path: &str) -> Result<(u16, Value), Broken> {
    let url = format!("{}{path}", text(greeting, "/api"));
    let answer = stage
        .http()
        .get(url)
        .bearer_auth(text(greeting, "/token"))
        .send()
        .await?;
    let status = answer.status().as_u16();
    let bytes = answer.bytes().await?;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
}

#[tokio::test]
async fn sigterm_ends_it_within_five_seconds_and_a_send_in_flight_is_reconciled_at_the_next_start() -> Flow {
    // The answer would come long after the end.
    let setup = Setup::pace(json!({ "graph": 30_000 }));
    let mut stage = Stage::by_hand_with(setup).await?;
    stage.hears(ADA, "hello").await?;
    stage.stop_hub().await;
    let start = Start::on(&stage)?;
    let process = start.run().await?;
    for (switch, fault) in [
        (Switch::EchoDropped, Fault::always()),
        (Switch::SendAcceptedHang, Fault::once().ms(60_000)),
    ] {
        stage.control().fault(switch, &fault).await?;
    }
    let conversation = ask(&stage, &process.greeting, &stage.at(ADA, "")).await?.1;
    let reply =
        serde_json::json!({ "send_id": "s-1", "text": "Hello Ada", "seen": conversation.get("newest") });
    let url = format!("{}{}", text(&process.greeting, "/api"), stage.at(ADA, "reply"));
    let sent = stage
        .http()
        .post(url)
        .bearer_auth(text(&process.greeting, "/token"))
        .json(&reply)
        .send()
        .await?;
    assert_eq!(sent.status(), 200);
    stage
        .until("the words in the thread", || async {
            Ok((stage.really_said(ADA).await?.len() == 1).then_some(()))
        })
        .await?;
    let (status, took) = process.terminate().await?;
    assert!(status.success(), "{status}: {}", start.logged());
    assert!(took < Duration::from_secs(5), "it took {took:?}");
    // The next start looks, finds it, and says nothing twice.
    stage.start_hub().await?;
    stage.receive_again().await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    stage.close().await
}

#[tokio::test]
async fn an_idle_hub_ends_at_once_even_with_an_open_feed() -> Flow {
    let mut stage = Stage::new().await?;
    stage.stop_hub().await;
    let process = Start::on(&stage)?.run().await?;
    let feed = format!("{}/api/feed", text(&process.greeting, "/api"));
    let open = stage
        .http()
        .get(feed)
        .bearer_auth(text(&process.greeting, "/token"))
        .send()
        .await?;
    assert_eq!(open.status(), 200);
    let (status, took) = process.terminate().await?;
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(5), "it took {took:?}");
    stage.close().await
}

#[tokio::test]
async fn it_greets_with_the_way_in_and_a_token_of_its_own() -> Flow {
    let mut stage = Stage::new().await?;
    stage.stop_hub().await;
    let start = Start::on(&stage)?.flag("--token", None);
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let process = start.run().await?;
        let token = text(&process.greeting, "/token").to_owned();
        assert!(token.len() >= 32, "{token}");
        assert!(text(&process.greeting, "/open").ends_with(&format!("#token={token}")));
        assert_eq!(ask(&stage, &process.greeting, "/api/health").await?.0, 200);
        process.terminate().await?;
        tokens.push(token);
    }
    assert_ne!(tokens.first(), tokens.last(), "a token is new at each start");
    assert!(tokens.iter().all(|token| !start.logged().contains(token)));
    stage.close().await
}

#[tokio::test]
async fn the_data_key_comes_from_the_environment_or_from_a_file() -> Flow {
    let mut stage = Stage::by_hand().await?;
    stage.stop_hub().await;
    let key = std::fs::read_to_string(stage.folder().join("key"))?;
    let key = key.trim();
    assert_eq!(key.len(), 64);
    // The stage has connected with the file's key; the same one from the environment opens what it sealed.
    let by_variable = Start::on(&stage)?
        .flag("--key-file", None)
        .variable("SWITCHBOARD_DATA_KEY", key);
    let process = by_variable.run().await?;
    let (_, accounts) = ask(&stage, &process.greeting, "/api/accounts").await?;
    assert_eq!(text(&accounts, "/0/state"), "live");
    process.terminate().await?;
    let by_file = Start::on(&stage)?;
    let process = by_file.run().await?;
    let (_, accounts) = ask(&stage, &process.greeting, "/api/accounts").await?;
    assert_eq!(text(&accounts, "/0/state"), "live");
    process.terminate().await?;
    let without = Start::on(&stage)?.flag("--key-file", None);
    assert!(without.fails().await?.contains("No data key"));
    let broken = without.variable("SWITCHBOARD_DATA_KEY", "4711");
    let said = broken.fails().await?;
    assert!(
        said.contains("does not hold a data key") && !said.contains("4711"),
        "{said}"
    );
    let inside = stage.data_dir().join("key").display().to_string();
    let inside = Start::on(&stage)?.flag("--key-file", Some(&inside));
    assert!(inside.fails().await?.contains("inside the data directory"));
    // A key that was lost is not replaced by another one, which would open nothing.
    let lost = stage.folder().join("lost").display().to_string();
    let lost = Start::on(&stage)?.flag("--key-file", Some(&lost));
    let said = lost.fails().await?;
    assert!(said.contains("there is no key file"), "{said}");
    stage.close().await
}

#[tokio::test]
async fn with_another_key_nothing_is_opened_and_the_operator_is_told() -> Flow {
    let mut stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage.change_the_key()?;
    stage.restart().await?;
    let account = stage
        .account(|account| text(account, "/state") == "sign_in_again")
        .await?;
    let sentence = text(&account, "/sentence");
    assert!(sentence.contains("data key"), "{sentence}");
    // Nothing can be verified; Meta is to deliver it again when the key is back.
    let address = format!("{}/webhooks/instagram/{APP}", stage.listener()?);
    let delivery = body(&[Item::message(ACCOUNT, ADA, "mid-unread", "are you there?")]);
    let answer = stage.http().post(address).body(delivery).send().await?;
    assert_eq!(answer.status(), 503);
    let messages = stage.messages(ADA, |messages| messages.len() == 1).await?;
    assert!(sends_of(&messages, "operator").is_empty());
    // Signing in again seals everything anew.
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    stage.receive_again().await?;
    stage.hears(ADA, "hello again").await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    stage.close().await
}

#[tokio::test]
async fn a_second_hub_on_the_same_data_is_told_who_has_it() -> Flow {
    let mut stage = Stage::new().await?;
    let second = Start::on(&stage)?;
    let said = second.fails().await?;
    let us = std::process::id().to_string();
    assert!(said.contains(&us), "{said}");
    // The other way round, the process is the one that is named.
    stage.stop_hub().await;
    let process = second.run().await?;
    let id = process.id().ok_or("it has no id")?.to_string();
    let error = match stage.start_hub().await {
        Ok(()) => return Err("two hubs own the data".into()),
        Err(error) => error.to_string(),
    };
    assert!(error.contains(&id), "{error}");
    process.terminate().await?;
    stage.start_hub().await?;
    stage.close().await
}

#[tokio::test]
async fn everything_is_still_there_after_the_process_was_another() -> Flow {
    let mut stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let before = stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    stage.stop_hub().await;
    let process = Start::on(&stage)?.run().await?;
    let items = ask(&stage, &process.greeting, &stage.at(ADA, "items")).await?.1;
    let keys: Vec<String> = flows::list(&items, "/items")
        .iter()
        .rev()
        .filter(|item| text(item, "/type") == "message")
        .map(|item| text(item, "/key").to_owned())
        .collect();
    let known: Vec<&str> = before.iter().map(|message| text(message, "/key")).collect();
    assert_eq!(keys, known);
    process.terminate().await?;
    stage.start_hub().await?;
    stage.conversation(ADA, any).await?;
    stage.close().await
}
