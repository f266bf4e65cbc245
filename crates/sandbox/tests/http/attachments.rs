use sandbox::{ADA, Fault, Switch};
use serde_json::{Value, json};

use crate::stage::Stage;

async fn link(stage: &Stage, kind: &str) -> String {
    let attachments = json!({ "attachments": [{ "type": kind }] });
    stage.receiver.forget();
    stage.control.customer_sends(ADA, attachments).await.unwrap();
    let item = stage.receiver.wait_for(1).await[0].item();
    item["message"]["attachments"][0]["payload"]["url"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn links_lead_to_real_media() {
    let stage = Stage::open().await;
    for (kind, content_type, magic) in [
        ("image", "image/jpeg", &b"\xff\xd8\xff"[..]),
        ("story_mention", "image/png", b"\x89PNG"),
        ("audio", "audio/wav", b"RIFF"),
        ("video", "video/mp4", b"\0\0\0"),
        ("file", "application/pdf", b"%PDF-1."),
    ] {
        let answer = reqwest::get(link(&stage, kind).await).await.unwrap();
        assert_eq!(
            (
                answer.status().as_u16(),
                answer.headers()["content-type"].to_str().unwrap()
            ),
            (200, content_type)
        );
        let bytes = answer.bytes().await.unwrap();
        assert!(bytes.starts_with(magic) && bytes.len() < 50_000, "{kind}");
    }
    let named = json!({ "attachments": [{ "type": "video", "media": "clip.webm" }] });
    let mid = stage.control.customer_sends(ADA, named).await.unwrap();
    let read = stage.get(&format!("/v25.0/{mid}?fields=attachments")).await.body;
    assert_eq!(read["attachments"]["data"][0]["mime_type"], "video/webm");
}

#[tokio::test]
async fn a_range_of_the_bytes_can_be_asked_for() {
    let stage = Stage::open().await;
    let url = link(&stage, "audio").await;
    let answer = stage
        .http
        .get(&url)
        .header("range", "bytes=0-3")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 206);
    assert!(
        answer.headers()["content-range"]
            .to_str()
            .unwrap()
            .starts_with("bytes 0-3/")
    );
    assert_eq!(answer.bytes().await.unwrap().as_ref(), b"RIFF");
    let beyond = stage
        .http
        .get(&url)
        .header("range", "bytes=9999999-")
        .send()
        .await
        .unwrap();
    assert_eq!(beyond.status(), 416);
}

#[tokio::test]
async fn links_expire_are_signed_and_die_with_their_message() {
    let stage = Stage::open().await;
    let image = link(&stage, "image").await;
    let mid = stage.truth().await[0]["mid"].clone();
    let story = link(&stage, "story_mention").await;
    assert_eq!(reqwest::get(format!("{image}0")).await.unwrap().status(), 403);
    stage.control.advance_clock(25 * 3_600_000).await.unwrap();
    assert_eq!(reqwest::get(&story).await.unwrap().status(), 404);
    assert_eq!(reqwest::get(&image).await.unwrap().status(), 200);
    stage
        .control
        .customer_does(ADA, "unsend", json!({ "mid": mid }))
        .await
        .unwrap();
    assert_eq!(reqwest::get(&image).await.unwrap().status(), 404);
    let voice = link(&stage, "audio").await;
    stage.control.advance_clock(14 * 86_400_000).await.unwrap();
    assert_eq!(reqwest::get(&voice).await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_switch_makes_links_answer_404() {
    let stage = Stage::open().await;
    let url = link(&stage, "image").await;
    stage.fault(Switch::AttachmentGone, Fault::once()).await;
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 404);
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_upload_can_be_sent_by_a_customer() {
    let stage = Stage::open().await;
    let request = stage
        .http
        .post(stage.url("/sandbox/media?name=note.txt"))
        .header("content-type", "text/plain");
    let uploaded: Value = request.body("a note").send().await.unwrap().json().await.unwrap();
    let attachment = json!({ "type": "file", "media": uploaded["media"] });
    stage
        .control
        .customer_sends(ADA, json!({ "attachments": [attachment] }))
        .await
        .unwrap();
    let item = stage.receiver.wait_for(1).await[0].item();
    let url = item["message"]["attachments"][0]["payload"]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = reqwest::get(url).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain");
    assert_eq!(answer.text().await.unwrap(), "a note");
    let missing = json!({ "attachments": [{ "type": "file", "media": "nothing" }] });
    assert!(stage.control.customer_sends(ADA, missing).await.is_err());
    assert!(
        stage
            .control
            .get("/media")
            .await
            .unwrap()
            .to_string()
            .contains("note.txt")
    );
}
