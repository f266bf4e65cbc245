//! What customers send beside text is seen and heard in the window itself.

use desktop_tests::{Desk, story};
use sandbox::ADA;
use serde_json::json;

/// The newest image in the stream has pixels.
const IMAGE_IS_DRAWN: &str = "return [...document.querySelectorAll('[data-testid=stream] img')]\
                              .some(image => image.complete && image.naturalWidth > 0)";
/// The player has read enough of the clip to know how long it is, and can play.
const CLIP_CAN_PLAY: &str = "return [...document.querySelectorAll('[data-testid=stream] audio')]\
                             .some(clip => clip.readyState >= 3 && !clip.error)";
const CLIP_PLAYS: &str = "return [...document.querySelectorAll('[data-testid=stream] audio')]\
                          .some(clip => clip.currentTime > 0)";

#[tokio::test]
async fn a_picture_and_a_voice_note_are_shown_and_played() -> anyhow::Result<()> {
    let mut desk = Desk::built().await?;
    let instagram = desk.instagram();
    let window = desk.open().await?;
    story::connect_practice(&window).await?;
    story::send_customers_home(&instagram).await?;
    instagram
        .customer_sends(
            ADA,
            json!({"attachments": [{"type": "image", "media": "loaf.jpg"}]}),
        )
        .await?;
    story::open_conversation(&window, ADA).await?;
    window
        .until_script("the picture", IMAGE_IS_DRAWN, Vec::new())
        .await?;

    instagram
        .customer_sends(
            ADA,
            json!({"attachments": [{"type": "audio", "media": "voice.wav"}]}),
        )
        .await?;
    window.see("attachment-audio").await?;
    let load = "document.querySelectorAll('[data-testid=stream] audio').forEach(clip => { clip.preload = 'auto'; clip.muted = true; clip.play(); }); return true";
    window
        .until_script("the clip to be started", load, Vec::new())
        .await?;
    window
        .until_script("the clip to be playable", CLIP_CAN_PLAY, Vec::new())
        .await?;
    window
        .until_script("the clip to play", CLIP_PLAYS, Vec::new())
        .await?;
    desk.quit().await
}
