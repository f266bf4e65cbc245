//! No secret is anywhere but sealed: not in an answer, not in the files, not in the journal, not in the log.

use flows::{ACCOUNT, Broken, Flow, Stage, Start, TOKEN, any, list, state_is, text};
use sandbox::{ADA, DEFAULT_APP_SECRET, Fault, Switch};
use serde_json::{Value, json};
use std::path::Path;

/// The model's key.
const MODEL_KEY: &str = "a-model-key-for-the-flows";

/// Every token and code that the emulated Instagram has ever given out.
fn given_out(stage: &Stage) -> Result<Vec<String>, Broken> {
    let state: Value = serde_json::from_slice(&std::fs::read(stage.folder().join("instagram.json"))?)?;
    let mut found = Vec::new();
    let mut rest = vec![&state];
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(members) => {
                let secret = members
                    .keys()
                    .filter(|name| name.starts_with("IGAA") || name.starts_with("AQD"));
                found.extend(secret.cloned());
                rest.extend(members.values());
            }
            Value::Array(items) => rest.extend(items),
            Value::String(text) if text.starts_with("IGAA") || text.starts_with("AQD") => {
                found.push(text.clone())
            }
            _ => {}
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Which of the secrets stand in these bytes.
fn standing(bytes: &[u8], secrets: &[String]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let there = secrets.iter().filter(|secret| text.contains(secret.as_str()));
    there.map(|secret| secret.chars().take(12).collect()).collect()
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) -> Result<(), Broken> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Goes through the desk's life once: connected twice, a refused and a lost send, an answer, a dead token.
async fn live(stage: &Stage) -> Flow {
    let key = json!({ "key": MODEL_KEY });
    stage
        .act("PUT", &format!("/api/accounts/{ACCOUNT}/autopilot/key"), key)
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.said(ADA, 1).await?;
    stage
        .control()
        .fault(Switch::SendRefused, &Fault::once().code(100).status(400))
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-1", "failed")).await?;
    stage.control().fault(Switch::SendCut, &Fault::once()).await?;
    stage.reply(ADA, "s-2", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-2", "confirmed")).await?;
    stage
        .control()
        .fault(Switch::ModelUnauthorized, &Fault::once())
        .await?;
    stage
        .act(
            "POST",
            &format!("/api/accounts/{ACCOUNT}/autopilot/try"),
            json!({}),
        )
        .await?;
    stage
        .control()
        .post(&format!("/accounts/{ACCOUNT}/revoke"), json!({ "subcode": 460 }))
        .await?;
    stage.reply(ADA, "s-3", "Hello?").await?;
    stage
        .account(|account| text(account, "/state") == "sign_in_again")
        .await?;
    Ok(())
}

#[tokio::test]
async fn no_secret_is_in_any_answer_or_in_any_file_of_the_desk() -> Flow {
    let mut stage = Stage::connected().await?;
    live(&stage).await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.sign_in_by_paste(&wizard).await?;
    let wizard = stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    let mut secrets = given_out(&stage)?;
    assert!(
        secrets.len() >= 4,
        "two sign-ins give two short and two long tokens"
    );
    assert!(
        secrets.iter().any(|secret| redirect.contains(secret)),
        "and codes"
    );
    let key = std::fs::read_to_string(stage.folder().join("key"))?;
    secrets.extend([DEFAULT_APP_SECRET, MODEL_KEY, TOKEN, key.trim()].map(str::to_owned));
    let mut answers = vec![wizard.to_string()];
    for path in [
        "/api/accounts",
        "/api/health",
        "/api/health/undecodable",
        "/api/settings",
        "/api/conversations",
        &format!("/api/accounts/{ACCOUNT}/autopilot"),
        &stage.at(ADA, ""),
        &stage.at(ADA, "items"),
        &stage.at(ADA, "decisions"),
    ] {
        answers.push(stage.get(path).await?.to_string());
    }
    for answer in &answers {
        assert_eq!(standing(answer.as_bytes(), &secrets), [""; 0], "in {answer}");
    }
    for running in [true, false] {
        if !running {
            stage.stop_hub().await;
        }
        let mut all = Vec::new();
        files(&stage.data_dir(), &mut all)?;
        assert!(all.len() >= 2, "{all:?}");
        for file in all {
            let bytes = std::fs::read(&file)?;
            assert_eq!(standing(&bytes, &secrets), [""; 0], "in {}", file.display());
        }
    }
    stage.close().await
}

#[tokio::test]
async fn no_secret_and_nothing_that_a_customer_wrote_is_in_the_log() -> Flow {
    let mut stage = Stage::by_hand().await?;
    stage.stop_hub().await;
    let start = Start::on(&stage)?;
    let process = start.run().await?;
    // The same life, told to the process: its log is at its most talkative.
    let api = text(&process.greeting, "/api").to_owned();
    let listener = text(&process.greeting, "/listener").to_owned();
    let call = |method: &'static str, path: String, body: Value| {
        let request = stage
            .http()
            .request(method.parse().unwrap_or_default(), format!("{api}{path}"));
        request.bearer_auth(TOKEN).json(&body).send()
    };
    let accounts: Value = call("GET", "/api/accounts".to_owned(), json!({}))
        .await?
        .json()
        .await?;
    let callback = format!("{listener}{}", text(&accounts, "/0/receiving/callback_path"));
    let word = text(&accounts, "/0/receiving/verify_token");
    assert!(stage.control().set_callback(flows::APP, &callback, word).await?);
    assert!(
        !stage
            .control()
            .set_callback(flows::APP, &callback, "another-word")
            .await?,
        "a refused handshake is logged too"
    );
    let key = json!({ "key": MODEL_KEY });
    call("PUT", format!("/api/accounts/{ACCOUNT}/autopilot/key"), key).await?;
    let mut settings: Value = call("GET", format!("/api/accounts/{ACCOUNT}/autopilot"), json!({}))
        .await?
        .json()
        .await?;
    if let Some(members) = settings.as_object_mut() {
        members.insert("on".to_owned(), json!(true));
    }
    call("PUT", format!("/api/accounts/{ACCOUNT}/autopilot"), settings).await?;
    stage.control().fault(Switch::ModelCut, &Fault::once()).await?;
    stage
        .control()
        .fault(
            Switch::SendRefused,
            &Fault::once().code(190).subcode(460).status(401),
        )
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday? My code is walnuts.")
        .await?;
    stage
        .until("a dead token", || async {
            let accounts: Value = call("GET", "/api/accounts".to_owned(), json!({}))
                .await?
                .json()
                .await?;
            Ok((text(&accounts, "/0/state") == "sign_in_again").then_some(()))
        })
        .await?;
    let wizard: Value = call("POST", "/api/connect".to_owned(), json!({ "host": "instagram" }))
        .await?
        .json()
        .await?;
    let id = text(&wizard, "/id").to_owned();
    let uri = json!({ "uri": text(&wizard, "/redirect_uri") });
    stage
        .control()
        .post(&format!("/apps/{}/redirect_uris", flows::APP), uri)
        .await?;
    let keys = json!({ "app_id": flows::APP, "app_secret": DEFAULT_APP_SECRET });
    call("PUT", format!("/api/connect/{id}/app"), keys).await?;
    let wizard: Value = call("POST", format!("/api/connect/{id}/sign-in"), json!({}))
        .await?
        .json()
        .await?;
    let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    call(
        "POST",
        format!("/api/connect/{id}/paste"),
        json!({ "url": redirect }),
    )
    .await?;
    stage
        .until("the renewed account", || async {
            let wizard: Value = call("GET", format!("/api/connect/{id}"), json!({}))
                .await?
                .json()
                .await?;
            Ok((text(&wizard, "/step") == "receive").then_some(()))
        })
        .await?;
    process.terminate().await?;
    let log = start.logged();
    assert!(log.contains("stopping"), "the log is not where it is looked for");
    let mut secrets = given_out(&stage)?;
    let key = std::fs::read_to_string(stage.folder().join("key"))?;
    secrets.extend([DEFAULT_APP_SECRET, MODEL_KEY, TOKEN, key.trim(), word, "walnuts"].map(str::to_owned));
    assert_eq!(standing(log.as_bytes(), &secrets), [""; 0], "in the log:\n{log}");
    stage.start_hub().await?;
    assert!(!list(&stage.get("/api/conversations").await?, "/rows").is_empty());
    stage.conversation(ADA, any).await?;
    stage.close().await
}
