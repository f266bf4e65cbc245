//! Quitting, a power cut, and everything still there.

use desktop_tests::{Desk, story};

#[tokio::test]
async fn after_quitting_everything_is_still_there_and_work_goes_on() -> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let instagram = desk.instagram();
    let window = desk.open().await?;
    story::connect_practice(&window).await?;
    story::send_customers_home(&instagram).await?;
    story::teach(&window).await?;
    story::customer_writes(&window, &instagram, story::QUESTION).await?;
    let answer = story::autopilot_answers(&window, &instagram, story::ANSWER).await?;
    story::take_over_by_typing(&window, "Of").await?;
    desk.quit().await?;

    let window = desk.open().await?;
    story::open_conversation(&window, sandbox::ADA).await?;
    window.read("stream", story::QUESTION).await?;
    story::in_a_bubble(&window, "autopilot", &answer).await?;
    window.see_attribute("owner", "data-owner", "operator").await?;
    story::answer_by_hand(&window, &instagram, "Of", story::BY_HAND).await?;
    story::nothing_was_said_twice(&instagram).await?;
    desk.quit().await
}

#[tokio::test]
async fn after_a_power_cut_what_was_received_is_still_there() -> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let instagram = desk.instagram();
    let window = desk.open().await?;
    story::connect_practice(&window).await?;
    story::send_customers_home(&instagram).await?;
    story::customer_writes(&window, &instagram, story::WISH).await?;
    desk.pull_the_plug();

    let window = desk.open().await?;
    story::open_conversation(&window, sandbox::ADA).await?;
    window.read("stream", story::WISH).await?;
    desk.quit().await
}
