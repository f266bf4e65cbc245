//! A person's id differs between two apps (rules 2): what is about an old message is done where that message stands.

use flows::{ACCOUNT, Flow, Item, Stage, body, list, text};
use sandbox::{ADA, BEN};

#[tokio::test]
async fn an_unsend_under_the_id_of_another_app_reaches_the_message_and_links_the_contacts() -> Flow {
    let stage = Stage::by_hand().await?;
    let mid = stage.hears(ADA, "my code is 4711").await?;
    stage.hears(BEN, "hello again").await?;
    let unsend = format!(r#""message":{{"mid":"{mid}","is_deleted":true}}"#);
    assert_eq!(
        stage.deliver(&body(&[Item::of(BEN, ACCOUNT, &unsend)])).await?,
        200
    );

    let gone = stage
        .message(ADA, &mid, |message| message["unsent"] == true)
        .await?;
    assert_eq!(text(&gone, "/text"), "");
    let row = stage
        .conversation(ADA, |row| text(row, "/last/kind") == "unsent")
        .await?;
    assert!(!row.to_string().contains("4711"), "the list shows it no more");
    for (one, other) in [(ADA, BEN), (BEN, ADA)] {
        let conversation = stage
            .conversation(one, |row| list(row, "/same_person").len() == 1)
            .await?;
        assert_eq!(
            text(&conversation, "/same_person/0/id"),
            format!("{ACCOUNT}.{other}")
        );
        assert!(!text(&conversation, "/same_person/0/contact/name").is_empty());
    }
    let other = stage.items(BEN).await?;
    assert!(other.iter().any(|item| text(item, "/text") == "hello again"));
    stage.close().await
}
