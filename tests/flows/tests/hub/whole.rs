//! The main job in one piece, driven over HTTP alone; and the clocks.

use flows::{Flow, Stage, any, number, state_is, text};
use sandbox::{ADA, Fault, Switch};

#[tokio::test]
async fn connect_message_autopilot_answer_takeover_human_answer_hand_back() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.said(ADA, 1).await?;
    stage.button(ADA, "typed").await?;
    stage.owned(ADA, "typing").await?;
    stage
        .reply(ADA, "s-1", "Mia here. Shall I keep you a loaf?")
        .await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    stage.button(ADA, "hand-back").await?;
    stage.owned(ADA, "handed_back").await?;
    stage
        .control()
        .customer_writes(ADA, "What does a birthday cake cost?")
        .await?;
    stage.said(ADA, 3).await?;
    let truth = stage.truth(ADA).await?;
    assert!(truth.iter().all(|(_, _, count)| *count <= 1), "{truth:?}");
    let who: Vec<&str> = truth.iter().map(|(who, ..)| who.as_str()).collect();
    assert_eq!(who, ["customer", "api", "api", "customer", "api"]);
    stage.close().await
}

#[tokio::test]
async fn everything_is_still_there_after_a_restart_and_it_goes_on() -> Flow {
    let mut stage = Stage::connected().await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.said(ADA, 1).await?;
    stage.all_delivered().await?;
    let before = stage.items(ADA).await?;
    stage.restart().await?;
    stage.receive_again().await?;
    let after = stage.items(ADA).await?;
    let keys = |items: &[serde_json::Value]| -> Vec<String> {
        items.iter().map(|item| text(item, "/key").to_owned()).collect()
    };
    assert_eq!(keys(&before), keys(&after));
    stage
        .control()
        .customer_writes(ADA, "And what does a birthday cake cost?")
        .await?;
    stage.said(ADA, 2).await?;
    stage.close().await
}

#[tokio::test]
async fn a_clock_that_is_off_shows_in_health() -> Flow {
    let stage = Stage::by_hand().await?;
    let health = stage.health(any).await?;
    assert_eq!(text(&health, "/clock/state"), "ok");
    stage
        .control()
        .fault(Switch::DateSkew, &Fault::always().ms(180_000))
        .await?;
    stage.hears(ADA, "hello").await?;
    let health = stage
        .health(|health| text(health, "/clock/state") == "warning")
        .await?;
    assert!((number(&health, "/clock/offset_ms") - 180_000).abs() < 5_000);
    assert!(!text(&health, "/clock/next_step").is_empty());
    stage.close().await
}
