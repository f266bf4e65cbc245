//! The main job over real HTTP: connect, receive, answer, take over, hand back; and what goes wrong on the way.

use flows::{ACCOUNT, Broken, Stage, number, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

type Flow = Result<(), Broken>;

fn said_by(who: &'static str) -> impl Fn(&[Value]) -> bool {
    move |messages| messages.iter().any(|message| text(message, "/who") == who)
}

fn state_is(send: &'static str, state: &'static str) -> impl Fn(&[Value]) -> bool {
    move |messages| {
        messages
            .iter()
            .any(|message| text(message, "/key") == send && text(message, "/send/state") == state)
    }
}

#[tokio::test]
async fn a_message_is_answered_once_by_the_autopilot_and_the_answer_is_confirmed() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let messages = stage
        .messages(ADA, |messages| {
            messages
                .iter()
                .any(|message| text(message, "/send/state") == "confirmed")
        })
        .await?;
    assert_eq!(messages.len(), 2);
    let truth = stage.truth(ADA).await?;
    assert_eq!(truth.iter().filter(|(who, ..)| who == "api").count(), 1);
    let decisions = stage.decisions(ADA).await?;
    assert_eq!(decisions.len(), 1);
    let decision = decisions.first().ok_or("no decision")?;
    assert_eq!(text(decision, "/outcome"), "answered");
    assert!(number(decision, "/prompt_tokens") > 0);
    let conversation = stage
        .conversation(ADA, |found| text(found, "/contact/name") == "Ada Example")
        .await?;
    assert_eq!(text(&conversation, "/owner/who"), "autopilot");
    stage.close().await
}

#[tokio::test]
async fn a_burst_of_three_gets_one_answer() -> Flow {
    let stage = Stage::connected().await?;
    for words in ["Hi", "Do you open", "on Sunday?"] {
        stage.control().customer_writes(ADA, words).await?;
    }
    stage.messages(ADA, said_by("autopilot")).await?;
    stage.control().settle(2_000).await?;
    let truth = stage.truth(ADA).await?;
    assert_eq!(
        truth.iter().filter(|(who, ..)| who == "api").count(),
        1,
        "{truth:?}"
    );
    assert_eq!(stage.decisions(ADA).await?.len(), 1);
    stage.close().await
}

#[tokio::test]
async fn typing_takes_over_and_the_running_generation_is_cancelled() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::ModelSlow, &Fault::always().ms(700))
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let writing = |found: &Value| text(found, "/owner/autopilot/state") == "writing";
    stage.conversation(ADA, writing).await?;
    stage
        .act(
            "POST",
            &format!("/api/conversations/{ACCOUNT}.{ADA}/typed"),
            json!({}),
        )
        .await?;
    let conversation = stage.conversation(ADA, |_| true).await?;
    assert_eq!(text(&conversation, "/owner/who"), "operator");
    assert_eq!(text(&conversation, "/owner/reason"), "typing");
    stage.reply(ADA, "s-1", "Hello Ada, we do.").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let truth = stage.truth(ADA).await?;
    let api: Vec<&str> = truth
        .iter()
        .filter(|(who, ..)| who == "api")
        .map(|(_, text, _)| text.as_str())
        .collect();
    assert_eq!(api, ["Hello Ada, we do."]);
    let decisions = stage.decisions(ADA).await?;
    assert_eq!(
        text(decisions.first().ok_or("no decision")?, "/outcome"),
        "silent"
    );
    stage.close().await
}

#[tokio::test]
async fn handing_back_lets_the_autopilot_answer_what_nobody_answered() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage
        .conversation(ADA, |found| number(found, "/unread") == 1)
        .await?;
    stage
        .act(
            "POST",
            &format!("/api/conversations/{ACCOUNT}.{ADA}/take-over"),
            json!({}),
        )
        .await?;
    stage.autopilot(true).await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.messages(ADA, |messages| messages.len() == 2).await?;
    stage
        .act(
            "POST",
            &format!("/api/conversations/{ACCOUNT}.{ADA}/hand-back"),
            json!({}),
        )
        .await?;
    stage.messages(ADA, said_by("autopilot")).await?;
    stage.close().await
}

#[tokio::test]
async fn an_answer_from_the_phone_makes_the_human_the_owner() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.conversation(ADA, |_| true).await?;
    stage
        .control()
        .phone_writes(ACCOUNT, ADA, "Hi Ada, from the phone")
        .await?;
    let conversation = stage
        .conversation(ADA, |found| text(found, "/owner/reason") == "phone")
        .await?;
    assert_eq!(text(&conversation, "/owner/who"), "operator");
    assert_eq!(number(&conversation, "/unread"), 0);
    stage.close().await
}

#[tokio::test]
async fn the_model_hands_over_with_its_reason() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .customer_writes(ADA, "Can I talk to a person please?")
        .await?;
    stage
        .conversation(ADA, |found| text(found, "/owner/reason") == "handed_over")
        .await?;
    let decisions = stage.decisions(ADA).await?;
    assert_eq!(
        text(decisions.first().ok_or("no decision")?, "/outcome"),
        "handed_over"
    );
    stage.close().await
}

#[tokio::test]
async fn a_failing_model_is_tried_within_bounds_and_then_a_human_is_asked() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::ModelEmpty, &Fault::always())
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage
        .conversation(ADA, |found| text(found, "/owner/reason") == "model_failed")
        .await?;
    let decisions = stage.decisions(ADA).await?;
    let decision = decisions.first().ok_or("no decision")?;
    assert_eq!(
        (text(decision, "/outcome"), text(decision, "/reason")),
        ("failed", "model_empty")
    );
    assert_eq!(number(decision, "/calls"), 3);
    stage.close().await
}

#[tokio::test]
async fn a_send_that_went_out_without_an_answer_is_found_and_not_repeated() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.conversation(ADA, |_| true).await?;
    stage
        .control()
        .fault(Switch::EchoDropped, &Fault::always())
        .await?;
    stage
        .control()
        .fault(Switch::SendAcceptedCut, &Fault::once())
        .await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let truth = stage.truth(ADA).await?;
    assert_eq!(truth.iter().filter(|(who, ..)| who == "api").count(), 1);
    stage.close().await
}

#[tokio::test]
async fn a_send_that_did_not_go_out_is_looked_for_and_then_sent_once_more() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.conversation(ADA, |_| true).await?;
    stage.control().fault(Switch::SendCut, &Fault::once()).await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let truth = stage.truth(ADA).await?;
    assert_eq!(truth.iter().filter(|(who, ..)| who == "api").count(), 1);
    stage.close().await
}

#[tokio::test]
async fn when_it_cannot_be_found_out_the_operator_is_asked_once() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.conversation(ADA, |_| true).await?;
    stage
        .control()
        .fault(Switch::ConversationsFail, &Fault::always())
        .await?;
    stage
        .control()
        .fault(Switch::EchoDropped, &Fault::always())
        .await?;
    stage
        .control()
        .fault(Switch::SendAcceptedCut, &Fault::once())
        .await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    let asked = |messages: &[Value]| {
        messages
            .iter()
            .any(|message| !text(message, "/send/question/sentence").is_empty())
    };
    stage.messages(ADA, asked).await?;
    stage
        .act(
            "POST",
            "/api/sends/s-1/resolve",
            json!({ "choice": "it_arrived" }),
        )
        .await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(
        stage
            .truth(ADA)
            .await?
            .iter()
            .filter(|(who, ..)| who == "api")
            .count(),
        1
    );
    stage.close().await
}

#[tokio::test]
async fn a_reply_is_refused_when_something_newer_arrived_and_shows_what() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    let first = stage.control().customer_writes(ADA, "hello").await?;
    stage.control().customer_writes(ADA, "never mind").await?;
    stage.messages(ADA, |messages| messages.len() == 2).await?;
    let body = json!({ "send_id": "s-1", "text": "Yes?", "seen": first });
    let (status, problem) = stage
        .call(
            "POST",
            &format!("/api/conversations/{ACCOUNT}.{ADA}/reply"),
            Some(body),
        )
        .await?;
    assert_eq!((status, text(&problem, "/code")), (409, "newer_message"));
    assert_eq!(text(&problem, "/arrived/0/text"), "never mind");
    stage.close().await
}

#[tokio::test]
async fn a_second_press_with_the_same_id_is_harmless() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    let conversation = stage.conversation(ADA, |_| true).await?;
    let body = json!({ "send_id": "s-1", "text": "Hi Ada", "seen": conversation.get("newest") });
    let path = format!("/api/conversations/{ACCOUNT}.{ADA}/reply");
    let one = stage.act("POST", &path, body.clone()).await?;
    let two = stage.act("POST", &path, body).await?;
    assert_eq!(one, two);
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(
        stage
            .truth(ADA)
            .await?
            .iter()
            .filter(|(who, ..)| who == "api")
            .count(),
        1
    );
    stage.close().await
}

#[tokio::test]
async fn a_long_text_leaves_in_ordered_parts() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "tell me everything").await?;
    stage.conversation(ADA, |_| true).await?;
    let words = "Über unsere Kuchen gibt es viel zu sagen. ".repeat(60);
    stage.reply(ADA, "s-1", &words).await?;
    stage
        .messages(ADA, |messages| {
            let own: Vec<&Value> = messages
                .iter()
                .filter(|message| text(message, "/who") == "operator")
                .collect();
            own.len() > 1
                && own
                    .iter()
                    .all(|message| text(message, "/send/state") == "confirmed")
        })
        .await?;
    let truth = stage.truth(ADA).await?;
    let sent: Vec<String> = truth
        .into_iter()
        .filter(|(who, ..)| who == "api")
        .map(|(_, text, _)| text)
        .collect();
    assert!(sent.iter().all(|part| part.len() <= 1_000));
    assert_eq!(sent.join(" "), words.trim());
    stage.close().await
}

#[tokio::test]
async fn a_dead_token_stops_sending_and_never_receiving() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.conversation(ADA, |_| true).await?;
    stage
        .control()
        .post(&format!("/accounts/{ACCOUNT}/revoke"), json!({ "subcode": 460 }))
        .await?;
    stage.reply(ADA, "s-1", "Hi Ada").await?;
    stage
        .until("the account to ask for a new sign-in", || async {
            let accounts = stage.get("/api/accounts").await?;
            Ok((text(&accounts, "/0/state") == "sign_in_again").then_some(()))
        })
        .await?;
    stage.control().customer_writes(BEN, "are you there?").await?;
    stage
        .conversation(BEN, |found| text(found, "/last/text") == "are you there?")
        .await?;
    stage.close().await
}

#[tokio::test]
async fn everything_is_still_there_after_a_restart() -> Flow {
    let mut stage = Stage::connected().await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let before = stage
        .messages(ADA, |messages| {
            messages
                .iter()
                .any(|message| text(message, "/send/state") == "confirmed")
        })
        .await?;
    stage.restart().await?;
    stage.receive_again().await?;
    let after = stage.messages(ADA, |_| true).await?;
    let keys = |messages: &[Value]| -> Vec<String> {
        messages
            .iter()
            .map(|message| text(message, "/key").to_owned())
            .collect()
    };
    assert_eq!(keys(&before), keys(&after));
    stage
        .control()
        .customer_writes(ADA, "And what does a birthday cake cost?")
        .await?;
    stage.messages(ADA, |messages| messages.len() == 4).await?;
    stage.close().await
}

#[tokio::test]
async fn a_wrong_signature_is_refused_and_counted_and_stores_nothing() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::WrongSecret, &Fault::always())
        .await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage
        .until("a refused signature", || async {
            let health = stage.get("/api/health").await?;
            Ok((number(&health, "/intake/refused_signatures") > 0).then_some(()))
        })
        .await?;
    let (status, _) = stage
        .call("GET", &format!("/api/conversations/{ACCOUNT}.{ADA}"), None)
        .await?;
    assert_eq!(status, 404);
    stage.close().await
}

#[tokio::test]
async fn one_bad_item_costs_itself_and_not_its_neighbours() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    let item = |mid: &str, words: &str| {
        format!(
            r#"{{"sender":{{"id":"{ADA}"}},"recipient":{{"id":"{ACCOUNT}"}},"timestamp":1790000000000,"message":{{"mid":"{mid}","text":"{words}"}}}}"#
        )
    };
    let items = [
        item("mid-1", "one"),
        r#"{"sender":7,"message":[]}"#.to_owned(),
        item("mid-2", r"two \ud83d"),
    ];
    let body = format!(
        r#"{{"object":"instagram","entry":[{{"time":1790000000000,"id":"{ACCOUNT}","messaging":[{}]}}]}}"#,
        items.join(",")
    );
    let app = sandbox::DEFAULT_APP_ID;
    let answer = stage
        .control()
        .post(
            &format!("/apps/{app}/deliver"),
            json!({ "body": body, "sign": "right" }),
        )
        .await?;
    assert_eq!(number(&answer, "/status"), 200);
    let messages = stage.messages(ADA, |messages| messages.len() == 2).await?;
    assert_eq!(
        text(messages.last().ok_or("no message")?, "/text"),
        "two \u{fffd}"
    );
    let health = stage.get("/api/health").await?;
    assert_eq!(number(&health, "/intake/undecodable"), 1);
    stage.close().await
}

#[tokio::test]
async fn what_a_customer_takes_back_is_gone_from_the_window_and_from_search() -> Flow {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    let mid = stage.control().customer_writes(ADA, "my code is walnuts").await?;
    stage.conversation(ADA, |_| true).await?;
    let found = stage.get("/api/search?q=walnuts").await?;
    assert_eq!(
        found.pointer("/hits").and_then(Value::as_array).map(Vec::len),
        Some(1)
    );
    stage
        .control()
        .customer_does(ADA, "unsend", json!({ "mid": mid }))
        .await?;
    stage
        .messages(ADA, |messages| {
            messages
                .iter()
                .any(|message| message.get("unsent") == Some(&Value::Bool(true)))
        })
        .await?;
    let found = stage.get("/api/search?q=walnuts").await?;
    assert_eq!(
        found.pointer("/hits").and_then(Value::as_array).map(Vec::len),
        Some(0)
    );
    stage.close().await
}
