//! The four ends of a send (contract 4, 5; rules of sending).

use instagram::Hosts;
use instagram::graph::{Content, Doubt, Outgoing, SendOutcome, Unreached};
use serde_json::json;
use url::Url;

use crate::server::{ADA, BAKERY, Reply, Server, TOKEN, access, client, client_with, impatient, timeouts};
use crate::wire::{Treatment, Wire};

const ACCEPTED: &str = r#"{"recipient_id":"6100000000000001","message_id":"aWdfZAG1example"}"#;

fn hello() -> Outgoing {
    Outgoing::text("We open at nine.")
}

async fn send_to(base: &Url) -> SendOutcome {
    client(base).send(&access(), ADA, &hello()).await.value
}

async fn answered(reply: Reply) -> SendOutcome {
    send_to(&Server::answering([reply]).await.base).await
}

fn http(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn a_text_goes_out_as_the_contract_says_and_is_accepted() {
    let server = Server::answering([Reply::json(200, ACCEPTED)]).await;
    let outcome = server.client().send(&access(), ADA, &hello()).await.value;
    let expected = SendOutcome::Accepted {
        message_id: "aWdfZAG1example".to_owned(),
        recipient_id: Some(ADA.to_owned()),
    };
    assert_eq!(outcome, expected);
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.path),
        ("POST", format!("/v25.0/{BAKERY}/messages"))
    );
    assert!(seen.query.is_empty(), "the token is in no address");
    assert_eq!(seen.headers["authorization"], format!("Bearer {TOKEN}"));
    let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(
        body,
        json!({ "recipient": { "id": ADA }, "message": { "text": "We open at nine." } })
    );
}

#[tokio::test]
async fn a_human_agents_text_carries_the_tag() {
    let server = Server::answering([Reply::json(200, ACCEPTED)]).await;
    let outgoing = Outgoing {
        human_agent: true,
        ..hello()
    };
    server.client().send(&access(), ADA, &outgoing).await;
    assert_eq!(server.only().json()["tag"], "HUMAN_AGENT");
}

#[tokio::test]
async fn media_go_out_by_address_and_without_text() {
    let url = "https://files.example.test/a".to_owned();
    for (content, kind) in [
        (Content::Image { url: url.clone() }, "image"),
        (Content::Audio { url: url.clone() }, "audio"),
        (Content::Video { url: url.clone() }, "video"),
        (Content::File { url: url.clone() }, "file"),
    ] {
        let server = Server::answering([Reply::json(200, ACCEPTED)]).await;
        server
            .client()
            .send(
                &access(),
                ADA,
                &Outgoing {
                    content,
                    human_agent: false,
                },
            )
            .await;
        let message = server.only().json()["message"].clone();
        assert_eq!(
            message,
            json!({ "attachment": { "type": kind, "payload": { "url": url } } })
        );
    }
}

#[tokio::test]
async fn a_graph_error_is_a_refusal_on_any_status() {
    let error = r#"{"error":{"message":"(#10) outside","type":"OAuthException","code":10,"error_subcode":2534022,"fbtrace_id":"A1"}}"#;
    for status in [400, 403, 500, 200] {
        let SendOutcome::Refused(refusal) = answered(Reply::json(status, error)).await else {
            panic!("not a refusal on {status}")
        };
        assert_eq!(
            (refusal.code, refusal.subcode, refusal.status),
            (10, Some(2_534_022), status)
        );
        assert_eq!(refusal.trace.as_deref(), Some("A1"));
    }
}

#[tokio::test]
async fn codes_1_2_and_minus_1_leave_the_outcome_unknown() {
    for (code, subcode) in [(1, 1_357_046), (1, 99), (2, 0), (2, 1_545_133), (-1, 0)] {
        let body =
            format!(r#"{{"error":{{"message":"?","type":"x","code":{code},"error_subcode":{subcode}}}}}"#);
        for status in [200, 400, 500] {
            let outcome = answered(Reply::json(status, &body)).await;
            assert!(
                matches!(&outcome, SendOutcome::Unknown(Doubt::Graph(error)) if error.code == code),
                "{code}/{subcode} on {status}: {outcome:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_error_beside_a_message_id_leaves_the_outcome_unknown() {
    let body = r#"{"message_id":"mid-out-1","error":{"message":"?","code":10}}"#;
    assert!(matches!(
        answered(Reply::json(200, body)).await,
        SendOutcome::Unknown(Doubt::Graph(_))
    ));
}

#[tokio::test]
async fn whatever_else_is_answered_leaves_the_outcome_unknown() {
    for (reply, doubt) in [
        (Reply::html(502), Doubt::Server { status: 502 }),
        (Reply::json(500, "{}"), Doubt::Server { status: 500 }),
        (Reply::json(503, ""), Doubt::Server { status: 503 }),
        (Reply::html(200), Doubt::Unreadable { status: 200 }),
        (Reply::html(404), Doubt::Unreadable { status: 404 }),
        (Reply::json(200, "{}"), Doubt::NoMessageId),
        (
            Reply::json(200, r#"{"recipient_id":"6100000000000001"}"#),
            Doubt::NoMessageId,
        ),
        (Reply::json(200, r#"{"message_id":""}"#), Doubt::NoMessageId),
        (Reply::json(200, "[]"), Doubt::NoMessageId),
        (Reply::json(502, ACCEPTED), Doubt::Server { status: 502 }),
        (
            Reply::json(400, r#"{"error":{"message":"no code"}}"#),
            Doubt::Unreadable { status: 400 },
        ),
        (
            Reply::json(200, r#"{"error":"broken"}"#),
            Doubt::Unreadable { status: 200 },
        ),
        (
            Reply::json(
                400,
                r#"{"error_type":"OAuthException","code":400,"error_message":"x"}"#,
            ),
            Doubt::Unreadable { status: 400 },
        ),
    ] {
        assert_eq!(answered(reply).await, SendOutcome::Unknown(doubt));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::answering([
        Reply::json(307, "").header("location", "/elsewhere"),
        Reply::json(200, ACCEPTED),
    ])
    .await;
    let outcome = server.client().send(&access(), ADA, &hello()).await.value;
    assert_eq!(outcome, SendOutcome::Unknown(Doubt::Unreadable { status: 307 }));
    server.only();
}

#[tokio::test]
async fn no_answer_in_time_leaves_the_outcome_unknown() {
    let server = Server::answering([Reply::Silence]).await;
    let client = client_with(&Hosts::at(&server.base), &impatient());
    let outcome = client.send(&access(), ADA, &hello()).await.value;
    assert_eq!(outcome, SendOutcome::Unknown(Doubt::TimedOut));
    server.only();
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_leaves_the_outcome_unknown_and_is_not_tried_again() {
    let wire = Wire::that(Treatment::CutAfterTheRequest).await;
    assert_eq!(
        send_to(&wire.base("http")).await,
        SendOutcome::Unknown(Doubt::Cut)
    );
    assert_eq!(wire.received().len(), 1);
}

#[tokio::test]
async fn a_connection_that_closes_at_once_leaves_the_outcome_unknown() {
    let wire = Wire::that(Treatment::Slammed).await;
    assert_eq!(
        send_to(&wire.base("http")).await,
        SendOutcome::Unknown(Doubt::Cut)
    );
}

#[tokio::test]
async fn an_answer_that_breaks_off_leaves_the_outcome_unknown() {
    let half = http(ACCEPTED)
        .replace("message_id", "message_i")
        .trim_end_matches("\"}")
        .to_owned();
    let wire = Wire::that(Treatment::Answers(half)).await;
    assert_eq!(
        send_to(&wire.base("http")).await,
        SendOutcome::Unknown(Doubt::Cut)
    );
}

#[tokio::test]
async fn an_endless_answer_leaves_the_outcome_unknown() {
    let body = format!("\"{}\"", "x".repeat(5 * 1024 * 1024));
    assert_eq!(
        answered(Reply::json(200, &body)).await,
        SendOutcome::Unknown(Doubt::TooLong)
    );
}

#[tokio::test]
async fn each_send_opens_its_own_connection() {
    let wire = Wire::that(Treatment::Keeps(http(ACCEPTED))).await;
    let client = client(&wire.base("http"));
    for _ in 0..3 {
        let outcome = client.send(&access(), ADA, &hello()).await.value;
        assert!(matches!(outcome, SendOutcome::Accepted { .. }), "{outcome:?}");
    }
    assert_eq!(wire.received().len(), 3);
}

#[tokio::test]
async fn a_refused_connection_means_not_sent() {
    let wire = Wire::that(Treatment::Slammed).await;
    let base = wire.base("http");
    drop(wire);
    // The port is free again once the listener's task has ended.
    let outcome = loop {
        match send_to(&base).await {
            SendOutcome::Unknown(Doubt::Cut) => tokio::task::yield_now().await,
            outcome => break outcome,
        }
    };
    assert_eq!(outcome, SendOutcome::NotSent(Unreached::Connection));
}

#[tokio::test]
async fn a_failed_tls_handshake_means_not_sent_and_shows_nothing() {
    for treatment in [
        Treatment::Slammed,
        Treatment::Answers("no TLS here\r\n\r\n".to_owned()),
    ] {
        let wire = Wire::that(treatment).await;
        let timeouts = instagram::Timeouts {
            connect: std::time::Duration::from_millis(500),
            ..timeouts()
        };
        let client = client_with(&Hosts::at(&wire.base("https")), &timeouts);
        let outcome = client.send(&access(), ADA, &hello()).await.value;
        assert_eq!(outcome, SendOutcome::NotSent(Unreached::Connection));
        assert!(
            wire.received()
                .iter()
                .all(|bytes| !bytes.contains("recipient") && !bytes.contains(TOKEN))
        );
    }
}

#[tokio::test]
async fn a_tls_handshake_that_never_ends_means_not_sent() {
    let wire = Wire::that(Treatment::Silent).await;
    let timeouts = instagram::Timeouts {
        connect: std::time::Duration::from_millis(200),
        ..timeouts()
    };
    let client = client_with(&Hosts::at(&wire.base("https")), &timeouts);
    let outcome = client.send(&access(), ADA, &hello()).await.value;
    assert_eq!(outcome, SendOutcome::NotSent(Unreached::Connection));
}

#[tokio::test]
async fn a_host_without_an_address_means_not_sent() {
    let base = Url::parse("https://graph.nowhere.invalid/").unwrap();
    let outcome = client_with(&Hosts::at(&base), &timeouts())
        .send(&access(), ADA, &hello())
        .await
        .value;
    assert_eq!(outcome, SendOutcome::NotSent(Unreached::Name));
}

#[tokio::test]
async fn a_token_that_fits_no_header_means_not_sent() {
    let server = Server::answering([]).await;
    let access = instagram::graph::Access {
        account: BAKERY.to_owned(),
        token: "two\nlines".into(),
    };
    let outcome = server.client().send(&access, ADA, &hello()).await.value;
    assert_eq!(outcome, SendOutcome::NotSent(Unreached::Unbuildable));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_meters_of_a_refusal_are_kept() {
    let usage = r#"{"17841400000000001":[{"type":"instagram","call_count":100,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":7}]}"#;
    let limited = Reply::json(
        400,
        r#"{"error":{"message":"(#80002)","code":80002,"error_subcode":2446079}}"#,
    )
    .header("x-business-use-case-usage", usage);
    let server = Server::answering([limited]).await;
    let sent = server.client().send(&access(), ADA, &hello()).await;
    assert!(matches!(sent.value, SendOutcome::Refused(_)));
    assert_eq!(sent.meters.regain_minutes(), Some(7));
    assert!(sent.meters.date_ms.is_some());
}
