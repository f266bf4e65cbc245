//! The story of `cargo xtask demo`, whole and in order, with the delays that a person has.

use desktop_tests::{Desk, story};

#[tokio::test]
async fn the_main_job_is_played_from_the_first_screen_to_the_hand_back() -> anyhow::Result<()> {
    let mut desk = Desk::unhurried().await?;
    let window = desk.open().await?;
    let mut seen = Vec::new();
    story::tell(&desk, &window, async |step| {
        seen.push(step.name);
        Ok(())
    })
    .await?;
    assert_eq!((seen.first(), seen.len()), (Some(&"welcome"), 10), "{seen:?}");
    desk.quit().await
}
