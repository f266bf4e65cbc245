//! An answer, from the message to its decision record.

use flows::{ACCOUNT, Flow, Stage, any, list, number, sends_of, state_is, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

#[tokio::test]
async fn a_message_is_answered_once_by_the_autopilot_and_the_answer_is_confirmed() -> Flow {
    let stage = Stage::connected().await?;
    let question = stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let confirmed = |messages: &[Value]| {
        sends_of(messages, "autopilot")
            .iter()
            .any(|send| text(send, "/state") == "confirmed")
    };
    let messages = stage.messages(ADA, confirmed).await?;
    assert_eq!(messages.len(), 2);
    let said = stage.really_said(ADA).await?;
    assert_eq!(said.len(), 1);
    assert!(said.concat().contains("Sunday at nine"), "{said:?}");
    let answer = messages.last().ok_or("no answer")?;
    let burst = text(answer, "/burst");
    let decision = stage.decision(ADA).await?;
    assert_eq!(text(&decision, "/burst"), burst);
    let by_burst = stage.get(&format!("/api/decisions/{burst}")).await?;
    assert_eq!(by_burst, decision);
    assert!(
        burst.starts_with(&question),
        "a burst is named by its first message"
    );
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/owner/who"), "autopilot");
    stage.close().await
}

#[tokio::test]
async fn the_decision_record_says_what_was_done_with_what_and_copies_no_words() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::ModelSlow, &Fault::once().ms(60))
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("answered", "answer")
    );
    let settings = stage.get(&format!("/api/accounts/{ACCOUNT}/autopilot")).await?;
    assert_eq!(
        text(&decision, "/prompt_version"),
        text(&settings, "/prompt_version")
    );
    assert_eq!(text(&decision, "/model"), "bakery-1");
    assert!(number(&decision, "/prompt_tokens") > 0 && number(&decision, "/completion_tokens") > 0);
    assert!(number(&decision, "/latency_ms") >= 60, "{decision}");
    assert!(number(&decision, "/basis") >= 1);
    assert_eq!(
        (number(&decision, "/calls"), number(&decision, "/messages")),
        (1, 1)
    );
    assert_eq!(list(&decision, "/send_ids").len(), 1);
    assert!(!text(&decision, "/sentence").is_empty());
    let shown = decision.to_string();
    assert!(!shown.contains("Sunday"), "{shown}");
    stage.close().await
}

#[tokio::test]
async fn a_long_answer_leaves_in_ordered_parts() -> Flow {
    let stage = Stage::connected().await?;
    let words = "We bake all night long. ".repeat(70);
    stage
        .control()
        .fault(Switch::ModelReply, &Fault::always().text(&words))
        .await?;
    stage.control().customer_writes(ADA, "Tell me everything").await?;
    let done = |messages: &[Value]| {
        let own = sends_of(messages, "autopilot");
        own.len() > 1 && own.iter().all(|send| text(send, "/state") == "confirmed")
    };
    stage.messages(ADA, done).await?;
    assert_eq!(stage.really_said(ADA).await?.join(" "), words.trim());
    let decision = stage.decision(ADA).await?;
    assert_eq!(list(&decision, "/send_ids").len(), 2);
    stage.close().await
}

#[tokio::test]
async fn the_model_hands_over_with_its_reason_and_says_nothing_to_the_customer() -> Flow {
    let stage = Stage::connected().await?;
    let reason = Fault::once().text("The cake for Saturday is a matter for Mia.");
    stage.control().fault(Switch::ModelHandOver, &reason).await?;
    stage
        .control()
        .customer_writes(ADA, "Can I change my order?")
        .await?;
    let conversation = stage.owned(ADA, "handed_over").await?;
    assert_eq!(text(&conversation, "/owner/who"), "nobody");
    assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("handed_over", "asked_for_human")
    );
    assert!(
        text(&decision, "/sentence").contains("a matter for Mia"),
        "{decision}"
    );
    let asked = stage.model_asked().await?;
    let tools: Vec<String> = asked
        .iter()
        .flat_map(|one| list(one, "/tools"))
        .map(|tool| tool.to_string())
        .collect();
    assert_eq!(tools.len(), 1, "one tool, and it hands over: {tools:?}");
    // Whoever waits for a human is not answered by the autopilot either.
    stage.hears(ADA, "hello? Do you open on Sunday?").await?;
    stage
        .until("the second decision", || async {
            Ok((stage.decisions(ADA).await?.len() == 2).then_some(()))
        })
        .await?;
    assert!(stage.really_said(ADA).await?.is_empty());
    assert_eq!(stage.model_asked().await?.len(), 1);
    let rows = list(&stage.get("/api/conversations?split=needs_me").await?, "/rows");
    assert_eq!(rows.len(), 1);
    stage.close().await
}

#[tokio::test]
async fn each_conversation_has_its_own_answer() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage
        .control()
        .customer_writes(BEN, "What does a birthday cake cost?")
        .await?;
    stage.said(ADA, 1).await?;
    stage.said(BEN, 1).await?;
    assert!(stage.really_said(ADA).await?.concat().contains("Sunday"));
    assert!(stage.really_said(BEN).await?.concat().contains("38 euros"));
    stage.close().await
}

#[tokio::test]
async fn what_the_autopilot_said_is_told_apart_from_what_the_operator_said() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.said(ADA, 1).await?;
    stage.reply(ADA, "s-1", "And on Monday too.").await?;
    let messages = stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let who: Vec<&str> = messages.iter().map(|message| text(message, "/who")).collect();
    assert_eq!(who, ["customer", "autopilot", "operator"]);
    stage.close().await
}
