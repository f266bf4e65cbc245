//! Names and faces, in the background. A profile that cannot be read never holds a message back.

use flows::{Flow, Stage, any, number, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::json;

#[tokio::test]
async fn a_profile_is_read_in_the_background() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let conversation = stage
        .conversation(ADA, |found| text(found, "/contact/name") == "Ada Example")
        .await?;
    assert_eq!(text(&conversation, "/contact/username"), "ada.bakes");
    let known = stage.control().get("/customers").await?;
    let followers = known
        .as_array()
        .and_then(|all| all.iter().find(|one| text(one, "/igsid") == ADA))
        .map(|one| number(one, "/follower_count"));
    assert_eq!(Some(number(&conversation, "/profile/followers")), followers);
    assert!(text(&conversation, "/contact/picture").starts_with("http://127.0.0.1:"));
    stage.close().await
}

#[tokio::test]
async fn a_refused_profile_blocks_no_message_and_the_name_shows_once_they_write_again() -> Flow {
    let stage = Stage::by_hand().await?;
    for (who, switch) in [(ADA, Switch::ProfileConsent), (BEN, Switch::ProfileUnknown)] {
        stage
            .control()
            .fault(switch, &Fault::always().for_customer(who))
            .await?;
        stage.hears(who, "hello").await?;
        stage
            .until("a refused profile", || async {
                let asked = stage.requests("graph", who).await?;
                Ok(asked
                    .iter()
                    .any(|one| number(one, "/status") >= 400)
                    .then_some(()))
            })
            .await?;
        let conversation = stage.conversation(who, any).await?;
        assert!(!text(&conversation, "/contact/name").is_empty());
        stage.reply(who, &format!("s-{who}"), "Hello!").await?;
        let send = format!("s-{who}");
        stage.messages(who, flows::state_is(&send, "confirmed")).await?;
    }
    stage.control().clear_faults().await?;
    stage.hears(ADA, "it's me").await?;
    stage.hears(BEN, "and me").await?;
    stage
        .conversation(ADA, |found| text(found, "/contact/name") == "Ada Example")
        .await?;
    stage
        .conversation(BEN, |found| text(found, "/contact/name") == "Ben Example")
        .await?;
    stage.close().await
}

#[tokio::test]
async fn a_person_whom_instagram_does_not_find_is_shown_by_number_and_can_be_answered() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .fault(Switch::ProfileMissing, &Fault::always())
        .await?;
    stage.hears(ADA, "hello").await?;
    stage
        .until("a profile that was not found", || async {
            let asked = stage.requests("graph", ADA).await?;
            Ok(asked
                .iter()
                .any(|one| number(one, "/status") == 400)
                .then_some(()))
        })
        .await?;
    stage.reply(ADA, "s-1", "Hello!").await?;
    stage.messages(ADA, flows::state_is("s-1", "confirmed")).await?;
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/contact/name"), "Instagram user 0001");
    assert_eq!(conversation["contact"]["picture"], json!(null));
    stage.close().await
}

#[tokio::test]
async fn a_person_without_a_name_goes_by_their_handle() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.control().fault(Switch::NameNull, &Fault::always()).await?;
    stage.hears(ADA, "hello").await?;
    let conversation = stage
        .conversation(ADA, |found| text(found, "/contact/username") == "ada.bakes")
        .await?;
    assert_eq!(text(&conversation, "/contact/name"), "ada.bakes");
    stage.close().await
}

#[tokio::test]
async fn an_echo_to_somebody_who_never_wrote_asks_for_no_profile() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .phone_writes(flows::ACCOUNT, ADA, "Hello Ada, your cake is ready")
        .await?;
    let conversation = stage
        .conversation(ADA, |found| text(found, "/last/who") == "phone")
        .await?;
    assert_eq!(conversation.pointer("/composer/allowed"), Some(&json!(false)));
    assert!(
        stage.requests("graph", ADA).await?.is_empty(),
        "consent is not given yet"
    );
    stage.hears(ADA, "thank you").await?;
    stage
        .conversation(ADA, |found| text(found, "/contact/name") == "Ada Example")
        .await?;
    stage.close().await
}
