//! The main job, step by step: connect, receive, be answered, take over by typing, answer, hand back.
//!
//! Every step acts in the window (or as the customer) and is done only when its effect was seen in the window and, where
//! something was said, in the practice Instagram. [`tell`] plays them in order; tests call the same steps one by one.

use anyhow::{Context, ensure};
use sandbox::{ADA, Control, DEFAULT_ACCOUNT};
use serde_json::Value;

use crate::Desk;
use crate::window::{Window, eventually};

/// The conversation of the story, as the window names it.
#[must_use]
pub fn conversation(customer: &str) -> String {
    format!("{DEFAULT_ACCOUNT}.{customer}")
}

/// What the shop knows, so that its autopilot can answer.
pub const KEY_INFORMATION: &str = "We open on Sunday from 8 to 13. Rye bread costs 4.20 euros.";
/// A question the key information answers.
pub const QUESTION: &str = "Do you open on Sunday?";
/// What the autopilot has to find for it.
pub const ANSWER: &str = "Sunday from 8 to 13";
/// Something only a person can decide.
pub const WISH: &str = "Could you keep two rye loaves for me?";
/// What the operator writes.
pub const BY_HAND: &str = "Of course, two loaves with your name on them.";
/// A question after the operator has left.
pub const LATER: &str = "And how much is the rye bread?";
/// What the autopilot has to find for that.
pub const PRICE: &str = "4.20 euros";

/// One thing that was done and seen.
#[derive(Debug, Clone)]
pub struct Seen {
    /// A short name for the step, also of its picture.
    pub name: &'static str,
    /// What was seen, in a sentence.
    pub sentence: String,
}

/// Plays the whole story in an open window. `seen` is told about each step as soon as it was seen.
///
/// # Errors
/// At the first step that was not seen.
pub async fn tell(
    desk: &Desk,
    window: &Window,
    mut seen: impl AsyncFnMut(Seen) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let instagram = desk.instagram();
    let mut note = async |name, sentence: String| seen(Seen { name, sentence }).await;

    window.see("welcome").await?;
    note("welcome", "The window opens on its first screen.".into()).await?;
    pass_the_wizard(window).await?;
    note(
        "connected",
        "The practice account is connected; every check of the wizard is green.".into(),
    )
    .await?;
    finish_the_wizard(window).await?;
    set_the_autopilot(window).await?;
    note(
        "autopilot",
        "The autopilot is on and knows the opening hours.".into(),
    )
    .await?;
    to_the_inbox(window).await?;

    customer_writes(window, &instagram, QUESTION).await?;
    note("message", format!("Ada: {QUESTION}")).await?;
    let answer = autopilot_answers(window, &instagram, ANSWER).await?;
    note("autopilot-answer", format!("Autopilot: {answer}")).await?;

    customer_writes(window, &instagram, WISH).await?;
    take_over_by_typing(window, "Of").await?;
    note(
        "takeover",
        format!("Ada: {WISH} — the operator types, and owns the conversation."),
    )
    .await?;
    answer_by_hand(window, &instagram, "Of", BY_HAND).await?;
    note("human-answer", format!("Operator: {BY_HAND}")).await?;

    hand_back(window).await?;
    note("hand-back", "The conversation is the autopilot's again.".into()).await?;
    customer_writes(window, &instagram, LATER).await?;
    let answer = autopilot_answers(window, &instagram, PRICE).await?;
    note("after-hand-back", format!("Ada: {LATER} — Autopilot: {answer}")).await?;
    nothing_was_said_twice(&instagram).await?;
    note("end", "Instagram accepted every answer exactly once.".into()).await
}

/// Goes through the wizard with *Practice*, into the inbox.
///
/// # Errors
/// When a step is not seen.
pub async fn connect_practice(window: &Window) -> anyhow::Result<()> {
    pass_the_wizard(window).await?;
    finish_the_wizard(window).await
}

async fn pass_the_wizard(window: &Window) -> anyhow::Result<()> {
    window.press("choose-practice").await?;
    for check in ["sign_in", "exchange", "identity", "subscription"] {
        window
            .see_attribute(&format!("check-{check}"), "data-state", "ok")
            .await?;
    }
    Ok(())
}

async fn finish_the_wizard(window: &Window) -> anyhow::Result<()> {
    window.press("wizard-finish").await?;
    window.see("list").await.map(drop)
}

/// Sends the scripted customers home, so that only the people of a test write.
///
/// # Errors
/// When the practice Instagram does not answer.
pub async fn send_customers_home(instagram: &Control) -> anyhow::Result<()> {
    instagram.post("/scripts/stop", Value::Null).await?;
    Ok(())
}

/// Gives the autopilot the shop's key information.
///
/// # Errors
/// When a step is not seen.
pub async fn teach(window: &Window) -> anyhow::Result<()> {
    set_the_autopilot(window).await?;
    to_the_inbox(window).await
}

async fn set_the_autopilot(window: &Window) -> anyhow::Result<()> {
    window.press("rail-autopilot").await?;
    let field = window.see("autopilot-key_information").await?;
    field.clear().await?;
    field.send_keys(KEY_INFORMATION).await?;
    window.press("autopilot-save").await?;
    window.read("autopilot-savebar", "Saved.").await.map(drop)
}

async fn to_the_inbox(window: &Window) -> anyhow::Result<()> {
    window.press("rail-inbox").await?;
    window.see("list").await.map(drop)
}

/// Ada writes, and her words stand in the open conversation.
///
/// # Errors
/// When they do not arrive.
pub async fn customer_writes(window: &Window, instagram: &Control, words: &str) -> anyhow::Result<()> {
    instagram.customer_writes(ADA, words).await?;
    open_conversation(window, ADA).await?;
    window.read("stream", words).await.map(drop)
}

/// Opens a conversation from the list of all.
///
/// # Errors
/// When its row does not appear.
pub async fn open_conversation(window: &Window, customer: &str) -> anyhow::Result<()> {
    let id = conversation(customer);
    window.press("split-all").await?;
    window.see_attribute("split-all", "aria-selected", "true").await?;
    let opened = format!("[data-testid='conversation'][data-id='{id}']");
    window.press_until(&format!("row-{id}"), &opened).await
}

/// The autopilot's answer with these words is in the window and at Instagram.
///
/// # Errors
/// When it is not seen in both.
pub async fn autopilot_answers(window: &Window, instagram: &Control, words: &str) -> anyhow::Result<String> {
    let message = received(instagram, ADA, words).await?;
    let text = message
        .get("text")
        .and_then(Value::as_str)
        .context("an answer has a text")?
        .to_owned();
    in_a_bubble(window, "autopilot", words).await?;
    Ok(text)
}

/// The operator types the first characters, and with them owns the conversation; they are kept.
///
/// # Errors
/// When the owner does not change.
pub async fn take_over_by_typing(window: &Window, first: &str) -> anyhow::Result<()> {
    window.type_into("composer-text", first).await?;
    window.see_attribute("owner", "data-owner", "operator").await?;
    window.see("draft-kept").await.map(drop)
}

/// The operator finishes the sentence and sends it.
///
/// # Errors
/// When it is not seen in the window and at Instagram.
pub async fn answer_by_hand(
    window: &Window,
    instagram: &Control,
    typed: &str,
    words: &str,
) -> anyhow::Result<()> {
    let rest = words
        .strip_prefix(typed)
        .context("the sentence goes on from what was typed")?;
    window.type_into("composer-text", rest).await?;
    window.press("composer-send").await?;
    in_a_bubble(window, "operator", words).await?;
    received(instagram, ADA, words).await.map(drop)
}

/// *Hand back*, until the header says that the autopilot answers again.
///
/// # Errors
/// When the owner does not change.
pub async fn hand_back(window: &Window) -> anyhow::Result<()> {
    window.press("hand-back").await?;
    window.see_attribute("owner", "data-owner", "autopilot").await
}

/// A bubble of this author with these words stands in the open conversation.
///
/// # Errors
/// When it does not appear.
pub async fn in_a_bubble(window: &Window, who: &str, words: &str) -> anyhow::Result<()> {
    let script = "return [...document.querySelectorAll(`[data-testid^='message-'][data-who='${arguments[0]}']`)]\
                  .some(bubble => bubble.innerText.includes(arguments[1]))";
    let arguments = vec![who.into(), words.into()];
    window
        .until_script(
            &format!("a bubble of the {who} with “{words}”"),
            script,
            arguments,
        )
        .await
        .map(drop)
}

/// What Instagram received from us in a customer's thread, as soon as it contains these words.
///
/// # Errors
/// When nothing like it is received.
pub async fn received(instagram: &Control, customer: &str, words: &str) -> anyhow::Result<Value> {
    eventually(&format!("“{words}” at Instagram"), async || {
        let thread = instagram.thread(customer).await?;
        let messages = thread
            .get("messages")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let ours = |message: &Value| {
            let field = |name| message.get(name).and_then(Value::as_str);
            field("who") == Some("api") && field("text").is_some_and(|text| text.contains(words))
        };
        Ok(messages.into_iter().find(ours))
    })
    .await
}

/// Instagram accepted no answer more than once.
///
/// # Errors
/// When it did, with the thread.
pub async fn nothing_was_said_twice(instagram: &Control) -> anyhow::Result<()> {
    let thread = instagram.thread(ADA).await?;
    let accepted = thread
        .get("accepted")
        .and_then(Value::as_array)
        .context("a thread counts what it accepted")?;
    ensure!(
        !accepted.is_empty()
            && accepted
                .iter()
                .all(|answer| answer.get("count") == Some(&1.into())),
        "said twice: {thread:#}"
    );
    Ok(())
}
