use sandbox::{Config, DEFAULT_ACCOUNT, DEFAULT_APP_SECRET, Fault, PRACTICE_TOKEN_PREFIX, Switch};
use serde_json::json;

use crate::stage::{Answer, Stage, config};

const DAY_MS: i64 = 86_400_000;

async fn token(stage: &Stage, body: serde_json::Value) -> String {
    stage.control.post("/tokens", body).await.unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn lengthen(stage: &Stage, token: &str, secret: &str) -> Answer {
    let query =
        format!("/access_token?grant_type=ig_exchange_token&client_secret={secret}&access_token={token}");
    Answer::of(stage.http.get(stage.graph(&query)).send().await.unwrap()).await
}

async fn refresh(stage: &Stage, token: &str) -> Answer {
    let query = format!("/refresh_access_token?grant_type=ig_refresh_token&access_token={token}");
    Answer::of(stage.http.get(stage.graph(&query)).send().await.unwrap()).await
}

#[tokio::test]
async fn a_short_token_becomes_a_long_one_of_almost_sixty_days() {
    let stage = Stage::open().await;
    let short = token(&stage, json!({ "kind": "short" })).await;
    let answer = lengthen(&stage, &short, DEFAULT_APP_SECRET).await;
    assert_eq!(
        (answer.status, &answer.body["token_type"]),
        (200, &json!("bearer"))
    );
    let expires_in = answer.body["expires_in"].as_i64().unwrap();
    assert!((5_183_900..5_184_000).contains(&expires_in), "{expires_in}");
    let long = answer.body["access_token"].as_str().unwrap();
    assert_eq!(long.len(), 181);
    assert_ne!(long, short);
    // A long one cannot be lengthened, and the secret is checked.
    assert_eq!(
        lengthen(&stage, long, DEFAULT_APP_SECRET).await.error(),
        (190, Some(33))
    );
    assert_eq!(lengthen(&stage, &short, "wrong").await.error(), (1, None));
}

#[tokio::test]
async fn a_refresh_needs_a_token_that_is_a_day_old_and_comes_by_get() {
    let stage = Stage::open().await;
    let fresh = token(&stage, json!({})).await;
    assert_eq!(refresh(&stage, &fresh).await.error(), (100, None));
    let old = token(&stage, json!({ "age_ms": DAY_MS + 1 })).await;
    let answer = refresh(&stage, &old).await;
    assert_eq!(answer.status, 200);
    assert_ne!(answer.body["access_token"], old);
    let dead = token(&stage, json!({ "age_ms": 60 * DAY_MS })).await;
    assert_eq!(refresh(&stage, &dead).await.error(), (190, Some(463)));
    let unticked = token(&stage, json!({ "age_ms": 2 * DAY_MS, "scopes": [] })).await;
    assert_eq!(refresh(&stage, &unticked).await.error(), (10, None));
    let url = stage.graph(&format!(
        "/refresh_access_token?grant_type=ig_refresh_token&access_token={old}"
    ));
    let posted = Answer::of(stage.http.post(url).send().await.unwrap()).await;
    assert_eq!(posted.error(), (100, None));
    assert!(
        posted.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("method type")
    );
}

#[tokio::test]
async fn a_short_token_dies_after_an_hour() {
    let stage = Stage::open().await;
    let short = token(&stage, json!({ "kind": "short", "age_ms": 3_600_001 })).await;
    let url = stage.graph(&format!("/me?access_token={short}"));
    let answer = Answer::of(stage.http.get(url).send().await.unwrap()).await;
    assert_eq!((answer.status, answer.error()), (401, (190, Some(463))));
    stage
        .control
        .put("/settings", json!({ "dead_token_status": 400 }))
        .await
        .unwrap();
    let url = stage.graph("/me?access_token=IGAAunknown");
    let answer = Answer::of(stage.http.get(url).send().await.unwrap()).await;
    assert_eq!((answer.status, answer.error()), (400, (190, None)));
}

#[tokio::test]
async fn practice_and_ordinary_tokens_refuse_each_other() {
    let ordinary = Stage::open().await;
    let practice = Stage::open_with(Config {
        token_prefix: PRACTICE_TOKEN_PREFIX.to_owned(),
        ..config()
    })
    .await;
    assert!(practice.token.starts_with(PRACTICE_TOKEN_PREFIX));
    assert!(ordinary.token.starts_with("IGAA") && !ordinary.token.starts_with(PRACTICE_TOKEN_PREFIX));
    for (stage, foreign) in [(&ordinary, &practice.token), (&practice, &ordinary.token)] {
        let request = stage.http.get(stage.graph("/v25.0/me")).bearer_auth(foreign);
        assert_eq!(
            Answer::of(request.send().await.unwrap()).await.error(),
            (190, None)
        );
    }
}

#[tokio::test]
async fn revoked_tokens_answer_their_subcode_and_a_new_sign_in_works() {
    let stage = Stage::open().await;
    stage
        .control
        .post(
            &format!("/accounts/{DEFAULT_ACCOUNT}/revoke"),
            json!({ "subcode": 458 }),
        )
        .await
        .unwrap();
    assert_eq!(stage.get("/v25.0/me").await.error(), (190, Some(458)));
    let fresh = token(&stage, json!({})).await;
    let url = stage.graph(&format!("/v25.0/me?access_token={fresh}"));
    assert_eq!(
        Answer::of(stage.http.get(url).send().await.unwrap()).await.status,
        200
    );
}

#[tokio::test]
async fn the_switches_refuse_and_revoke() {
    let stage = Stage::with_ada().await;
    let short = token(&stage, json!({ "kind": "short" })).await;
    stage
        .fault(Switch::LongLivedRefused, Fault::once().code(1).status(500))
        .await;
    let refused = lengthen(&stage, &short, DEFAULT_APP_SECRET).await;
    assert_eq!((refused.status, refused.error()), (500, (1, None)));
    assert_eq!(lengthen(&stage, &short, DEFAULT_APP_SECRET).await.status, 200);
    let old = token(&stage, json!({ "age_ms": 2 * DAY_MS })).await;
    stage
        .fault(Switch::RefreshRefused, Fault::once().subcode(467))
        .await;
    assert_eq!(refresh(&stage, &old).await.error(), (190, Some(467)));
    // Revoked in mid-send: the first part goes through, the second does not.
    stage.fault(Switch::TokenRevoked, Fault::once().after(1)).await;
    assert_eq!(stage.send(sandbox::ADA, "part one").await.status, 200);
    assert_eq!(
        stage.send(sandbox::ADA, "part two").await.error(),
        (190, Some(460))
    );
    assert_eq!(stage.send(sandbox::ADA, "part two").await.status, 200);
    stage.fault(Switch::TokenRevoked, Fault::always()).await;
    assert_eq!(stage.get("/v25.0/me").await.error(), (190, Some(460)));
    let listed = stage.control.get("/tokens").await.unwrap();
    assert!(
        !listed.to_string().contains("IGAA"),
        "token strings are never told"
    );
}

#[tokio::test]
async fn limits_show_in_the_usage_header() {
    let stage = Stage::open().await;
    let usage = |answer: &Answer| -> serde_json::Value {
        let header = answer.headers["x-business-use-case-usage"].to_str().unwrap();
        serde_json::from_str::<serde_json::Value>(header).unwrap()[DEFAULT_ACCOUNT][0].clone()
    };
    let plain = stage.get("/v25.0/me").await;
    assert_eq!(usage(&plain)["estimated_time_to_regain_access"], 0);
    stage.fault(Switch::Usage, Fault::always().count(98)).await;
    assert_eq!(usage(&stage.get("/v25.0/me").await)["call_count"], 98);
    assert_eq!(usage(&stage.get("/v25.0/me").await)["call_count"], 99);
    let full = stage.get("/v25.0/me").await;
    assert_eq!(
        (full.error(), &usage(&full)["call_count"]),
        ((80_002, Some(2_446_079)), &json!(100))
    );
    stage.control.clear_faults().await.unwrap();
    stage
        .fault(Switch::Throttled, Fault::times(1).code(4).ms(300_000))
        .await;
    let throttled = stage.get("/v25.0/me").await;
    assert_eq!(throttled.error(), (4, None));
    assert_eq!(usage(&throttled)["estimated_time_to_regain_access"], 5);
    assert_eq!(stage.get("/v25.0/me").await.status, 200);
}
