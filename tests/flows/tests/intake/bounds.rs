//! The listener's bounds: signature, size, time, and how many at once.

use flows::{ACCOUNT, APP, Flow, Item, Setup, Stage, any, body, list, number, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The largest body that is read.
const MOST: usize = 8 * 1024 * 1024;
/// How many are read at once.
const AT_ONCE: usize = 64;

/// Opens a delivery of this many bytes and sends only its beginning.
async fn begun(stage: &Stage, length: usize) -> Result<TcpStream, flows::Broken> {
    let mut wire = TcpStream::connect(stage.hub()?.listener).await?;
    let head = format!(
        "POST /webhooks/instagram/{APP} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{"
    );
    wire.write_all(head.as_bytes()).await?;
    Ok(wire)
}

/// The status of an answer, once it comes.
async fn status(wire: &mut TcpStream) -> Result<String, flows::Broken> {
    let mut answer = [0_u8; 64];
    let count = tokio::time::timeout(Duration::from_secs(20), wire.read(&mut answer)).await??;
    let text = String::from_utf8_lossy(answer.get(..count).unwrap_or_default()).into_owned();
    Ok(text.split(' ').nth(1).unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_wrong_or_missing_signature_is_refused_and_counted_and_stores_nothing() -> Flow {
    let stage = Stage::by_hand().await?;
    for switch in [Switch::WrongSecret, Switch::Unsigned] {
        stage.control().fault(switch, &Fault::once()).await?;
        stage.control().customer_writes(ADA, "hello").await?;
    }
    let delivery = body(&[Item::message(ACCOUNT, ADA, "mid-1", "hello")]);
    assert_eq!(stage.deliver_signed(&delivery, "wrong").await?, 403);
    assert_eq!(stage.deliver_signed(&delivery, "none").await?, 403);
    stage
        .health(|health| number(health, "/intake/refused_signatures") >= 4)
        .await?;
    let (found, _) = stage.call("GET", &stage.at(ADA, ""), None).await?;
    assert_eq!(found, 404);
    assert_eq!(number(&stage.get("/api/health").await?, "/intake/undecodable"), 0);
    stage.close().await
}

#[tokio::test]
async fn the_signature_is_of_the_bytes_as_they_came() -> Flow {
    let stage = Stage::by_hand().await?;
    // The same JSON in other bytes: escapes, order and spaces that a parser would not give back.
    let odd = body(&[Item::message(ACCOUNT, ADA, "mid-1", r"Gr\u00fc\u00dfe \/ \u0040")])
        .replace(r#"","#, "\" ,  ");
    assert_eq!(stage.deliver(&odd).await?, 200);
    let message = stage.message(ADA, "mid-1", any).await?;
    assert_eq!(text(&message, "/text"), "Grüße / @");
    stage.close().await
}

#[tokio::test]
async fn a_signed_body_that_cannot_be_split_is_kept_raw_and_answered_200() -> Flow {
    let stage = Stage::by_hand().await?;
    for broken in ["not json at all", r#"{"object":"instagram"}"#, "[1,2"] {
        assert_eq!(stage.deliver(broken).await?, 200, "{broken}");
    }
    let health = stage
        .health(|health| number(health, "/intake/undecodable") == 3)
        .await?;
    assert_eq!(text(&health, "/intake/state"), "warning");
    let kept = stage.get("/api/health/undecodable").await?;
    assert_eq!(list(&kept, "/items").len(), 3);
    // Unsigned, the same is refused and not kept.
    assert_eq!(stage.deliver_signed("not json at all", "none").await?, 403);
    assert_eq!(number(&stage.get("/api/health").await?, "/intake/undecodable"), 3);
    stage.close().await
}

#[tokio::test]
async fn a_body_that_is_too_large_is_answered_413() -> Flow {
    let stage = Stage::by_hand().await?;
    let url = format!("{}/webhooks/instagram/{APP}", stage.listener()?);
    let too_large = vec![b' '; MOST + 1];
    let answer = stage.http().post(&url).body(too_large).send().await?;
    assert_eq!(answer.status(), 413);
    // One that just fits is read, and refused for its signature alone.
    let fits = stage.http().post(&url).body(vec![b' '; MOST]).send().await?;
    assert_eq!(fits.status(), 403);
    stage.hears(ADA, "still listening?").await?;
    stage.close().await
}

#[tokio::test]
async fn a_body_that_takes_too_long_is_answered_408() -> Flow {
    let setup = Setup::pace(json!({ "body": 500 }));
    let stage = Stage::by_hand_with(setup).await?;
    let mut slow = begun(&stage, 100).await?;
    assert_eq!(status(&mut slow).await?, "408");
    stage.hears(ADA, "still listening?").await?;
    stage.close().await
}

#[tokio::test]
async fn more_bodies_at_once_than_there_are_places_are_answered_503_and_come_again() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .put("/settings", json!({ "retry_first_ms": 50, "retry_max_ms": 100 }))
        .await?;
    let mut slow = Vec::new();
    for _ in 0..AT_ONCE {
        slow.push(begun(&stage, 100).await?);
    }
    let url = format!("{}/webhooks/instagram/{APP}", stage.listener()?);
    stage
        .until("a full house", || async {
            let answer = stage.http().post(&url).body("{}").send().await?;
            Ok((answer.status() == 503).then_some(()))
        })
        .await?;
    // What the platform delivers meanwhile is refused too, and delivered again once there is a place.
    stage.control().customer_writes(ADA, "hello").await?;
    stage
        .until("a delivery that was turned away", || async {
            let sent = stage.control().get("/deliveries").await?;
            let away = list(&sent, "/deliveries")
                .iter()
                .any(|one| number(one, "/status") == 503);
            Ok(away.then_some(()))
        })
        .await?;
    drop(slow);
    stage.messages(ADA, |messages| messages.len() == 1).await?;
    stage.close().await
}

#[tokio::test]
async fn the_bounds_are_settings() -> Flow {
    let stage = Stage::by_hand_with(Setup::pace(json!({ "body_bytes": 1_000, "bodies": 1 }))).await?;
    let url = format!("{}/webhooks/instagram/{APP}", stage.listener()?);
    let post = async |length: usize| {
        let answer = stage.http().post(&url).body(vec![b' '; length]).send().await?;
        Ok::<_, flows::Broken>(answer.status().as_u16())
    };
    assert_eq!((post(1_001).await?, post(1_000).await?), (413, 403));
    let _slow = begun(&stage, 100).await?;
    stage
        .until("a full house", || async {
            Ok((post(2).await? == 503).then_some(()))
        })
        .await?;
    stage.close().await
}

#[tokio::test]
async fn the_listener_knows_its_apps_and_nothing_of_the_api() -> Flow {
    let stage = Stage::by_hand().await?;
    let listener = stage.listener()?;
    let delivery = body(&[Item::message(ACCOUNT, ADA, "mid-1", "hello")]);
    let unknown = format!("{listener}/webhooks/instagram/700000000000099");
    let answer = stage.http().post(&unknown).body(delivery).send().await?;
    assert_eq!(answer.status(), 404);
    for path in ["/api/health", "/api/conversations", "/api/openapi.json", "/"] {
        let answer = stage
            .http()
            .get(format!("{listener}{path}"))
            .bearer_auth(flows::TOKEN)
            .send()
            .await?;
        assert_eq!(answer.status(), 404, "{path} is on the tunnel's port");
    }
    stage.close().await
}
