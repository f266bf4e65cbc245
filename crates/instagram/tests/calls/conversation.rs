//! The look at one conversation, the short way and the long way.

use instagram::graph::{CallError, Listing};

use crate::server::{ADA, BAKERY, Reply, Server, access};

/// 2026-10-01T08:15:00+0000.
const QUARTER_PAST: i64 = 1_790_842_500_000;

fn message(mid: &str, second: u8, from: &str) -> String {
    format!(
        r#"{{"id":"{mid}","created_time":"2026-10-01T08:15:{second:02}+0000","from":{{"id":"{from}"}},"to":{{"data":[]}},"message":"text of {mid}"}}"#
    )
}

fn expanded(rows: &[String], next: bool) -> String {
    let next = if next {
        r#","next":"https://graph.instagram.com/v25.0/next?access_token=IGAAexample""#
    } else {
        ""
    };
    format!(
        r#"{{"data":[{{"id":"thread-1","messages":{{"data":[{}],"paging":{{"cursors":{{"after":"Q"}}{next}}}}}}}]}}"#,
        rows.join(",")
    )
}

async fn look(replies: Vec<Reply>, since_ms: Option<i64>) -> (Result<Listing, CallError>, Server) {
    let server = Server::answering(replies).await;
    let listing = server
        .client()
        .conversation_with(&access(), ADA, since_ms)
        .await
        .value;
    (listing, server)
}

fn mids(listing: &Listing) -> Vec<&str> {
    listing
        .messages
        .iter()
        .map(|message| message.mid.as_str())
        .collect()
}

#[tokio::test]
async fn one_call_brings_the_thread_with_its_messages() {
    let rows = [message("mid-out-1", 30, BAKERY), message("mid-text-1", 2, ADA)];
    let (listing, server) = look(vec![Reply::json(200, &expanded(&rows, false))], None).await;
    let listing = listing.unwrap();
    assert_eq!(listing.thread.as_deref(), Some("thread-1"));
    assert_eq!(mids(&listing), ["mid-out-1", "mid-text-1"]);
    assert_eq!(listing.messages[0].from.id, BAKERY);
    assert_eq!(listing.messages[0].created_at_ms, QUARTER_PAST + 30_000);
    assert!(listing.complete);
    let seen = server.only();
    assert_eq!(seen.path, format!("/v25.0/{BAKERY}/conversations"));
    assert_eq!(seen.query("platform"), Some("instagram"));
    assert_eq!(seen.query("user_id"), Some(ADA));
}

#[tokio::test]
async fn a_listing_with_more_behind_it_reaches_back_to_its_oldest_second() {
    let rows = [message("mid-2", 30, BAKERY), message("mid-1", 2, ADA)];
    let (listing, _server) = look(vec![Reply::json(200, &expanded(&rows, true))], None).await;
    let listing = listing.unwrap();
    assert!(!listing.complete);
    assert_eq!(listing.reaches_back_to_ms, Some(QUARTER_PAST + 2_000));
    assert!(listing.reaches_past(QUARTER_PAST + 3_000));
    assert!(
        !listing.reaches_past(QUARTER_PAST + 2_999),
        "the last second may be cut in half"
    );
}

#[tokio::test]
async fn a_listed_thread_that_shows_no_messages_proves_nothing() {
    let (listing, _server) = look(vec![Reply::json(200, &expanded(&[], false))], None).await;
    let listing = listing.unwrap();
    assert_eq!(listing.thread.as_deref(), Some("thread-1"));
    assert!(!listing.complete);
    assert!(!listing.reaches_past(QUARTER_PAST));
}

#[tokio::test]
async fn a_full_page_counts_as_having_more_behind_it() {
    let rows: Vec<_> = (0..20)
        .map(|row| message(&format!("mid-{row}"), 40 - row, ADA))
        .collect();
    let (listing, _server) = look(vec![Reply::json(200, &expanded(&rows, false))], None).await;
    assert!(!listing.unwrap().complete);
}

#[tokio::test]
async fn a_message_without_details_ends_the_reach() {
    let rows = [
        message("mid-3", 30, ADA),
        r#"{"id":"mid-2","created_time":"2026-10-01T08:15:20+0000"}"#.to_owned(),
        message("mid-1", 2, ADA),
    ];
    let (listing, _server) = look(vec![Reply::json(200, &expanded(&rows, false))], None).await;
    let listing = listing.unwrap();
    assert_eq!(mids(&listing), ["mid-3"]);
    assert!(!listing.reaches_past(QUARTER_PAST + 20_000));
    assert!(listing.reaches_past(QUARTER_PAST + 31_000));
}

#[tokio::test]
async fn no_thread_proves_nothing() {
    let (listing, _server) = look(vec![Reply::json(200, r#"{"data":[]}"#)], None).await;
    let listing = listing.unwrap();
    assert_eq!(listing, Listing::default());
    assert!(!listing.reaches_past(i64::MAX));
}

fn thread_only() -> Reply {
    Reply::json(
        200,
        r#"{"data":[{"id":"thread-1","updated_time":"2026-10-01T08:15:30+0000"}]}"#,
    )
}

fn listed(rows: &[(&str, u8)]) -> Reply {
    let rows: Vec<_> = rows
        .iter()
        .map(|(mid, second)| {
            format!(r#"{{"id":"{mid}","created_time":"2026-10-01T08:15:{second:02}+0000","is_unsupported":false}}"#)
        })
        .collect();
    Reply::json(
        200,
        &format!(
            r#"{{"id":"thread-1","messages":{{"data":[{}]}}}}"#,
            rows.join(",")
        ),
    )
}

fn detail(mid: &str, second: u8, from: &str) -> Reply {
    Reply::json(200, &message(mid, second, from))
}

fn gone() -> Reply {
    Reply::json(
        400,
        r#"{"error":{"message":"deleted","type":"IGApiException","code":9000001}}"#,
    )
}

#[tokio::test]
async fn without_expansion_the_messages_are_fetched_one_by_one() {
    let replies = vec![
        thread_only(),
        listed(&[("mid-2", 30), ("mid-1", 2)]),
        detail("mid-2", 30, BAKERY),
        detail("mid-1", 2, ADA),
    ];
    let (listing, server) = look(replies, None).await;
    let listing = listing.unwrap();
    assert_eq!(mids(&listing), ["mid-2", "mid-1"]);
    assert!(listing.complete);
    let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
    let conversations = format!("/v25.0/{BAKERY}/conversations");
    assert_eq!(
        paths,
        [
            conversations.as_str(),
            "/v25.0/thread-1",
            "/v25.0/mid-2",
            "/v25.0/mid-1"
        ]
    );
}

#[tokio::test]
async fn a_refused_expansion_is_asked_again_without_it() {
    let refused = Reply::json(
        400,
        r#"{"error":{"message":"(#100) nonexisting field","code":100}}"#,
    );
    let (listing, server) = look(
        vec![
            refused,
            thread_only(),
            listed(&[("mid-1", 2)]),
            detail("mid-1", 2, ADA),
        ],
        None,
    )
    .await;
    assert_eq!(mids(&listing.unwrap()), ["mid-1"]);
    assert_eq!(server.seen()[1].query("fields"), None);
}

#[tokio::test]
async fn a_dead_token_is_not_asked_twice() {
    let refused = Reply::json(
        401,
        r#"{"error":{"message":"expired","code":190,"error_subcode":463}}"#,
    );
    let (listing, server) = look(vec![refused], None).await;
    assert!(matches!(listing, Err(CallError::Refused(error)) if error.code == 190));
    server.only();
}

#[tokio::test]
async fn only_what_is_young_enough_is_fetched() {
    let replies = vec![
        thread_only(),
        listed(&[("mid-3", 30), ("mid-2", 20), ("mid-1", 2)]),
        detail("mid-3", 30, ADA),
    ];
    let (listing, server) = look(replies, Some(QUARTER_PAST + 25_000)).await;
    let listing = listing.unwrap();
    assert_eq!(mids(&listing), ["mid-3"]);
    assert_eq!(listing.reaches_back_to_ms, Some(QUARTER_PAST + 20_000));
    assert!(listing.reaches_past(QUARTER_PAST + 25_000));
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_message_that_is_gone_ends_the_reach_of_the_long_way() {
    let replies = vec![
        thread_only(),
        listed(&[("mid-3", 30), ("mid-2", 20), ("mid-1", 2)]),
        detail("mid-3", 30, ADA),
        gone(),
    ];
    let (listing, _server) = look(replies, None).await;
    let listing = listing.unwrap();
    assert_eq!(mids(&listing), ["mid-3"]);
    assert!(!listing.complete);
    assert!(!listing.reaches_past(QUARTER_PAST + 20_000));
}

#[tokio::test]
async fn a_limit_in_the_middle_of_the_long_way_fails_the_look() {
    let limited = Reply::json(400, r#"{"error":{"message":"(#613)","code":613}}"#);
    let replies = vec![
        thread_only(),
        listed(&[("mid-2", 30), ("mid-1", 2)]),
        detail("mid-2", 30, ADA),
        limited,
    ];
    let (listing, _server) = look(replies, None).await;
    assert!(matches!(listing, Err(CallError::Refused(error)) if error.code == 613));
}
