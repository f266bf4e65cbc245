//! `/me`, profiles and subscriptions.

use instagram::graph::{CallError, Interruption, MESSAGE_FIELDS};

use crate::server::{ADA, BAKERY, Reply, Server, TOKEN, access};

const ME: &str = r#"{"id":"27870000000000001","user_id":"17841400000000001","username":"bakery.test","name":"Bakery Test","account_type":"BUSINESS","profile_picture_url":"https:\/\/scontent.example.test\/p.jpg?oe=6AA39DCE"}"#;

#[tokio::test]
async fn me_names_the_account_flat_or_wrapped() {
    for body in [
        ME.to_owned(),
        format!(r#"{{"data":[{ME}]}}"#),
        ME.replace("\"17841400000000001\"", "17841400000000001"),
    ] {
        let server = Server::answering([Reply::json(200, &body)]).await;
        let me = server.client().me(&TOKEN.into()).await.value.unwrap();
        assert_eq!(me.user_id, BAKERY);
        assert_eq!(me.scoped_id.as_deref(), Some("27870000000000001"));
        assert_eq!(me.username.as_deref(), Some("bakery.test"));
        assert_eq!(me.account_type.as_deref(), Some("BUSINESS"));
        let seen = server.only();
        assert_eq!(seen.path, "/v25.0/me");
        assert_eq!(seen.bearer(), Some(TOKEN));
        assert!(seen.query("fields").unwrap().contains("user_id"));
    }
}

#[tokio::test]
async fn me_without_the_account_id_is_unreadable() {
    let server = Server::answering([Reply::json(200, r#"{"id":"27870000000000001"}"#)]).await;
    let read = server.client().me(&TOKEN.into()).await.value;
    assert_eq!(read, Err(CallError::Unreadable { status: 200 }));
}

#[tokio::test]
async fn a_dead_token_is_an_auth_error() {
    let body = r#"{"error":{"message":"Сессия недействительна","type":"OAuthException","code":190,"error_subcode":460}}"#;
    let server = Server::answering([Reply::json(401, body)]).await;
    let Err(CallError::Refused(error)) = server.client().me(&TOKEN.into()).await.value else {
        panic!("not refused")
    };
    assert_eq!(error.verdict().class, instagram::errors::Class::Auth);
    assert_eq!(error.to_string(), "Graph error 190/460 (HTTP 401)");
}

#[tokio::test]
async fn a_profile_is_read_with_its_pictures_expiry() {
    let body = r#"{"name":null,"username":"ada.bakes","profile_pic":"https:\/\/scontent.example.test\/v\/ada.jpg?oe=6AA79C10",
        "follower_count":42,"is_user_follow_business":true,"is_business_follow_user":false,"id":"6100000000000001"}"#;
    let server = Server::answering([Reply::json(200, body)]).await;
    let profile = server.client().profile(&access(), ADA).await.value.unwrap();
    assert_eq!(profile.name, None);
    assert_eq!(profile.username.as_deref(), Some("ada.bakes"));
    assert_eq!(profile.picture_expires_ms, Some(0x6AA7_9C10 * 1000));
    assert_eq!(profile.follower_count, Some(42));
    assert_eq!(
        (profile.follows_us, profile.followed_by_us, profile.verified),
        (Some(true), Some(false), None)
    );
    assert_eq!(server.only().path, format!("/v25.0/{ADA}"));
}

#[tokio::test]
async fn missing_consent_is_told_from_a_dead_token() {
    let body =
        r#"{"error":{"message":"(#230) User consent is required","type":"OAuthException","code":230}}"#;
    let server = Server::answering([Reply::json(403, body)]).await;
    let Err(CallError::Refused(error)) = server.client().profile(&access(), ADA).await.value else {
        panic!("not refused")
    };
    assert_eq!(error.verdict().class, instagram::errors::Class::ConsentMissing);
}

#[tokio::test]
async fn subscribing_names_the_fields_and_believes_only_success() {
    let server = Server::answering([
        Reply::json(200, r#"{"success":true}"#),
        Reply::json(200, r#"{"success":false}"#),
        Reply::json(200, "{}"),
    ])
    .await;
    let client = server.client();
    assert_eq!(client.subscribe(&access(), MESSAGE_FIELDS).await.value, Ok(()));
    assert_eq!(
        client.subscribe(&access(), MESSAGE_FIELDS).await.value,
        Err(CallError::NotDone)
    );
    let silent = client.subscribe(&access(), MESSAGE_FIELDS).await.value;
    assert_eq!(silent, Err(CallError::Unreadable { status: 200 }));
    let seen = &server.seen()[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/v25.0/17841400000000001/subscribed_apps")
    );
    let fields = seen.query("subscribed_fields").unwrap();
    assert!(fields.split(',').any(|field| field == "messages"), "{fields}");
    assert_eq!(fields.split(',').count(), MESSAGE_FIELDS.len());
}

#[tokio::test]
async fn subscribed_fields_are_read_in_both_list_forms() {
    let server = Server::answering([
        Reply::json(200, r#"{"data":[{"id":"1","subscribed_fields":["messages","messaging_seen"]}]}"#),
        Reply::json(200, r#"{"data":[{"subscribed_fields":[{"name":"messages","version":"v25.0"},{"name":"standby"},7]}]}"#),
        Reply::json(200, r#"{"data":[]}"#),
    ])
    .await;
    let client = server.client();
    assert_eq!(
        client.subscribed(&access()).await.value.unwrap(),
        ["messages", "messaging_seen"]
    );
    assert_eq!(
        client.subscribed(&access()).await.value.unwrap(),
        ["messages", "standby"]
    );
    assert!(client.subscribed(&access()).await.value.unwrap().is_empty());
}

#[tokio::test]
async fn unsubscribing_deletes() {
    let server = Server::answering([Reply::json(200, r#"{"success":true}"#)]).await;
    assert_eq!(server.client().unsubscribe(&access()).await.value, Ok(()));
    assert_eq!(server.only().method, "DELETE");
}

#[tokio::test]
async fn html_on_a_read_is_an_interruption_or_unreadable() {
    let server = Server::answering([Reply::html(502), Reply::html(200)]).await;
    let client = server.client();
    let failed = client.subscribed(&access()).await.value;
    assert_eq!(
        failed,
        Err(CallError::Interrupted(Interruption::Server { status: 502 }))
    );
    let strange = client.subscribed(&access()).await.value;
    assert_eq!(strange, Err(CallError::Unreadable { status: 200 }));
}
