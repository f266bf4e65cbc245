use sandbox::{ADA, BEN, DEFAULT_ACCOUNT, Fault, Switch};
use serde_json::{Value, json};

use crate::stage::Stage;

#[tokio::test]
async fn me_has_both_ids_with_and_without_a_version() {
    let stage = Stage::open().await;
    for path in [
        "/me",
        "/v25.0/me",
        "/v24.0/17841400000000001",
        "/v25.0/27870000000000001",
    ] {
        let answer = stage
            .get(&format!(
                "{path}?fields=id,user_id,username,name,account_type,profile_picture_url"
            ))
            .await;
        assert_eq!(answer.body["id"], "27870000000000001", "{path}");
        assert_eq!(answer.body["user_id"], DEFAULT_ACCOUNT);
        assert_eq!(answer.body["account_type"], "BUSINESS");
        assert_eq!(answer.body["username"], "bakery.test");
    }
    assert_eq!(
        stage.get("/v25.0/me").await.body,
        json!({ "id": "27870000000000001" })
    );
    assert_eq!(stage.get("/v25.0/me?fields=shoe_size").await.error(), (100, None));
}

#[tokio::test]
async fn the_token_may_come_as_header_query_or_body() {
    let stage = Stage::with_ada().await;
    let query = stage
        .http
        .get(stage.graph(&format!("/v25.0/me?access_token={}", stage.token)))
        .send();
    assert_eq!(query.await.unwrap().status(), 200);
    let body =
        json!({ "access_token": stage.token, "recipient": { "id": ADA }, "message": { "text": "hi" } });
    assert_eq!(
        stage
            .http
            .post(stage.graph("/me/messages"))
            .json(&body)
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(
        stage
            .http
            .get(stage.graph("/v25.0/me"))
            .send()
            .await
            .unwrap()
            .status(),
        401
    );
}

#[tokio::test]
async fn a_profile_needs_consent_which_writing_gives() {
    let stage = Stage::open().await;
    let path =
        format!("/v25.0/{ADA}?fields=name,username,profile_pic,follower_count,is_user_follow_business");
    let before = stage.get(&path).await;
    assert_eq!((before.status, before.error()), (403, (230, None)));
    stage.phone("We never heard from you").await;
    assert_eq!(stage.get(&path).await.error(), (230, None));
    stage.ada_writes("Hello").await;
    let after = stage.get(&path).await.body;
    assert_eq!(
        (&after["name"], &after["username"]),
        (&json!("Ada Example"), &json!("ada.bakes"))
    );
    assert_eq!(after["id"], ADA);
    let picture = reqwest::get(after["profile_pic"].as_str().unwrap())
        .await
        .unwrap();
    assert_eq!(
        (picture.status().as_u16(), &picture.headers()["content-type"]),
        (200, &"image/jpeg".parse().unwrap())
    );
    stage.control.advance_clock(5 * 86_400_000).await.unwrap();
    assert_eq!(
        reqwest::get(after["profile_pic"].as_str().unwrap())
            .await
            .unwrap()
            .status(),
        404
    );
}

#[tokio::test]
async fn a_comment_is_no_consent() {
    let stage = Stage::open().await;
    stage
        .control
        .customer_does(BEN, "comment", json!({ "text": "price?" }))
        .await
        .unwrap();
    assert_eq!(stage.get(&format!("/v25.0/{BEN}")).await.error(), (230, None));
}

#[tokio::test]
async fn unknown_unmessageable_and_blocking_people_answer_their_own_errors() {
    let stage = Stage::with_ada().await;
    assert_eq!(
        stage.get("/v25.0/6100000000000999").await.error(),
        (100, Some(33))
    );
    stage
        .control
        .patch(&format!("/customers/{ADA}"), json!({ "messageable": false }))
        .await
        .unwrap();
    assert_eq!(stage.get(&format!("/v25.0/{ADA}")).await.error(), (9_010, None));
    let body = json!({ "messageable": true, "blocked": true });
    stage
        .control
        .patch(&format!("/customers/{ADA}"), body)
        .await
        .unwrap();
    assert_eq!(stage.get(&format!("/v25.0/{ADA}")).await.error(), (100, Some(33)));
}

#[tokio::test]
async fn the_switches_change_profiles() {
    let stage = Stage::with_ada().await;
    let path = format!("/v25.0/{ADA}?fields=name,username,profile_pic");
    for (switch, status, error) in [
        (Switch::ProfileConsent, 403, (230, None)),
        (Switch::ProfileUnknown, 400, (9_010, None)),
        (Switch::ProfileMissing, 400, (100, Some(33))),
    ] {
        stage.fault(switch, Fault::once()).await;
        let answer = stage.get(&path).await;
        assert_eq!((answer.status, answer.error()), (status, error));
    }
    stage
        .fault(Switch::NameNull, Fault::once().for_customer(ADA))
        .await;
    assert_eq!(stage.get(&path).await.body["name"], Value::Null);
    let profile = stage.get(&path).await.body;
    assert_eq!(profile["name"], "Ada Example");
    stage.fault(Switch::ProfilePicGone, Fault::once()).await;
    assert_eq!(
        reqwest::get(profile["profile_pic"].as_str().unwrap())
            .await
            .unwrap()
            .status(),
        404
    );
}

#[tokio::test]
async fn the_switches_change_me() {
    let stage = Stage::open().await;
    stage.fault(Switch::MeFails, Fault::once()).await;
    let failed = stage.get("/v25.0/me").await;
    assert_eq!((failed.status, failed.error()), (500, (2, None)));
    stage.fault(Switch::MeDataShape, Fault::once()).await;
    assert_eq!(
        stage.get("/v25.0/me").await.body["data"][0]["id"],
        "27870000000000001"
    );
}
