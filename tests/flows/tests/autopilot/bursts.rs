//! Messages that arrive close together get one answer.

use flows::{ACCOUNT, Flow, Setup, Stage, any, number, said_by, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::json;

#[tokio::test]
async fn a_burst_of_three_gets_one_answer_and_one_decision() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "quiet": 1_500, "longest": 15_000 }))).await?;
    for words in ["Hi", "Do you open", "on Sunday?"] {
        stage.control().customer_writes(ADA, words).await?;
    }
    stage.said(ADA, 1).await?;
    stage.all_delivered().await?;
    let said = stage.really_said(ADA).await?;
    assert_eq!(said.len(), 1, "{said:?}");
    let decision = stage.decision(ADA).await?;
    assert_eq!(number(&decision, "/messages"), 3);
    let asked = stage.model_asked().await?;
    let last = asked.last().ok_or("the model was not asked")?;
    assert_eq!(text(last, "/last_user"), "Hi\nDo you open\non Sunday?");
    stage.close().await
}

#[tokio::test]
async fn it_waits_for_quiet_and_not_for_ever() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "quiet": 60_000, "longest": 1_500 }))).await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let conversation = stage
        .conversation(ADA, |found| text(found, "/owner/autopilot/state") == "waiting")
        .await?;
    assert!(number(&conversation, "/owner/autopilot/due_at") > 0);
    stage.said(ADA, 1).await?;
    stage.close().await
}

#[tokio::test]
async fn what_comes_while_the_model_writes_cancels_the_call_and_joins() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::ModelSlow, &Fault::once().ms(10_000))
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Monday?")
        .await?;
    stage
        .conversation(ADA, |found| text(found, "/owner/autopilot/state") == "writing")
        .await?;
    stage.control().customer_writes(ADA, "Sorry: on Sunday?").await?;
    stage.said(ADA, 1).await?;
    assert_eq!(stage.really_said(ADA).await?.len(), 1);
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (number(&decision, "/calls"), number(&decision, "/messages")),
        (2, 2)
    );
    stage.close().await
}

#[tokio::test]
async fn an_edit_makes_a_running_answer_out_of_date() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::ModelSlow, &Fault::once().ms(10_000))
        .await?;
    let mid = stage
        .control()
        .customer_writes(ADA, "What does a birthday cake cost?")
        .await?;
    stage
        .conversation(ADA, |found| text(found, "/owner/autopilot/state") == "writing")
        .await?;
    let edit = json!({ "mid": mid, "text": "Do you open on Sunday?" });
    stage.control().customer_does(ADA, "edit", edit).await?;
    stage.said(ADA, 1).await?;
    let said = stage.really_said(ADA).await?;
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said.concat().contains("nine") && !said.concat().contains("38"),
        "{said:?}"
    );
    stage.close().await
}

#[tokio::test]
async fn a_customer_who_keeps_writing_into_the_answer_gets_a_human() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "quiet": 20, "longest": 60_000 }))).await?;
    stage
        .control()
        .fault(Switch::ModelSlow, &Fault::always().ms(10_000))
        .await?;
    stage.control().customer_writes(ADA, "wait").await?;
    for (calls, words) in [(1, "no"), (2, "yes"), (3, "perhaps")] {
        stage
            .until("the next call to the model", || async {
                let asked = stage.requests("v1", "/chat/completions").await?;
                Ok((asked.len() == calls).then_some(()))
            })
            .await?;
        stage.control().customer_writes(ADA, words).await?;
    }
    stage.owned(ADA, "interrupted").await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("handed_over", "interrupted")
    );
    assert_eq!(number(&decision, "/calls"), 3);
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn what_is_said_after_the_answer_left_opens_the_next_burst() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.said(ADA, 1).await?;
    stage
        .control()
        .customer_writes(ADA, "And what does a birthday cake cost?")
        .await?;
    stage.said(ADA, 2).await?;
    let decisions = stage.decisions(ADA).await?;
    assert_eq!(decisions.len(), 2);
    let bursts: Vec<&str> = decisions.iter().map(|one| text(one, "/burst")).collect();
    assert_ne!(bursts.first(), bursts.last());
    stage.close().await
}

#[tokio::test]
async fn a_later_customer_message_does_not_stop_the_parts_of_an_answer_that_has_begun() -> Flow {
    let stage = Stage::connected().await?;
    let words = "We bake all night long. ".repeat(70);
    stage
        .control()
        .fault(Switch::ModelReply, &Fault::once().text(&words))
        .await?;
    stage
        .control()
        .fault(Switch::SendSlow, &Fault::once().ms(1_500))
        .await?;
    stage.control().customer_writes(ADA, "Tell me everything").await?;
    stage
        .until("the first part in the thread", || async {
            Ok((!stage.really_said(ADA).await?.is_empty()).then_some(()))
        })
        .await?;
    stage
        .control()
        .fault(Switch::ModelReply, &Fault::once().text("You are welcome."))
        .await?;
    stage.control().customer_writes(ADA, "thanks").await?;
    let said = stage.said(ADA, 3).await?;
    assert_eq!(said.last().map(String::as_str), Some("You are welcome."));
    let (parts, _) = said.split_at(2);
    assert_eq!(parts.join(" "), words.trim());
    stage.close().await
}

#[tokio::test]
async fn everything_taken_back_leaves_nothing_to_answer() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "quiet": 60_000, "longest": 60_000 }))).await?;
    let mid = stage.hears(ADA, "Do you open on Sunday?").await?;
    stage
        .control()
        .customer_does(ADA, "unsend", json!({ "mid": mid }))
        .await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("silent", "withdrawn")
    );
    assert!(stage.model_asked().await?.is_empty());
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/owner/autopilot/state"), "idle");
    stage.close().await
}

#[tokio::test]
async fn another_app_that_answers_first_closes_the_burst_and_changes_no_owner() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "quiet": 60_000, "longest": 60_000 }))).await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    let other = json!({ "to": ADA, "text": "An away message", "app_id": "700000000000009" });
    stage
        .control()
        .post(&format!("/accounts/{ACCOUNT}/phone"), other)
        .await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("silent", "other_app")
    );
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/owner/who"), "autopilot");
    assert_eq!(number(&conversation, "/unread"), 1);
    let messages = stage.messages(ADA, said_by("other_app")).await?;
    assert_eq!(messages.len(), 2);
    stage.close().await
}
