//! The first minutes: no key, no account, then a practice account.

use desktop_tests::{Desk, story};

#[tokio::test]
async fn a_first_start_offers_to_practise_or_to_connect() -> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let window = desk.open().await?;
    window.see("welcome").await?;
    window.see("choose-practice").await?;
    window.see("choose-instagram").await?;
    desk.quit().await
}

#[tokio::test]
async fn without_a_usable_key_the_window_says_what_to_do() -> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let window = desk
        .open_with(&["--key-file".into(), "/nowhere/switchboard.key".into()])
        .await?;
    window
        .read("cannot-start", "/nowhere/switchboard.key cannot be read")
        .await?;
    window.read("next-step", "--key-file ~/switchboard.key").await?;
    desk.quit_despite(&["cannot be read"]).await
}

#[tokio::test]
async fn practice_connects_receives_and_is_answered_by_the_autopilot() -> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let instagram = desk.instagram();
    let window = desk.open().await?;
    story::connect_practice(&window).await?;
    story::send_customers_home(&instagram).await?;
    story::teach(&window).await?;
    story::customer_writes(&window, &instagram, story::QUESTION).await?;
    story::autopilot_answers(&window, &instagram, story::ANSWER).await?;
    story::nothing_was_said_twice(&instagram).await?;
    desk.quit().await
}

#[tokio::test]
async fn with_practice_the_window_opens_on_an_account_whose_customers_write_on_their_own()
-> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let [flag, key] = desk.key_file();
    let window = desk.open_with(&[flag, key, "--practice".to_owned()]).await?;
    window.see("list").await?;
    window.see("row-owner").await?;
    desk.quit().await
}
