//! The desktop is told when a conversation needs a person who is not looking.

use desktop_tests::{Desk, story};
use sandbox::ADA;
use std::collections::HashMap;
use tokio::sync::mpsc;
use x11rb::protocol::xproto::{ConnectionExt as _, InputFocus};
use zbus::zvariant::OwnedValue;

/// The desktop's own part: it shows notifications.
struct Desktop(mpsc::UnboundedSender<(String, String)>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    #[expect(clippy::too_many_arguments, reason = "the interface has them")]
    fn notify(
        &self,
        _app_name: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires_ms: i32,
    ) -> u32 {
        // A test that has seen enough no longer listens.
        let _ = self.0.send((summary, body));
        1
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let text = |words: &str| words.to_owned();
        (text("a test"), text("switchboard"), text("1"), text("1.2"))
    }
}

/// Takes the keyboard away from every window.
fn look_away() -> anyhow::Result<()> {
    let (screen, _) = x11rb::connect(None)?;
    screen
        .set_input_focus(InputFocus::NONE, x11rb::NONE, x11rb::CURRENT_TIME)?
        .check()?;
    Ok(())
}

#[tokio::test]
async fn who_is_not_looking_is_told_that_a_customer_wants_a_person() -> anyhow::Result<()> {
    let (shown, mut notifications) = mpsc::unbounded_channel();
    let _desktop = zbus::connection::Builder::session()?
        .name("org.freedesktop.Notifications")?
        .serve_at("/org/freedesktop/Notifications", Desktop(shown))?
        .build()
        .await?;
    let mut desk = Desk::built().await?;
    let instagram = desk.instagram();
    let window = desk.open().await?;
    story::connect_practice(&window).await?;
    story::send_customers_home(&instagram).await?;
    look_away()?;
    instagram
        .customer_writes(ADA, "Can I talk to a person please?")
        .await?;
    let patience = std::time::Duration::from_secs(30);
    let mut told = tokio::time::timeout(patience, notifications.recv()).await?;
    while told.as_ref().is_some_and(|(title, _)| title != "Ada Example") {
        told = tokio::time::timeout(patience, notifications.recv()).await?;
    }
    let (_, body) = told.unwrap_or_default();
    assert_eq!(body, "Handed to you by the autopilot");
    desk.quit().await
}
