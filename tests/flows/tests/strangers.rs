//! The listener is open to everybody who finds it: what strangers send costs them more than us.

use flows::{Broken, Stage, number, text};

type Flow = Result<(), Broken>;

#[tokio::test]
async fn deliveries_that_nobody_signed_are_counted_and_wake_nobody() -> Flow {
    let stage = Stage::connected().await?;
    let before = number(&stage.get("/api/health").await?, "/seq");
    let accounts = stage.get("/api/accounts").await?;
    let health = stage.get("/api/health").await?;
    let url = format!(
        "http://{}{}",
        text(&health, "/intake/listener"),
        text(&accounts, "/0/receiving/callback_path")
    );
    let http = reqwest::Client::builder().no_proxy().build()?;
    for _ in 0..20 {
        let answer = http
            .post(&url)
            .header("x-hub-signature-256", "sha256=00")
            .body("{}")
            .send()
            .await?;
        assert_eq!(answer.status().as_u16(), 403);
    }
    let counted = stage
        .until("the refused deliveries", || async {
            let health = stage.get("/api/health").await?;
            Ok((number(&health, "/intake/refused_signatures") == 20).then_some(health))
        })
        .await?;
    assert_eq!(number(&counted, "/seq"), before);
    stage.close().await
}
