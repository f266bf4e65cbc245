//! A person steps in, and out again.

use desktop_tests::{Desk, story};
use sandbox::{ADA, Fault, Switch};

#[tokio::test]
async fn typing_takes_over_and_the_autopilot_is_silent_until_handed_back() -> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let instagram = desk.instagram();
    let window = desk.open().await?;
    story::connect_practice(&window).await?;
    story::send_customers_home(&instagram).await?;
    story::teach(&window).await?;
    // The autopilot is in the middle of its answer when the operator begins to type.
    instagram
        .fault(Switch::ModelSlow, &Fault::once().ms(3_000))
        .await?;
    story::customer_writes(&window, &instagram, story::QUESTION).await?;
    story::take_over_by_typing(&window, "Of").await?;
    story::answer_by_hand(&window, &instagram, "Of", story::BY_HAND).await?;
    let thread = instagram.thread(ADA).await?;
    let ours = thread["messages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|message| message["who"] == "api");
    assert_eq!(ours.count(), 1, "only the person spoke: {thread:#}");

    story::hand_back(&window).await?;
    story::customer_writes(&window, &instagram, story::LATER).await?;
    story::autopilot_answers(&window, &instagram, story::PRICE).await?;
    story::nothing_was_said_twice(&instagram).await?;
    desk.quit().await
}

#[tokio::test]
async fn a_send_whose_outcome_stays_unknown_is_put_to_the_operator() -> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let instagram = desk.instagram();
    let window = desk.open().await?;
    story::connect_practice(&window).await?;
    story::send_customers_home(&instagram).await?;
    story::customer_writes(&window, &instagram, story::WISH).await?;
    // Accepted, but the answer is lost, no echo comes, and looking fails: nobody can know.
    instagram.fault(Switch::SendAcceptedCut, &Fault::once()).await?;
    instagram.fault(Switch::EchoDropped, &Fault::always()).await?;
    instagram
        .fault(Switch::ConversationsFail, &Fault::always())
        .await?;
    window.type_into("composer-text", story::BY_HAND).await?;
    window.press("composer-send").await?;
    window.see("question").await?;
    window.see("question-send-again").await?;
    window.press("question-arrived").await?;
    window.until_gone("question").await?;
    story::nothing_was_said_twice(&instagram).await?;
    desk.quit_despite(&["could not be looked at"]).await
}
