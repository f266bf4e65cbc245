//! A second sign-in of the same account, in the same way and in another.

use flows::{ACCOUNT, APP, Broken, Flow, Item, Stage, any, body, entry, list, number, text};
use sandbox::{ADA, DEFAULT_APP_SECRET, Fault, Switch};
use serde_json::{Value, json};

/// Another app of the same owner.
const OTHER: &str = "700000000000002";
const OTHER_SECRET: &str = "2badcafe2badcafe2badcafe2badcafe";

/// A second account of the same owner.
const SECOND: &str = "17841400000000002";

/// Signs in to a second account through the app of the first; the wizard's id.
async fn sign_in_a_second_account(stage: &Stage) -> Result<String, Broken> {
    let new = json!({ "id": SECOND, "username": "cafe.test", "name": "Café Test" });
    stage.control().post("/accounts", new).await?;
    let wizard = stage.begin_wizard_with(APP, DEFAULT_APP_SECRET).await?;
    let asked = json!({ "url": text(&wizard, "/authorize_url"), "account": SECOND });
    let gone = stage.control().post("/consent", asked).await?;
    let id = text(&wizard, "/id").to_owned();
    stage.paste(&id, text(&gone, "/redirect")).await?;
    Ok(id)
}

async fn sign_in_with_another_app(stage: &Stage) -> Result<Value, Broken> {
    let app = json!({ "id": OTHER, "secret": OTHER_SECRET, "name": "Another app" });
    stage.control().post("/apps", app).await?;
    let wizard = stage.begin_wizard_with(OTHER, OTHER_SECRET).await?;
    stage.sign_in_by_paste(&wizard).await?;
    let path = format!("/api/connect/{}", text(&wizard, "/id"));
    stage
        .until("the question", || async {
            let wizard = stage.get(&path).await?;
            Ok(wizard
                .get("question")
                .is_some_and(Value::is_object)
                .then_some(wizard))
        })
        .await
}

#[tokio::test]
async fn signing_in_again_renews_the_account_and_keeps_its_history() -> Flow {
    let stage = Stage::connected().await?;
    stage.hears(ADA, "hello").await?;
    let before = stage.get(&format!("/api/accounts/{ACCOUNT}/autopilot")).await?;
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    let wizard = stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    assert!(
        wizard.get("question").is_some_and(Value::is_null),
        "the same app needs no question"
    );
    let accounts = stage.get("/api/accounts").await?;
    assert_eq!(list(&accounts, "").len(), 1);
    let after = stage.get(&format!("/api/accounts/{ACCOUNT}/autopilot")).await?;
    assert_eq!(before, after);
    let words = |message: &Value| text(message, "/text") == "hello";
    stage.messages(ADA, |messages| messages.iter().any(words)).await?;
    stage.close().await
}

#[tokio::test]
async fn another_app_is_asked_about_and_keeping_the_old_one_changes_nothing() -> Flow {
    let stage = Stage::by_hand().await?;
    let wizard = sign_in_with_another_app(&stage).await?;
    let choices = list(&wizard, "/question/choices");
    let values: Vec<&str> = choices.iter().map(|choice| text(choice, "/value")).collect();
    assert_eq!(values, ["replace", "keep"]);
    assert!(
        stage.subscribed(OTHER).await?.is_empty(),
        "it was subscribed before the answer"
    );
    let id = text(&wizard, "/id");
    let kept = json!({ "replace": false });
    stage
        .act("POST", &format!("/api/connect/{id}/replace"), kept)
        .await?;
    stage.bad_check(id, "subscription").await?;
    let account = stage.account(any).await?;
    assert_eq!(text(&account, "/app_id"), APP);
    assert!(stage.subscribed(OTHER).await?.is_empty());
    assert!(!stage.subscribed(APP).await?.is_empty());
    stage.hears(ADA, "still here?").await?;
    stage.close().await
}

#[tokio::test]
async fn another_app_replaces_the_old_one_after_a_question_and_the_old_one_is_unsubscribed() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let wizard = sign_in_with_another_app(&stage).await?;
    let id = text(&wizard, "/id");
    stage
        .act(
            "POST",
            &format!("/api/connect/{id}/replace"),
            json!({ "replace": true }),
        )
        .await?;
    let wizard = stage.wizard_at(id, "receive").await?;
    assert_eq!(text(&wizard, "/account/app_id"), OTHER);
    stage
        .until("the old subscription to end", || async {
            Ok(stage.subscribed(APP).await?.is_empty().then_some(()))
        })
        .await?;
    assert!(!stage.subscribed(OTHER).await?.is_empty());
    stage.receive(&wizard).await?;
    stage.hears(ADA, "through the new app").await?;
    let messages = stage.messages(ADA, |messages| messages.len() == 2).await?;
    assert_eq!(messages.first().map(|one| text(one, "/text")), Some("hello"));
    // What the old app still delivers is signed by the old secret and is not this connection's.
    let late = body(&[Item::message(ACCOUNT, ADA, "mid-late", "through the old app")]);
    assert_eq!(stage.deliver(&late).await?, 200);
    let health = stage
        .health(|health| number(health, "/intake/unconnected") == 1)
        .await?;
    assert_eq!(number(&health, "/intake/undecodable"), 0);
    stage.messages(ADA, |messages| messages.len() == 2).await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage.messages(ADA, flows::state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    stage.close().await
}

#[tokio::test]
async fn a_second_account_of_the_same_app_stands_beside_the_first() -> Flow {
    let stage = Stage::connected().await?;
    let id = sign_in_a_second_account(&stage).await?;
    let wizard = stage.wizard_at(&id, "receive").await?;
    assert_eq!(text(&wizard, "/account/username"), "cafe.test");
    let accounts = list(&stage.get("/api/accounts").await?, "");
    assert_eq!(accounts.len(), 2);
    // One app has one callback: the word for it is the same for both.
    let words: Vec<&str> = accounts
        .iter()
        .map(|account| text(account, "/receiving/verify_token"))
        .collect();
    assert_eq!(words.first(), words.last());
    let autopilots: Vec<_> = accounts
        .iter()
        .map(|account| account.get("autopilot_on"))
        .collect();
    assert!(
        autopilots.contains(&Some(&json!(false))),
        "a real account's autopilot is off until its owner has read it"
    );
    stage.close().await
}

#[tokio::test]
async fn what_arrives_while_an_account_is_being_connected_is_asked_for_again() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::GraphSlow, &Fault::always().ms(800))
        .await?;
    let id = sign_in_a_second_account(&stage).await?;
    // Also where the entry names the customer instead of the account (contract 2.1).
    let message = Item::message(SECOND, ADA, "mid-early", "Are you there?");
    let early = format!(
        r#"{{"object":"instagram","entry":[{}]}}"#,
        entry(SECOND, std::slice::from_ref(&message))
    );
    let odd = format!(r#"{{"object":"instagram","entry":[{}]}}"#, entry(ADA, &[message]));
    stage
        .until("a delivery that is turned away", || async {
            Ok((stage.deliver(&early).await? == 503).then_some(()))
        })
        .await?;
    assert_eq!(stage.deliver(&odd).await?, 503);
    stage.control().clear_faults().await?;
    stage.wizard_at(&id, "receive").await?;
    assert_eq!(stage.deliver(&odd).await?, 200);
    assert_eq!(stage.deliver(&early).await?, 200);
    let found = stage.get(&format!("/api/conversations/{SECOND}.{ADA}")).await?;
    assert_eq!(text(&found, "/last/text"), "Are you there?");
    stage.close().await
}

#[tokio::test]
async fn an_account_whose_sign_in_cannot_be_opened_takes_in_what_arrives_until_it_is_disconnected() -> Flow {
    let mut stage = Stage::connected().await?;
    let id = sign_in_a_second_account(&stage).await?;
    stage.wizard_at(&id, "receive").await?;
    stage.change_the_key()?;
    stage.restart().await?;
    // The first one's new sign-in makes their app known again.
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    stage.receive_again().await?;
    let says = |mid: &str, words: &str| {
        let item = Item::message(SECOND, ADA, mid, words);
        format!(r#"{{"object":"instagram","entry":[{}]}}"#, entry(SECOND, &[item]))
    };
    assert_eq!(stage.deliver(&says("mid-1", "Are you there?")).await?, 200);
    let conversation = format!("/api/conversations/{SECOND}.{ADA}");
    let found = stage.get(&conversation).await?;
    assert_eq!(text(&found, "/last/text"), "Are you there?");

    let path = format!("/api/accounts/{SECOND}");
    let (status, _) = stage.call("DELETE", &path, None).await?;
    assert_eq!(status, 200);
    assert_eq!(stage.deliver(&says("mid-2", "Hello?")).await?, 200);
    let found = stage.get(&conversation).await?;
    assert_eq!(
        text(&found, "/last/text"),
        "Are you there?",
        "it is nobody's any more"
    );
    stage.close().await
}
