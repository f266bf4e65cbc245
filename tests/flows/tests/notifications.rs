//! What calls for a person is told once, also when nobody could be told for a while (rules 1).

use engine::{Notifications, Why};
use flows::{Broken, Flow, Setup, Stage, number};
use sandbox::{ADA, BEN};
use serde_json::json;

/// A question that only a person can decide.
const WISH: &str = "Can I talk to a person please?";

async fn told(stage: &Stage) -> Result<Notifications, Broken> {
    Ok(stage.hub()?.handle().notifications().await?)
}

/// Who called in this answer, by the last digit of the id, and why.
fn calls(found: &Notifications) -> Vec<(String, Why)> {
    let calls = found.recent.iter();
    calls
        .map(|call| (call.conversation.contact.to_string(), call.why))
        .collect()
}

#[tokio::test]
async fn a_conversation_that_needs_a_human_calls_once_and_by_name() -> Flow {
    let stage = Stage::connected().await?;
    assert_eq!(told(&stage).await?, Notifications::default());
    stage.control().customer_writes(ADA, WISH).await?;
    stage.owned(ADA, "handed_over").await?;
    let found = told(&stage).await?;
    let needs = Why::NeedsHuman(desk::OwnerReason::HandedOver);
    assert_eq!(calls(&found), [(ADA.to_owned(), needs)]);
    assert!(found.recent.iter().all(|call| !call.name.is_empty()));
    assert_eq!(told(&stage).await?, Notifications::default(), "it was told");
    stage.close().await
}

#[tokio::test]
async fn the_first_time_nothing_calls_and_what_was_seen_to_calls_no_more() -> Flow {
    let stage = Stage::connected().await?;
    stage.control().customer_writes(BEN, WISH).await?;
    stage.owned(BEN, "handed_over").await?;
    assert_eq!(
        told(&stage).await?,
        Notifications::default(),
        "it starts at the end"
    );
    stage.control().customer_writes(ADA, WISH).await?;
    stage.owned(ADA, "handed_over").await?;
    stage.button(ADA, "take-over").await?;
    assert_eq!(
        told(&stage).await?,
        Notifications::default(),
        "somebody was there"
    );
    stage.hears(ADA, "Are you there?").await?;
    assert_eq!(calls(&told(&stage).await?), [(ADA.to_owned(), Why::Wrote)]);
    stage.close().await
}

#[tokio::test]
async fn what_happened_while_nobody_was_told_is_told_at_the_next_start() -> Flow {
    let mut stage = Stage::connected().await?;
    told(&stage).await?;
    stage.control().customer_writes(ADA, WISH).await?;
    stage.owned(ADA, "handed_over").await?;
    stage.restart().await?;
    assert_eq!(told(&stage).await?.recent.len(), 1);
    stage.restart().await?;
    assert_eq!(told(&stage).await?, Notifications::default());
    stage.close().await
}

#[tokio::test]
async fn what_is_old_is_folded_into_one() -> Flow {
    let setup = Setup {
        timings: json!({ "fold": 0 }),
        ..Setup::default()
    };
    let stage = Stage::connected_with(setup).await?;
    told(&stage).await?;
    for customer in [ADA, BEN] {
        stage.control().customer_writes(customer, WISH).await?;
        stage.owned(customer, "handed_over").await?;
    }
    stage.health(|health| number(health, "/seq") > 0).await?;
    let found = told(&stage).await?;
    assert_eq!((found.recent.len(), found.older), (0, 2));
    let words = api::notifications(&found);
    assert_eq!(words.len(), 1);
    assert!(
        words.iter().all(|(_, body)| body.starts_with("2 conversations")),
        "{words:?}"
    );
    stage.close().await
}
