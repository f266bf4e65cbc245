//! The token endpoints, in every shape they have been seen in.

use instagram::graph::CallError;
use instagram::sign_in::{App, SignIn};
use instagram::{Hosts, Transport};
use secrecy::ExposeSecret;

use crate::server::{Reply, Server, timeouts};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const REDIRECT: &str = "http://127.0.0.1:8123/sign-in/callback";

fn app() -> App {
    App {
        client_id: "700000000000001".to_owned(),
        client_secret: SECRET.into(),
    }
}

fn sign_in(server: &Server) -> SignIn {
    let hosts = Hosts::at(&server.base);
    let transport = Transport::for_hosts(&hosts, &timeouts()).unwrap();
    SignIn::new(hosts, transport)
}

#[tokio::test]
async fn a_code_is_exchanged_in_both_answer_shapes() {
    let flat = r#"{"access_token":"IGAAexampleSHORT","user_id":27870000000000001,"permissions":["instagram_business_basic","instagram_business_manage_messages"]}"#;
    let wrapped = r#"{"data":[{"access_token":"IGAAexampleSHORT","user_id":"27870000000000001","permissions":"instagram_business_basic,instagram_business_manage_messages"}]}"#;
    let spaced = wrapped.replace("basic,", "basic ");
    for body in [flat, wrapped, &spaced] {
        let server = Server::answering([Reply::json(200, body)]).await;
        let token = sign_in(&server)
            .exchange(&app(), REDIRECT, &"AQDexample".into())
            .await
            .value
            .unwrap();
        assert_eq!(token.token.expose_secret(), "IGAAexampleSHORT");
        assert_eq!(token.scoped_user_id.as_deref(), Some("27870000000000001"));
        assert_eq!(
            token.permissions,
            ["instagram_business_basic", "instagram_business_manage_messages"]
        );
        let seen = server.only();
        assert_eq!(
            (seen.method.as_str(), seen.path.as_str()),
            ("POST", "/oauth/access_token")
        );
        assert_eq!(seen.headers["content-type"], "application/x-www-form-urlencoded");
        let form: Vec<(String, String)> = url::form_urlencoded::parse(seen.body.as_bytes())
            .into_owned()
            .collect();
        let expected = [
            ("client_id", "700000000000001"),
            ("client_secret", SECRET),
            ("grant_type", "authorization_code"),
            ("redirect_uri", REDIRECT),
            ("code", "AQDexample"),
        ];
        assert_eq!(
            form,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}

#[tokio::test]
async fn an_exchange_that_tells_no_permissions_is_accepted() {
    let server = Server::answering([Reply::json(200, r#"{"access_token":"IGAAexampleSHORT"}"#)]).await;
    let token = sign_in(&server)
        .exchange(&app(), REDIRECT, &"AQDexample".into())
        .await
        .value
        .unwrap();
    assert!(token.permissions.is_empty());
    assert_eq!(token.scoped_user_id, None);
}

#[tokio::test]
async fn a_used_code_is_refused_in_the_flat_form() {
    let body = r#"{"error_type":"OAuthException","code":400,"error_message":"Matching code was not found or was already used"}"#;
    let server = Server::answering([Reply::json(400, body)]).await;
    let refused = sign_in(&server)
        .exchange(&app(), REDIRECT, &"AQDexample".into())
        .await
        .value;
    let Err(CallError::SignInRefused(refusal)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refusal.message, "Matching code was not found or was already used");
    assert_eq!((refusal.code, refusal.status), (Some(400), 400));
}

#[tokio::test]
async fn the_exchange_may_be_refused_in_the_graph_form_too() {
    let body = r#"{"error":{"message":"Error validating client secret.","type":"OAuthException","code":1}}"#;
    let server = Server::answering([Reply::json(400, body)]).await;
    let refused = sign_in(&server)
        .exchange(&app(), REDIRECT, &"AQDexample".into())
        .await
        .value;
    assert!(matches!(refused, Err(CallError::Refused(error)) if error.code == 1));
}

#[tokio::test]
async fn a_success_without_a_token_is_unreadable() {
    for body in [
        "{}",
        r#"{"data":[]}"#,
        r#"{"access_token":""}"#,
        r#"{"access_token":7}"#,
    ] {
        let server = Server::answering([Reply::json(200, body)]).await;
        let read = sign_in(&server)
            .exchange(&app(), REDIRECT, &"AQDexample".into())
            .await
            .value;
        assert!(
            matches!(read, Err(CallError::Unreadable { status: 200 })),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_short_token_becomes_a_long_one() {
    let body = r#"{"access_token":"IGAAexampleLONG","token_type":"bearer","expires_in":5183944}"#;
    let server = Server::answering([Reply::json(200, body)]).await;
    let long = sign_in(&server)
        .lengthen(&app(), &"IGAAexampleSHORT".into())
        .await
        .value
        .unwrap();
    assert_eq!(long.token.expose_secret(), "IGAAexampleLONG");
    assert_eq!(long.expires_in_s, Some(5_183_944));
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("GET", "/access_token")
    );
    assert_eq!(seen.query("grant_type"), Some("ig_exchange_token"));
    assert_eq!(seen.query("client_secret"), Some(SECRET));
    assert_eq!(seen.query("access_token"), Some("IGAAexampleSHORT"));
}

#[tokio::test]
async fn a_refresh_is_a_get_and_brings_a_token() {
    let body = r#"{"access_token":"IGAAexampleNEW","token_type":"bearer","expires_in":"5183000"}"#;
    let server = Server::answering([Reply::json(200, body)]).await;
    let long = sign_in(&server)
        .refresh(&"IGAAexampleLONG".into())
        .await
        .value
        .unwrap();
    assert_eq!(long.token.expose_secret(), "IGAAexampleNEW");
    assert_eq!(long.expires_in_s, Some(5_183_000));
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("GET", "/refresh_access_token")
    );
    assert_eq!(seen.query("grant_type"), Some("ig_refresh_token"));
}

#[tokio::test]
async fn a_token_that_is_long_already_is_refused_without_ending_the_account() {
    let body = r#"{"error":{"message":"The access token is not a short-lived token","type":"IGApiException","code":190,"error_subcode":33}}"#;
    let server = Server::answering([Reply::json(400, body)]).await;
    let refused = sign_in(&server)
        .lengthen(&app(), &"IGAAexampleSHORT".into())
        .await
        .value;
    let Err(CallError::Refused(error)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(error.verdict().stops, instagram::errors::Stops::Nothing);
}
