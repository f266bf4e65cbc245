//! A practice account and another one in one desk: what belongs to one never reaches the other.

use crate::elsewhere::Elsewhere;
use flows::{ACCOUNT, Broken, Flow, Stage, Start, list, text};
use sandbox::{Control, PRACTICE_TOKEN_PREFIX, Sandbox};
use serde_json::json;

/// The account that is not practice, on the stage's Instagram, and its app.
const CAFE: &str = "17841400000000002";
const APP: &str = "700000000000002";
const SECRET: &str = "2badcafe2badcafe2badcafe2badcafe";
/// A customer of each: ids belong to an account, so the same number is two people.
const CLEO: &str = "6100000000000077";

async fn practice() -> Result<Sandbox, Broken> {
    let config = sandbox::Config {
        clock: std::sync::Arc::new(sandbox::SystemClock),
        token_prefix: PRACTICE_TOKEN_PREFIX.to_owned(),
        // Its codes and tokens are others than those of the stage's Instagram.
        seed: 2,
        ..sandbox::Config::default()
    };
    let practice = Sandbox::start(config).await?;
    let cleo = json!({ "igsid": CLEO, "username": "cleo.practises", "account": ACCOUNT });
    practice.control().post("/customers", cleo).await?;
    Ok(practice)
}

async fn cafe(instagram: &Control) -> Flow {
    let app = json!({ "id": APP, "secret": SECRET, "name": "The app of the café" });
    instagram.post("/apps", app).await?;
    let account = json!({ "id": CAFE, "username": "cafe.test", "name": "Café Test" });
    instagram.post("/accounts", account).await?;
    let cleo = json!({ "igsid": CLEO, "username": "cleo.drinks", "account": CAFE });
    instagram.post("/customers", cleo).await?;
    Ok(())
}

/// Connects the practice account; nobody there writes or answers by themselves.
async fn practise(desk: &Elsewhere<'_>, practice: &Control) -> Flow {
    let wizard = desk
        .act("POST", "/api/connect", json!({ "host": "practice" }))
        .await?;
    desk.wizard_at(text(&wizard, "/id"), "done").await?;
    practice.post("/scripts/stop", json!({})).await?;
    let path = format!("/api/accounts/{ACCOUNT}/autopilot");
    let mut settings = desk.get(&path).await?;
    let members = settings.as_object_mut().ok_or("no settings")?;
    members.insert("on".to_owned(), json!(false));
    desk.act("PUT", &path, settings).await.map(drop)
}

/// What each side of a thread has really said, oldest first.
async fn really_said(instagram: &Control) -> Result<Vec<(String, String)>, Broken> {
    let thread = instagram.thread(CLEO).await?;
    let said = list(&thread, "/messages");
    Ok(said
        .iter()
        .map(|one| (text(one, "/who").to_owned(), text(one, "/text").to_owned()))
        .collect())
}

/// What one side was asked that names the other's account.
async fn asked_about(instagram: &Control, account: &str) -> Result<usize, Broken> {
    let asked = instagram
        .get(&format!("/requests?surface=graph&path={account}"))
        .await?;
    Ok(list(&asked, "/requests").len())
}

fn pairs(said: &[(String, String)]) -> Vec<(&str, &str)> {
    said.iter()
        .map(|(who, words)| (who.as_str(), words.as_str()))
        .collect()
}

#[tokio::test]
async fn each_message_arrives_at_its_own_account_and_each_answer_leaves_through_its_own_platform() -> Flow {
    let mut stage = Stage::new().await?;
    stage.stop_hub().await;
    let practice = practice().await?;
    let (real, ours) = (stage.control(), practice.control());
    let url = practice.base_url();
    let process = Start::on(&stage)?
        .flag("--practice-url", Some(&url))
        .run()
        .await?;
    let desk = Elsewhere::of(&stage, &process);
    cafe(&real).await?;
    desk.connect(APP, SECRET, CAFE).await?;
    practise(&desk, &ours).await?;
    let accounts = list(&desk.get("/api/accounts").await?, "");
    let mut hosts: Vec<_> = accounts
        .iter()
        .map(|one| (text(one, "/id"), text(one, "/host")))
        .collect();
    hosts.sort_unstable();
    assert_eq!(hosts, [(ACCOUNT, "practice"), (CAFE, "custom")]);

    ours.customer_writes(CLEO, "Is this practice?").await?;
    real.customer_writes(CLEO, "Is this the café?").await?;
    let (played, earnest) = (format!("{ACCOUNT}.{CLEO}"), format!("{CAFE}.{CLEO}"));
    let heard = [desk.said_in(&played, 1).await?, desk.said_in(&earnest, 1).await?];
    assert_eq!(pairs(&heard[0]), [("customer", "Is this practice?")]);
    assert_eq!(pairs(&heard[1]), [("customer", "Is this the café?")]);

    desk.reply(&played, "s-played", "It is practice").await?;
    desk.reply(&earnest, "s-earnest", "It is the café").await?;
    let said = [really_said(&ours).await?, really_said(&real).await?];
    assert_eq!(
        pairs(&said[0]),
        [("customer", "Is this practice?"), ("api", "It is practice")]
    );
    assert_eq!(
        pairs(&said[1]),
        [("customer", "Is this the café?"), ("api", "It is the café")]
    );
    assert_eq!(asked_about(&ours, CAFE).await?, 0);
    assert_eq!(asked_about(&real, ACCOUNT).await?, 0);
    assert!(asked_about(&ours, ACCOUNT).await? > 0 && asked_about(&real, CAFE).await? > 0);
    process.terminate().await?;
    practice.stop().await?;
    stage.close().await
}
