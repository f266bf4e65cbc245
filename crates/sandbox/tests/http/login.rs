use reqwest::redirect::Policy;
use sandbox::{DEFAULT_APP_ID, DEFAULT_APP_SECRET, Fault, Sandbox, Switch};
use serde_json::{Value, json};
use url::Url;

use crate::stage::{Answer, REDIRECT, config};

const SCOPES: &str = "instagram_business_basic,instagram_business_manage_messages";

fn authorize_url(sandbox: &Sandbox, redirect: &str, scope: &str) -> String {
    let mut url = Url::parse(&format!("{}/oauth/authorize", sandbox.hosts().www)).unwrap();
    url.query_pairs_mut()
        .append_pair("client_id", DEFAULT_APP_ID)
        .append_pair("redirect_uri", redirect)
        .append_pair("response_type", "code")
        .append_pair("scope", scope)
        .append_pair("state", "s-123");
    url.to_string()
}

fn browser() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .build()
        .unwrap()
}

fn location(response: &reqwest::Response) -> Url {
    Url::parse(response.headers()["location"].to_str().unwrap()).unwrap()
}

fn pair(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

async fn code(sandbox: &Sandbox) -> String {
    let url = sandbox
        .control()
        .consent(&authorize_url(sandbox, REDIRECT, SCOPES))
        .await
        .unwrap();
    pair(&Url::parse(&url).unwrap(), "code").unwrap()
}

fn form(code: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("client_id", DEFAULT_APP_ID),
        ("client_secret", DEFAULT_APP_SECRET),
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT),
        ("code", code),
    ]
}

async fn exchange(sandbox: &Sandbox, form: &[(&str, &str)]) -> Answer {
    let url = format!("{}/oauth/access_token", sandbox.hosts().api);
    Answer::of(reqwest::Client::new().post(url).form(form).send().await.unwrap()).await
}

#[tokio::test]
async fn the_consent_page_asks_and_allow_leads_back_with_code_and_state() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let url = authorize_url(&sandbox, REDIRECT, SCOPES);
    let page = browser().get(&url).send().await.unwrap().text().await.unwrap();
    for wanted in [
        "<button name=\"decision\" value=\"allow\"",
        "Cancel",
        "type=\"checkbox\"",
        "bakery.test",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    let decision = [("decision", "allow"), ("scope", "instagram_business_basic")];
    let answer = browser().post(&url).form(&decision).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    let target = location(&answer);
    assert!(target.as_str().starts_with(REDIRECT));
    assert_eq!(target.fragment(), Some("_"));
    assert_eq!(pair(&target, "state").as_deref(), Some("s-123"));
    let answer = exchange(&sandbox, &form(&pair(&target, "code").unwrap())).await;
    // The scope that was unticked is not granted.
    assert_eq!(answer.body["permissions"], json!(["instagram_business_basic"]));
}

#[tokio::test]
async fn cancel_leads_back_with_the_three_error_parameters() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let url = authorize_url(&sandbox, REDIRECT, SCOPES);
    let answer = browser()
        .post(&url)
        .form(&[("decision", "cancel")])
        .send()
        .await
        .unwrap();
    let target = location(&answer);
    assert_eq!(pair(&target, "error").as_deref(), Some("access_denied"));
    assert_eq!(pair(&target, "error_reason").as_deref(), Some("user_denied"));
    assert_eq!(
        pair(&target, "error_description").as_deref(),
        Some("The user denied your request")
    );
    assert_eq!(pair(&target, "state").as_deref(), Some("s-123"));
    assert_eq!(pair(&target, "code"), None);
}

#[tokio::test]
async fn an_unregistered_redirect_or_client_gets_an_error_page_and_no_redirect() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let slash = format!("{REDIRECT}/");
    for url in [
        authorize_url(&sandbox, &slash, SCOPES),
        authorize_url(&sandbox, REDIRECT, "instagram_everything"),
        authorize_url(&sandbox, REDIRECT, SCOPES).replace(DEFAULT_APP_ID, "1"),
    ] {
        let answer = browser().get(&url).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{url}");
        assert!(answer.headers().get("location").is_none());
        assert!(sandbox.control().consent(&url).await.is_err());
    }
}

#[tokio::test]
async fn the_control_api_denies_and_unticks_like_the_page() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let url = authorize_url(&sandbox, REDIRECT, SCOPES);
    let control = sandbox.control();
    let denied = control
        .post("/consent", json!({ "url": url, "decision": "deny" }))
        .await
        .unwrap();
    assert!(
        denied["redirect"]
            .as_str()
            .unwrap()
            .contains("error_reason=user_denied")
    );
    let body = json!({ "url": url, "scopes": ["instagram_business_basic"] });
    let allowed = control.post("/consent", body).await.unwrap();
    let redirect = allowed["redirect"].as_str().unwrap();
    assert!(redirect.ends_with("&state=s-123#_"), "{redirect}");
    let code = pair(&Url::parse(redirect).unwrap(), "code").unwrap();
    let answer = exchange(&sandbox, &form(&code)).await;
    assert_eq!(answer.body["permissions"], json!(["instagram_business_basic"]));
}

#[tokio::test]
async fn a_code_becomes_a_flat_token_with_a_bare_user_id() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let code = code(&sandbox).await;
    let url = format!("{}/oauth/access_token", sandbox.hosts().api);
    let answer = reqwest::Client::new()
        .post(url)
        .form(&form(&code))
        .send()
        .await
        .unwrap();
    let text = answer.text().await.unwrap();
    assert!(text.contains("\"user_id\":27870000000000001"), "{text}");
    let body: Value = serde_json::from_str(&text).unwrap();
    assert!(body["access_token"].as_str().unwrap().starts_with("IGAA"));
    assert_eq!(
        body["permissions"],
        json!(["instagram_business_basic", "instagram_business_manage_messages"])
    );
}

#[tokio::test]
async fn a_code_works_once_for_an_hour_and_only_with_its_own_redirect() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let first = code(&sandbox).await;
    let mut other = form(&first);
    other[3].1 = "https://desk.example.test/other";
    let answer = exchange(&sandbox, &other).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.body["error_message"],
        "Redirect URI does not match registered redirect URI"
    );
    assert_eq!(exchange(&sandbox, &form(&first)).await.status, 200);
    let again = exchange(&sandbox, &form(&first)).await;
    let used = json!({ "error_type": "OAuthException", "code": 400,
        "error_message": "Matching code was not found or was already used" });
    assert_eq!((again.status, again.body), (400, used.clone()));
    let late = code(&sandbox).await;
    sandbox.control().advance_clock(3_600_001).await.unwrap();
    assert_eq!(exchange(&sandbox, &form(&late)).await.body, used);
    assert_eq!(exchange(&sandbox, &form(&format!("{late}#_"))).await.body, used);
}

#[tokio::test]
async fn a_wrong_secret_is_refused_and_the_code_stays_good() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let code = code(&sandbox).await;
    let mut wrong = form(&code);
    wrong[1].1 = "00000000000000000000000000000000";
    assert_eq!(
        exchange(&sandbox, &wrong).await.body["error_message"],
        "Error validating client secret"
    );
    assert_eq!(exchange(&sandbox, &form(&code)).await.status, 200);
}

#[tokio::test]
async fn the_exchange_takes_multipart_and_refuses_get() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let code = code(&sandbox).await;
    let url = format!("{}/oauth/access_token", sandbox.hosts().api);
    let got = Answer::of(reqwest::get(&url).await.unwrap()).await;
    assert_eq!(
        (got.status, &got.body["error_type"]),
        (400, &json!("OAuthException"))
    );
    let mut body = String::new();
    for (name, value) in form(&code) {
        body.push_str(&format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--b--\r\n");
    let request = reqwest::Client::new()
        .post(url)
        .header("content-type", "multipart/form-data; boundary=b");
    let answer = Answer::of(request.body(body).send().await.unwrap()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn the_answer_can_have_the_documented_shape_instead() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let control = sandbox.control();
    for switch in [
        Switch::TokenDataShape,
        Switch::PermissionsString,
        Switch::UserIdString,
    ] {
        control.fault(switch, &Fault::once()).await.unwrap();
    }
    let answer = exchange(&sandbox, &form(&code(&sandbox).await)).await;
    let inner = &answer.body["data"][0];
    assert_eq!(inner["permissions"], SCOPES);
    assert_eq!(inner["user_id"], "27870000000000001");
    // Each was meant for one answer only.
    assert!(exchange(&sandbox, &form(&code(&sandbox).await)).await.body["user_id"].is_u64());
}

#[tokio::test]
async fn consent_and_exchange_can_be_refused_by_a_switch() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let control = sandbox.control();
    let url = authorize_url(&sandbox, REDIRECT, SCOPES);
    control
        .fault(Switch::ConsentDenied, &Fault::times(2))
        .await
        .unwrap();
    assert!(
        control
            .consent(&url)
            .await
            .unwrap()
            .contains("error=access_denied")
    );
    let page = browser().get(&url).send().await.unwrap();
    assert_eq!(page.status(), 302);
    assert_eq!(pair(&location(&page), "error").as_deref(), Some("access_denied"));
    let code = code(&sandbox).await;
    control
        .fault(Switch::CodeRefused, &Fault::once().text("Invalid redirect_uri"))
        .await
        .unwrap();
    assert_eq!(
        exchange(&sandbox, &form(&code)).await.body["error_message"],
        "Invalid redirect_uri"
    );
}
