//! What became of a send is not known: it is looked for, and never repeated blindly.

use flows::{ACCOUNT, Flow, Setup, Stage, any, list, sends_of, state_is, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

/// A desk that waits no longer for an answer than a flow wants to.
fn hasty() -> Setup {
    Setup::pace(json!({ "graph": 1_500 }))
}

/// A desk that waits for whatever comes.
fn patient() -> Setup {
    Setup::pace(json!({ "graph": 30_000 }))
}

fn asking(messages: &[Value]) -> bool {
    messages
        .iter()
        .any(|message| !text(message, "/send/question/sentence").is_empty())
}

#[tokio::test]
async fn what_went_out_without_a_usable_answer_is_found_and_not_repeated() -> Flow {
    let stage = Stage::by_hand_with(hasty()).await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::EchoDropped, &Fault::always())
        .await?;
    for (number, (switch, fault)) in [
        (Switch::SendHtml502, Fault::once().accepted(true)),
        (Switch::SendAcceptedError, Fault::once()),
        (Switch::SendAcceptedCut, Fault::once()),
        (Switch::SendAcceptedGarbled, Fault::once()),
        (Switch::SendAcceptedHang, Fault::once().ms(5_000)),
    ]
    .into_iter()
    .enumerate()
    {
        stage.control().fault(switch, &fault).await?;
        let (send, words) = (format!("s-{number}"), format!("We open at nine, {number}."));
        let before = stage.requests("graph", "/conversations").await?.len();
        stage.reply(ADA, &send, &words).await?;
        stage.messages(ADA, state_is(&send, "confirmed")).await?;
        let said = stage.really_said(ADA).await?;
        assert_eq!(
            said.iter().filter(|text| **text == words).count(),
            1,
            "{switch:?}: {said:?}"
        );
        assert!(
            stage.requests("graph", "/conversations").await?.len() > before,
            "{switch:?} was believed"
        );
    }
    let looks = stage.requests("graph", "/conversations").await?;
    assert!(!looks.is_empty());
    assert!(
        looks
            .iter()
            .all(|look| text(look, "/query").contains(&format!("user_id={ADA}"))),
        "a look is at one thread: {looks:?}"
    );
    stage.close().await
}

#[tokio::test]
async fn what_did_not_go_out_is_looked_for_and_then_sent_once_more() -> Flow {
    let stage = Stage::by_hand_with(hasty()).await?;
    stage.hears(ADA, "hello").await?;
    for (number, (switch, fault)) in [
        (Switch::SendHtml502, Fault::once()),
        (Switch::SendCut, Fault::once()),
        (Switch::SendRefused, Fault::once().code(1).status(500)),
        (Switch::SendRefused, Fault::once().code(2).status(503)),
        (Switch::SendRefused, Fault::once().code(-1).status(400)),
        (Switch::SendHang, Fault::once().ms(5_000)),
    ]
    .into_iter()
    .enumerate()
    {
        stage.control().fault(switch, &fault).await?;
        let before = stage.requests("graph", "/conversations").await?.len();
        let (send, words) = (format!("s-{number}"), format!("We open at nine, {number}."));
        stage.reply(ADA, &send, &words).await?;
        stage.messages(ADA, state_is(&send, "confirmed")).await?;
        let said = stage.really_said(ADA).await?;
        assert_eq!(
            said.iter().filter(|text| **text == words).count(),
            1,
            "{switch:?}: {said:?}"
        );
        assert!(
            stage.requests("graph", "/conversations").await?.len() >= before + 2,
            "{switch:?} was repeated without two looks"
        );
    }
    stage.close().await
}

#[tokio::test]
async fn the_echo_settles_it_without_a_look() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::SendAcceptedCut, &Fault::once())
        .await?;
    stage.reply(ADA, "s-1", "We open at nine.").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["We open at nine."]);
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/owner/reason"), "sent");
    stage.close().await
}

#[tokio::test]
async fn when_it_cannot_be_found_out_the_operator_is_asked_once_with_both_choices() -> Flow {
    let stage = Stage::by_hand().await?;
    for (who, switch, choice, said) in [
        (ADA, Switch::SendAcceptedCut, "it_arrived", 1),
        (BEN, Switch::SendCut, "send_again", 1),
    ] {
        stage.hears(who, "hello").await?;
        for fault in [Switch::ConversationsFail, Switch::EchoDropped] {
            stage.control().fault(fault, &Fault::always()).await?;
        }
        stage.control().fault(switch, &Fault::once()).await?;
        let send = format!("s-{choice}");
        stage.reply(who, &send, "We do open on Sunday.").await?;
        stage.messages(who, asking).await?;
        let conversation = stage.conversation(who, any).await?;
        assert_eq!(text(&conversation, "/trouble"), "asking");
        let health = stage.get("/api/health").await?;
        assert_eq!(text(&health, "/outbox/state"), "warning");
        stage.control().clear_faults().await?;
        let answer = json!({ "choice": choice });
        let path = format!("/api/sends/{send}/resolve");
        stage.act("POST", &path, answer.clone()).await?;
        stage.messages(who, state_is(&send, "confirmed")).await?;
        assert_eq!(stage.really_said(who).await?.len(), said, "{choice}");
        let (status, problem) = stage.call("POST", &path, Some(answer)).await?;
        assert_eq!((status, text(&problem, "/code")), (409, "not_in_state"));
    }
    stage.close().await
}

#[tokio::test]
async fn looks_that_are_never_answered_end_in_the_question_too() -> Flow {
    let stage = Stage::by_hand_with(hasty()).await?;
    stage.hears(ADA, "hello").await?;
    for fault in [Switch::ConversationsHang, Switch::EchoDropped] {
        stage.control().fault(fault, &Fault::always()).await?;
    }
    stage
        .control()
        .fault(Switch::SendAcceptedCut, &Fault::once())
        .await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    stage.messages(ADA, asking).await?;
    assert_eq!(stage.sends_asked().await?, 1);
    stage.close().await
}

#[tokio::test]
async fn a_second_unknown_is_not_sent_a_third_time_by_itself() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage.control().fault(Switch::SendCut, &Fault::times(2)).await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    stage.messages(ADA, asking).await?;
    assert_eq!(stage.sends_asked().await?, 2);
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn an_echo_with_other_words_is_an_answer_from_the_phone() -> Flow {
    let stage = Stage::by_hand_with(patient()).await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::SendSlow, &Fault::once().ms(1_500))
        .await?;
    stage
        .control()
        .fault(Switch::EchoDelayed, &Fault::always().ms(800))
        .await?;
    stage.reply(ADA, "s-1", "We open at nine.").await?;
    stage.messages(ADA, state_is("s-1", "sending")).await?;
    stage
        .control()
        .phone_writes(ACCOUNT, ADA, "We open at ten.")
        .await?;
    stage.owned(ADA, "phone").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let messages = stage.messages(ADA, |messages| messages.len() == 3).await?;
    let phone = messages.iter().find(|message| text(message, "/who") == "phone");
    assert_eq!(
        phone.map(|message| text(message, "/text")),
        Some("We open at ten.")
    );
    assert_eq!(stage.really_said(ADA).await?, ["We open at nine."]);
    stage.close().await
}

#[tokio::test]
async fn the_phone_saying_the_same_words_is_told_from_our_own_once_the_answer_names_ours() -> Flow {
    let stage = Stage::by_hand_with(patient()).await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::SendSlow, &Fault::once().ms(1_500))
        .await?;
    stage.control().fault(Switch::EchoDropped, &Fault::once()).await?;
    stage.reply(ADA, "s-1", "We open at nine.").await?;
    stage
        .until("our own words in the thread", || async {
            Ok((stage.really_said(ADA).await?.len() == 1).then_some(()))
        })
        .await?;
    let phone = stage
        .control()
        .phone_writes(ACCOUNT, ADA, "We open at nine.")
        .await?;
    // First it is taken for our echo; then the answer names another mid, and it was the phone's.
    let settled = |messages: &[Value]| {
        messages
            .iter()
            .any(|message| text(message, "/who") == "phone" && text(message, "/mid") == phone)
    };
    let messages = stage.messages(ADA, settled).await?;
    let ours = sends_of(&messages, "operator");
    assert_eq!(ours.len(), 1);
    let state = ours.first().map(|send| text(send, "/state").to_owned());
    assert_eq!(state.as_deref(), Some("accepted"));
    assert_eq!(
        text(&stage.conversation(ADA, any).await?, "/owner/who"),
        "operator"
    );
    let truth = stage.truth(ADA).await?;
    assert_eq!(truth.iter().filter(|(who, ..)| who != "customer").count(), 2);
    assert_eq!(messages.len(), 3, "{:?}", list(&json!(messages), ""));
    stage.close().await
}
