//! What goes wrong on the way: each ends in a plain sentence and a next step.

use crate::nothing_is_connected;
use flows::{APP, Flow, Stage, list, text};
use sandbox::{DEFAULT_APP_SECRET, Fault, Switch};
use serde_json::json;

#[tokio::test]
async fn a_cancelled_sign_in_ends_in_a_sentence_and_connects_nothing() -> Flow {
    let stage = Stage::new().await?;
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id");
    let pressed = json!({ "url": text(&wizard, "/authorize_url"), "decision": "cancel" });
    let gone = stage.control().post("/consent", pressed).await?;
    stage.http().get(text(&gone, "/redirect")).send().await?;
    let check = stage.bad_check(id, "sign_in").await?;
    assert_eq!(text(&check, "/quoted"), "The user denied your request");
    nothing_is_connected(&stage).await?;
    let wizard = stage.press(id, "sign-in").await?;
    stage.come_back(&wizard).await?;
    stage.wizard_at(id, "receive").await?;
    stage.close().await
}

#[tokio::test]
async fn a_sign_in_that_the_platform_denies_names_the_other_cause_too() -> Flow {
    let stage = Stage::new().await?;
    stage
        .control()
        .fault(Switch::ConsentDenied, &Fault::always())
        .await?;
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    let check = stage.bad_check(text(&wizard, "/id"), "sign_in").await?;
    assert!(list(&check, "/causes").len() >= 2, "{check}");
    nothing_is_connected(&stage).await?;
    stage.close().await
}

#[tokio::test]
async fn an_unticked_permission_is_named_with_what_it_costs() -> Flow {
    let stage = Stage::new().await?;
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id");
    let pressed = json!({ "url": text(&wizard, "/authorize_url"), "scopes": ["instagram_business_basic"] });
    let gone = stage.control().post("/consent", pressed).await?;
    stage.paste(id, text(&gone, "/redirect")).await?;
    let check = stage.bad_check(id, "permissions").await?;
    let sentence = text(&check, "/sentence");
    assert!(
        sentence.contains("instagram_business_manage_messages"),
        "{sentence}"
    );
    assert!(sentence.contains("answering messages"), "{sentence}");
    nothing_is_connected(&stage).await?;
    let wizard = stage.press(id, "sign-in").await?;
    stage.sign_in_by_paste(&wizard).await?;
    stage.wizard_at(id, "receive").await?;
    stage.close().await
}

#[tokio::test]
async fn an_address_of_another_sign_in_is_known_here_and_not_used() -> Flow {
    let stage = Stage::new().await?;
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id");
    let older = stage.control().consent(text(&wizard, "/authorize_url")).await?;
    // Signing in anew sends another state out; the address of before belongs to nobody now.
    let wizard = stage.press(id, "sign-in").await?;
    stage.paste(id, &older).await?;
    let check = stage.bad_check(id, "sign_in").await?;
    assert!(text(&check, "/sentence").contains("another sign-in"), "{check}");
    let page = stage.http().get(older.trim_end_matches("#_")).send().await?;
    assert!(page.text().await?.contains("not waiting any more"));
    assert!(
        stage.requests("api", "/oauth").await?.is_empty(),
        "it was exchanged"
    );
    nothing_is_connected(&stage).await?;
    stage.sign_in_by_paste(&wizard).await?;
    stage.wizard_at(id, "receive").await?;
    stage.close().await
}

#[tokio::test]
async fn an_address_without_a_code_is_told_apart() -> Flow {
    let stage = Stage::new().await?;
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id");
    stage.paste(id, "https://www.instagram.com/").await?;
    let check = stage.bad_check(id, "sign_in").await?;
    assert!(text(&check, "/sentence").contains("no sign-in code"), "{check}");
    assert!(stage.requests("api", "/oauth").await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn a_code_that_was_used_here_is_named_without_asking_the_platform() -> Flow {
    let stage = Stage::new().await?;
    stage.control().fault(Switch::MeFails, &Fault::once()).await?;
    let wizard = stage.begin_wizard().await?;
    let redirect = stage.sign_in_by_paste(&wizard).await?;
    let id = text(&wizard, "/id");
    stage.bad_check(id, "identity").await?;
    stage.paste(id, &redirect).await?;
    let check = stage.bad_check(id, "sign_in").await?;
    assert!(text(&check, "/sentence").contains("used"), "{check}");
    assert_eq!(stage.requests("api", "/oauth").await?.len(), 1);
    nothing_is_connected(&stage).await?;
    // What is signed in already is enough to go on.
    stage.press(id, "again").await?;
    stage.wizard_at(id, "receive").await?;
    assert_eq!(stage.requests("api", "/oauth").await?.len(), 1);
    stage.close().await
}

#[tokio::test]
async fn a_refused_exchange_quotes_the_platform_and_lists_causes() -> Flow {
    let stage = Stage::new().await?;
    let words = "Код не найден";
    stage
        .control()
        .fault(Switch::CodeRefused, &Fault::once().text(words))
        .await?;
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    let check = stage.bad_check(text(&wizard, "/id"), "exchange").await?;
    assert_eq!(text(&check, "/quoted"), words);
    assert!(list(&check, "/causes").len() >= 3);
    nothing_is_connected(&stage).await?;
    stage.close().await
}

#[tokio::test]
async fn app_id_and_secret_are_refused_by_their_shape_before_anybody_is_asked() -> Flow {
    let stage = Stage::new().await?;
    let wizard = stage
        .act("POST", "/api/connect", json!({ "host": "instagram" }))
        .await?;
    let path = format!("/api/connect/{}/app", text(&wizard, "/id"));
    let half = DEFAULT_APP_SECRET.get(..31).unwrap_or_default();
    for (app, secret, code) in [
        ("my app", DEFAULT_APP_SECRET, "app_id_shape"),
        ("7000", DEFAULT_APP_SECRET, "app_id_shape"),
        (APP, half, "app_secret_shape"),
        (APP, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "app_secret_shape"),
    ] {
        let keys = json!({ "app_id": app, "app_secret": secret });
        let (status, problem) = stage.call("PUT", &path, Some(keys)).await?;
        assert_eq!((status, text(&problem, "/code")), (422, code), "{problem}");
        assert!(
            !problem.to_string().contains(secret),
            "the problem repeats the secret"
        );
    }
    let spaced = json!({ "app_id": format!(" {APP} "), "app_secret": format!("{DEFAULT_APP_SECRET}\n") });
    let wizard = stage.act("PUT", &path, spaced).await?;
    assert_eq!(text(&wizard, "/app_id"), APP);
    stage.close().await
}

#[tokio::test]
async fn a_secret_of_another_app_is_refused_by_the_exchange_and_can_be_changed() -> Flow {
    let stage = Stage::new().await?;
    let other = "1badcafe1badcafe1badcafe1badcafe";
    let wizard = stage.begin_wizard_with(APP, other).await?;
    let id = text(&wizard, "/id");
    stage.sign_in_by_paste(&wizard).await?;
    let check = stage.bad_check(id, "exchange").await?;
    let causes = list(&check, "/causes");
    let first = causes.first().map(ToString::to_string).unwrap_or_default();
    assert!(
        first.contains("app secret"),
        "the likeliest cause comes first: {check}"
    );
    assert!(
        text(&check, "/next_step").contains("Change the secret"),
        "{check}"
    );
    assert!(!check.to_string().contains(other), "the check repeats the secret");
    let keys = json!({ "app_id": APP, "app_secret": DEFAULT_APP_SECRET });
    stage.act("PUT", &format!("/api/connect/{id}/app"), keys).await?;
    let wizard = stage.press(id, "sign-in").await?;
    stage.sign_in_by_paste(&wizard).await?;
    stage.wizard_at(id, "receive").await?;
    stage.close().await
}

#[tokio::test]
async fn a_subscription_that_is_not_done_connects_nothing_until_it_is() -> Flow {
    let stage = Stage::new().await?;
    for switch in [Switch::SubscribeUnsuccessful, Switch::SubscribeFails] {
        stage.control().fault(switch, &Fault::once()).await?;
    }
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id");
    stage.sign_in_by_paste(&wizard).await?;
    for _ in 0..2 {
        stage.bad_check(id, "subscription").await?;
        nothing_is_connected(&stage).await?;
        stage.press(id, "again").await?;
    }
    stage.wizard_at(id, "receive").await?;
    assert!(!stage.subscribed(APP).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn a_program_that_is_closed_half_way_leaves_nothing_behind() -> Flow {
    let mut stage = Stage::new().await?;
    stage.control().fault(Switch::MeFails, &Fault::always()).await?;
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id").to_owned();
    stage.sign_in_by_paste(&wizard).await?;
    // Signed in, a token in memory, and not connected.
    stage.bad_check(&id, "identity").await?;
    stage.restart().await?;
    let (status, _) = stage.call("GET", &format!("/api/connect/{id}"), None).await?;
    assert_eq!(status, 404);
    nothing_is_connected(&stage).await?;
    stage.close().await
}

#[tokio::test]
async fn a_wizard_that_is_closed_stops_what_it_was_doing() -> Flow {
    let stage = Stage::new().await?;
    stage
        .control()
        .fault(Switch::GraphSlow, &Fault::always().ms(1_500))
        .await?;
    let wizard = stage.begin_wizard().await?;
    let id = text(&wizard, "/id");
    stage.sign_in_by_paste(&wizard).await?;
    stage.check(id, "long_lived", "run").await?;
    let path = format!("/api/connect/{id}");
    assert_eq!(stage.call("DELETE", &path, None).await?.0, 204);
    assert_eq!(stage.call("GET", &path, None).await?.0, 404);
    stage.control().clear_faults().await?;
    // Another sign-in goes through, and it is the only one that asked whose account it is.
    let wizard = stage.begin_wizard().await?;
    stage.sign_in_by_paste(&wizard).await?;
    stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    assert_eq!(stage.requests("graph", "/me").await?.len(), 1);
    stage.close().await
}
