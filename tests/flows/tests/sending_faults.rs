//! Sending when things go wrong: lost answers, limits, clocks that are off, accounts that stop.

use flows::{ACCOUNT, Broken, Setup, Stage, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

type Flow = Result<(), Broken>;

/// How many calls the emulated Instagram answered whose path holds these words.
async fn calls(stage: &Stage, words: &str) -> Result<usize, Broken> {
    let requests = stage.control().get("/requests").await?;
    let listed = requests.pointer("/requests").and_then(Value::as_array);
    Ok(listed
        .into_iter()
        .flatten()
        .filter(|request| text(request, "/path").contains(words))
        .count())
}

/// What our own app sent, as the emulated Instagram holds it.
async fn sent(stage: &Stage) -> Result<Vec<String>, Broken> {
    let truth = stage.truth(ADA).await?;
    Ok(truth
        .into_iter()
        .filter(|(who, ..)| who == "api")
        .map(|(_, words, _)| words)
        .collect())
}

#[tokio::test]
async fn an_answer_that_only_the_last_look_shows_stops_what_that_look_did_not_find() -> Flow {
    // A late look is still a look, however busy the machine is.
    let patient = Setup::pace(json!({ "graph": 20_000 }));
    let stage = Stage::connected_with(patient).await?;
    let control = stage.control();
    // Each call is answered late, with what the thread holds by then.
    control.fault(Switch::GraphSlow, &Fault::always().ms(300)).await?;
    control.fault(Switch::SendCut, &Fault::once()).await?;
    control.customer_writes(ADA, "Do you open on Sunday?").await?;
    stage.messages(ADA, |messages| !messages.is_empty()).await?;
    // From now on only a look can tell.
    control.fault(Switch::EventsLost, &Fault::always()).await?;
    stage
        .until("the last look on its way", || async {
            Ok((calls(&stage, "/conversations").await? >= 3).then_some(()))
        })
        .await?;
    control
        .phone_writes(ACCOUNT, ADA, "I have answered that.")
        .await?;
    stage
        .conversation(ADA, |found| text(found, "/owner/reason") == "phone")
        .await?;
    let settled = |messages: &[Value]| {
        messages.iter().any(|message| {
            text(message, "/who") == "autopilot" && text(message, "/send/state") == "cancelled"
        })
    };
    stage.messages(ADA, settled).await?;
    assert_eq!(sent(&stage).await?, [""; 0]);
    stage.close().await
}

fn state_is(send: &'static str, state: &'static str) -> impl Fn(&[Value]) -> bool {
    move |messages| {
        messages
            .iter()
            .any(|message| text(message, "/key") == send && text(message, "/send/state") == state)
    }
}

/// A conversation with ada in which the operator answers.
async fn answered_by_hand() -> Result<Stage, Broken> {
    let stage = Stage::connected().await?;
    stage.autopilot(false).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.conversation(ADA, |_| true).await?;
    Ok(stage)
}

/// Waits until the account is held back.
async fn paused(stage: &Stage) -> Flow {
    stage
        .until("the account to pause", || async {
            let accounts = stage.get("/api/accounts").await?;
            Ok((text(&accounts, "/0/state") == "paused").then_some(()))
        })
        .await
}

#[tokio::test]
async fn a_clock_that_is_off_makes_a_question_and_never_a_second_message() -> Flow {
    let stage = answered_by_hand().await?;
    let control = stage.control();
    control
        .fault(Switch::DateSkew, &Fault::always().ms(5_000))
        .await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    control.fault(Switch::EchoDropped, &Fault::always()).await?;
    control.fault(Switch::SendAcceptedCut, &Fault::once()).await?;
    stage.reply(ADA, "s-2", "From nine.").await?;
    let asked = |messages: &[Value]| {
        messages
            .iter()
            .any(|message| !text(message, "/send/question/sentence").is_empty())
    };
    stage.messages(ADA, asked).await?;
    assert_eq!(sent(&stage).await?, ["We do open on Sunday.", "From nine."]);
    stage.close().await
}

#[tokio::test]
async fn what_waits_when_the_account_is_disconnected_is_taken_back() -> Flow {
    let stage = answered_by_hand().await?;
    stage.control().fault(Switch::Throttled, &Fault::always()).await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    paused(&stage).await?;
    stage
        .act("DELETE", &format!("/api/accounts/{ACCOUNT}"), Value::Null)
        .await?;
    stage.messages(ADA, state_is("s-1", "cancelled")).await?;
    stage.close().await
}

#[tokio::test]
async fn a_restriction_of_some_hours_pauses_the_account_and_does_not_stop_it() -> Flow {
    let stage = answered_by_hand().await?;
    let restricted = Fault::always().code(10).subcode(1_893_063);
    stage.control().fault(Switch::SendRefused, &restricted).await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    paused(&stage).await?;
    stage.messages(ADA, state_is("s-1", "queued")).await?;
    // A stopped account refuses this at once.
    stage.reply(ADA, "s-2", "See you then.").await?;
    stage.close().await
}

#[tokio::test]
async fn an_answer_that_stops_the_whole_account_keeps_the_autopilot_from_asking_on() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::SendRefused, &Fault::always().code(200))
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let failed = |messages: &[Value]| {
        messages
            .iter()
            .any(|message| text(message, "/send/state") == "failed")
    };
    stage.messages(ADA, failed).await?;
    stage
        .control()
        .customer_writes(BEN, "Do you open on Sunday?")
        .await?;
    stage
        .conversation(BEN, |found| text(found, "/owner/reason") == "account_stopped")
        .await?;
    stage.close().await
}

#[tokio::test]
async fn an_account_that_instagram_stopped_says_why_and_goes_on_when_told_to() -> Flow {
    let stage = answered_by_hand().await?;
    let switched_off = Fault::always().code(200).subcode(2_534_041);
    stage.control().fault(Switch::SendRefused, &switched_off).await?;
    stage.reply(ADA, "s-1", "We do open on Sunday.").await?;
    let stopped = stage
        .until("the account to stop", || async {
            let accounts = stage.get("/api/accounts").await?;
            Ok((text(&accounts, "/0/state") == "stopped").then_some(accounts))
        })
        .await?;
    assert!(
        text(&stopped, "/0/sentence").contains("access to messages"),
        "{stopped}"
    );
    let health = stage.get("/api/health").await?;
    assert!(
        text(&health, "/accounts/0/next_step").contains("Try again"),
        "{health}"
    );
    let opened = stage.conversation(ADA, |found| !text(found, "/composer/sentence").is_empty());
    let sentence = text(&opened.await?, "/composer/sentence").to_owned();
    assert!(sentence.contains("Settings"), "{sentence}");
    stage.messages(ADA, state_is("s-1", "failed")).await?;

    // Access was switched on again.
    stage.control().clear_faults().await?;
    let account = stage
        .act("POST", &format!("/api/accounts/{ACCOUNT}/resume"), Value::Null)
        .await?;
    assert_eq!(text(&account, "/state"), "live");
    stage.act("POST", "/api/sends/s-1/retry", Value::Null).await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(sent(&stage).await?, ["We do open on Sunday."]);
    stage.close().await
}
