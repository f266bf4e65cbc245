use std::time::{Duration, Instant};

use sandbox::{ADA, Fault, Switch};

use crate::stage::Stage;

#[tokio::test]
async fn the_port_really_refuses_for_a_while() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::ConnectRefused, Fault::always().ms(400)).await;
    let deadline = Instant::now() + Duration::from_secs(5);
    let refused = loop {
        match stage.try_send(ADA, "anybody?").await {
            Err(error) => break error,
            Ok(_) => assert!(Instant::now() < deadline, "never refused"),
        }
    };
    // The first failure may be a connection that was cut as the door closed.
    let refused = if refused.is_connect() {
        refused
    } else {
        stage.try_send(ADA, "anybody?").await.unwrap_err()
    };
    assert!(refused.is_connect(), "{refused:?}");
    loop {
        if stage.try_send(ADA, "again").await.is_ok() {
            break;
        }
        assert!(Instant::now() < deadline, "never open again");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn new_connections_are_closed_unread_as_often_as_told() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::ConnectRefused, Fault::times(2)).await;
    for _ in 0..2 {
        assert!(stage.try_send(ADA, "lost").await.is_err());
    }
    assert_eq!(stage.try_send(ADA, "through").await.unwrap().status(), 200);
    let said: Vec<_> = stage
        .truth()
        .await
        .iter()
        .map(|one| one["text"].clone())
        .collect();
    assert_eq!(said, ["Hello", "through"]);
}

#[tokio::test]
async fn graph_is_slow_or_a_web_page() {
    let stage = Stage::open().await;
    stage.fault(Switch::GraphSlow, Fault::once().ms(80)).await;
    let start = Instant::now();
    assert_eq!(stage.get("/v25.0/me").await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(80));
    stage.fault(Switch::GraphHtml, Fault::once().status(503)).await;
    let page = stage.get("/v25.0/me").await;
    assert_eq!(page.status, 503);
    assert!(page.body.as_str().unwrap().contains("<html"));
}

#[tokio::test]
async fn the_date_header_tells_the_sandboxs_time_or_is_off() {
    let stage = Stage::open().await;
    let seconds = |answer: &crate::stage::Answer| {
        let text = answer.headers["date"].to_str().unwrap().to_owned();
        jiff::fmt::rfc2822::parse(&text).unwrap().timestamp().as_second()
    };
    let machine = jiff::Timestamp::now().as_second();
    assert!((seconds(&stage.get("/v25.0/me").await) - machine).abs() <= 2);
    stage.control.advance_clock(3_600_000).await.unwrap();
    assert!((seconds(&stage.get("/v25.0/me").await) - machine - 3_600).abs() <= 2);
    stage
        .fault(Switch::DateSkew, Fault::always().ms(-7_200_000))
        .await;
    assert!((seconds(&stage.get("/v25.0/me").await) - machine + 3_600).abs() <= 2);
}
