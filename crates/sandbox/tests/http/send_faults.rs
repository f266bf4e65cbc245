use std::time::{Duration, Instant};

use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

use crate::stage::Stage;

async fn accepted(stage: &Stage) -> usize {
    stage
        .truth()
        .await
        .iter()
        .filter(|message| message["who"] == "api")
        .count()
}

#[tokio::test]
async fn a_send_is_refused_as_often_as_told_with_the_numbers_told() {
    let stage = Stage::with_ada().await;
    stage
        .fault(Switch::SendRefused, Fault::times(2).code(100).subcode(2_534_014))
        .await;
    for _ in 0..2 {
        let answer = stage.send(ADA, "hello").await;
        assert_eq!((answer.status, answer.error()), (400, (100, Some(2_534_014))));
    }
    assert_eq!(accepted(&stage).await, 0);
    assert_eq!(stage.send(ADA, "hello").await.status, 200);
    let faults = stage.control.get("/faults").await.unwrap();
    assert_eq!(
        (&faults[0]["name"], &faults[0]["hits"], &faults[0]["left"]),
        (&json!("send_refused"), &json!(2), &json!(0))
    );
    let log = stage.control.get("/requests?path=/messages").await.unwrap();
    assert_eq!(log["requests"][0]["fault"], "send_refused");
    assert_eq!(
        log["requests"][0]["error"],
        json!({ "code": 100, "subcode": 2_534_014 })
    );
}

#[tokio::test]
async fn a_fault_for_one_customer_spares_the_other() {
    let stage = Stage::with_ada().await;
    stage.control.customer_writes(BEN, "Hi").await.unwrap();
    stage
        .fault(Switch::SendRefused, Fault::always().for_customer(BEN))
        .await;
    assert_eq!(stage.send(ADA, "hello").await.status, 200);
    assert_eq!(stage.send(BEN, "hello").await.error(), (2, None));
}

#[tokio::test]
async fn an_html_page_may_hide_an_accepted_send_or_none() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::SendHtml502, Fault::once()).await;
    let answer = stage.send(ADA, "one").await;
    assert_eq!(
        (answer.status, answer.headers["content-type"].to_str().unwrap()),
        (502, "text/html; charset=\"utf-8\"")
    );
    assert_eq!(accepted(&stage).await, 0);
    stage
        .fault(Switch::SendHtml502, Fault::once().status(503).accepted(true))
        .await;
    assert_eq!(stage.send(ADA, "two").await.status, 503);
    assert_eq!(accepted(&stage).await, 1);
    assert_eq!(
        stage.receiver.wait_for(1).await[0].item()["message"]["text"],
        "two"
    );
}

#[tokio::test]
async fn an_accepted_send_may_answer_an_error_or_rubbish() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::SendAcceptedError, Fault::once()).await;
    let answer = stage.send(ADA, "one").await;
    assert_eq!((answer.status, answer.error()), (500, (1, Some(1_357_046))));
    stage.fault(Switch::SendAcceptedGarbled, Fault::once()).await;
    let answer = stage.send(ADA, "two").await;
    assert_eq!(answer.status, 200);
    assert!(matches!(answer.body, Value::String(_)), "no JSON");
    assert_eq!(accepted(&stage).await, 2);
    stage.receiver.wait_for(2).await;
}

#[tokio::test]
async fn connections_are_cut_before_a_byte_of_the_answer() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::SendCut, Fault::once()).await;
    assert!(stage.try_send(ADA, "one").await.is_err());
    assert_eq!(accepted(&stage).await, 0);
    stage.fault(Switch::SendAcceptedCut, Fault::once()).await;
    assert!(stage.try_send(ADA, "two").await.is_err());
    assert_eq!(accepted(&stage).await, 1);
    stage.receiver.wait_for(1).await;
    let log = stage.control.get("/requests?path=/messages").await.unwrap();
    assert_eq!(log["requests"][1]["status"], Value::Null);
    assert_eq!(log["requests"][1]["fault"], "send_accepted_cut");
}

#[tokio::test]
async fn answers_hang_until_they_are_cut() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::SendHang, Fault::once().ms(80)).await;
    let start = Instant::now();
    assert!(stage.try_send(ADA, "one").await.is_err());
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert_eq!(accepted(&stage).await, 0);
    stage.fault(Switch::SendAcceptedHang, Fault::once().ms(80)).await;
    assert!(stage.try_send(ADA, "two").await.is_err());
    assert_eq!(accepted(&stage).await, 1);
}

#[tokio::test]
async fn a_slow_send_is_accepted_at_once_and_answered_later() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::SendSlow, Fault::once().ms(120)).await;
    let start = Instant::now();
    let answer = stage.send(ADA, "one").await;
    assert!(start.elapsed() >= Duration::from_millis(120));
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn the_echo_comes_before_the_answer_when_told() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::EchoBeforeAnswer, Fault::always()).await;
    for text in ["one", "two", "three"] {
        let mid = stage.send(ADA, text).await.body["message_id"].clone();
        let newest = stage
            .receiver
            .deliveries()
            .pop()
            .expect("the echo is here already");
        assert_eq!(newest.item()["message"]["mid"], mid);
    }
}

#[tokio::test]
async fn echoes_are_late_lost_doubled_or_named() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::EchoDelayed, Fault::once().ms(200)).await;
    stage.send(ADA, "late").await;
    assert!(stage.receiver.deliveries().is_empty());
    stage.receiver.wait_for(1).await;
    stage.fault(Switch::EchoDropped, Fault::once()).await;
    stage.send(ADA, "lost").await;
    stage.settled().await;
    assert_eq!(stage.receiver.deliveries().len(), 1);
    stage.fault(Switch::EchoDuplicated, Fault::once()).await;
    stage.send(ADA, "doubled").await;
    let all = stage.receiver.wait_for(3).await;
    assert_eq!(all[1].item(), all[2].item());
    stage.fault(Switch::EchoAppId, Fault::once()).await;
    stage.send(ADA, "named").await;
    let last = stage.receiver.wait_for(4).await[3].item();
    assert_eq!(last["message"]["app_id"], 700_000_000_000_001_i64);
    stage.settled().await;
    assert_eq!(stage.receiver.deliveries().len(), 4);
}

#[tokio::test]
async fn errors_come_in_russian_and_with_http_200_when_told() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::LocalisedErrors, Fault::once()).await;
    let answer = stage.send("1", "hello").await;
    assert!(
        answer.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("ошибка")
    );
    stage
        .fault(Switch::LocalisedErrors, Fault::once().text("エラー"))
        .await;
    assert_eq!(stage.send("1", "hello").await.body["error"]["message"], "エラー");
    stage.fault(Switch::ErrorsOn200, Fault::once()).await;
    let answer = stage.send("1", "hello").await;
    assert_eq!((answer.status, answer.error()), (200, (100, Some(2_534_014))));
}

#[tokio::test]
async fn a_throttled_send_is_refused_after_all_other_checks() {
    let stage = Stage::with_ada().await;
    stage
        .fault(Switch::Throttled, Fault::once().code(613).subcode(2_534_040))
        .await;
    assert_eq!(stage.send("1", "hello").await.error(), (100, Some(2_534_014)));
    assert_eq!(stage.send(ADA, "hello").await.error(), (613, Some(2_534_040)));
    assert_eq!(stage.send(ADA, "hello").await.status, 200);
}
