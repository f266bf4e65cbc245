//! The media port: who may ask, for which bytes, and from where nothing is ever fetched.

use flows::{ACCOUNT, Broken, Flow, Item, Stage, any, body, flag, text};
use reqwest::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use sandbox::{ADA, Fault, Switch};
use serde_json::{Value, json};

/// A customer sends a picture: its message as the API shows it.
async fn picture(stage: &Stage) -> Result<Value, Broken> {
    let cake = json!({ "attachments": [{ "type": "image", "media": "cake.png" }] });
    let mid = stage.control().customer_sends(ADA, cake).await?;
    stage.message(ADA, &mid, any).await
}

async fn status(stage: &Stage, link: &str) -> Result<u16, Broken> {
    Ok(stage.http().get(link).send().await?.status().as_u16())
}

fn header(answer: &reqwest::Response, name: reqwest::header::HeaderName) -> &str {
    let value = answer.headers().get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_picture_comes_whole_or_in_the_part_that_is_asked_for() -> Flow {
    let stage = Stage::by_hand().await?;
    let message = picture(&stage).await?;
    let link = text(&message, "/attachments/0/src");
    let truth = stage.http().get(text(&message, "/attachments/0/link"));
    let truth = truth.send().await?.error_for_status()?.bytes().await?;
    let length = truth.len();
    let whole = stage.http().get(link).send().await?;
    assert_eq!(whole.status(), 200);
    assert_eq!(header(&whole, CONTENT_TYPE), "image/png");
    assert_eq!(header(&whole, ACCEPT_RANGES), "bytes");
    assert_eq!(whole.bytes().await?, truth);
    for (range, from, to) in [
        ("bytes=2-9".to_owned(), 2, 10),
        ("bytes=-4".to_owned(), length - 4, length),
        (format!("bytes={}-", length - 1), length - 1, length),
        (format!("bytes=5-{}", length * 2), 5, length),
    ] {
        let part = stage.http().get(link).header(RANGE, &range).send().await?;
        assert_eq!(part.status(), 206, "{range}");
        let says = format!("bytes {from}-{}/{length}", to - 1);
        assert_eq!(header(&part, CONTENT_RANGE), says);
        assert_eq!(part.bytes().await?, truth.slice(from..to), "{range}");
    }
    let beyond = format!("bytes={length}-");
    let beyond = stage.http().get(link).header(RANGE, beyond).send().await?;
    assert_eq!(beyond.status(), 416);
    assert_eq!(header(&beyond, CONTENT_RANGE), format!("bytes */{length}"));
    assert!(beyond.bytes().await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn without_the_right_word_there_is_nothing_and_the_word_is_new_at_each_start() -> Flow {
    let mut stage = Stage::by_hand().await?;
    let message = picture(&stage).await?;
    let link = text(&message, "/attachments/0/src").to_owned();
    let parts: Vec<&str> = link.split('/').collect();
    let [_, _, address, word, key, place] = parts.as_slice() else {
        return Err(format!("another kind of link: {link}").into());
    };
    assert!(word.len() >= 32, "a word that can be guessed: {word}");
    assert_eq!(status(&stage, &link).await?, 200);
    let other = "0".repeat(word.len());
    let short = word.get(1..).unwrap_or_default();
    for wrong in [
        format!("http://{address}/{other}/{key}/{place}"),
        format!("http://{address}/{short}/{key}/{place}"),
        format!("http://{address}/{key}/{place}"),
        format!("http://{address}/{word}/{key}/7"),
        format!("http://{address}/{word}/{key}00/{place}"),
        format!("http://{address}/{word}/not-hex/{place}"),
    ] {
        assert_eq!(status(&stage, &wrong).await?, 404, "{wrong}");
    }
    stage.restart().await?;
    let again = stage.message(ADA, text(&message, "/key"), any).await?;
    let again = text(&again, "/attachments/0/src");
    assert!(!again.is_empty() && !again.contains(word), "{again}");
    stage.close().await
}

#[tokio::test]
async fn a_picture_that_was_taken_back_is_shown_no_more_though_it_was_looked_at() -> Flow {
    let stage = Stage::by_hand().await?;
    let message = picture(&stage).await?;
    let link = text(&message, "/attachments/0/src");
    assert_eq!(status(&stage, link).await?, 200);
    let mid = text(&message, "/key");
    stage
        .control()
        .customer_does(ADA, "unsend", json!({ "mid": mid }))
        .await?;
    let gone = stage
        .message(ADA, mid, |message| flag(message, "/unsent"))
        .await?;
    assert_eq!(text(&gone, "/attachments/0/src"), "");
    assert_eq!(status(&stage, link).await?, 404);
    stage.close().await
}

#[tokio::test]
async fn what_instagram_no_longer_has_is_said_to_be_gone_and_the_message_stays() -> Flow {
    let stage = Stage::by_hand().await?;
    for gone in [Switch::AttachmentGone, Switch::ProfilePicGone] {
        stage.control().fault(gone, &Fault::always()).await?;
    }
    let message = picture(&stage).await?;
    assert_eq!(status(&stage, text(&message, "/attachments/0/src")).await?, 410);
    let conversation = stage
        .conversation(ADA, |found| !text(found, "/contact/picture").is_empty())
        .await?;
    assert_eq!(
        status(&stage, text(&conversation, "/contact/picture")).await?,
        410
    );
    assert_eq!(text(&conversation, "/last/kind"), "image");
    let again = stage.message(ADA, text(&message, "/key"), any).await?;
    assert!(!flag(&again, "/unsent"));
    stage.close().await
}

#[tokio::test]
async fn an_address_in_a_private_network_is_never_asked() -> Flow {
    let stage = Stage::by_hand().await?;
    let neighbour = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let port = neighbour.local_addr()?.port();
    for (at, address) in [
        "http://10.0.0.1/x.png".to_owned(),
        format!("http://127.0.0.1:{port}/x.png"),
        format!("http://localhost:{port}/x.png"),
        format!("http://[::ffff:127.0.0.1]:{port}/x.png"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "file:///etc/passwd".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        let mid = format!("mid-{at}");
        let message = format!(
            r#""message":{{"mid":"{mid}","attachments":[{{"type":"image","payload":{{"url":"{address}"}}}}]}}"#
        );
        assert_eq!(
            stage.deliver(&body(&[Item::of(ADA, ACCOUNT, &message)])).await?,
            200
        );
        let shown = stage.message(ADA, &mid, any).await?;
        let link = text(&shown, "/attachments/0/src");
        assert_eq!(status(&stage, link).await?, 403, "{address}");
    }
    tokio::select! {
        biased;
        _ = neighbour.accept() => return Err("somebody asked the neighbour".into()),
        () = std::future::ready(()) => {}
    }
    stage.close().await
}
