//! The settings, as the settings page has them.

use flows::{Flow, Stage, Start, number, text};
use serde_json::json;

#[tokio::test]
async fn a_port_of_the_systems_is_refused_with_a_sentence_and_another_one_is_kept() -> Flow {
    let mut stage = Stage::new().await?;
    let before = stage.get("/api/settings").await?;
    let with_port = |port: u32| {
        let mut settings = before.clone();
        if let Some(members) = settings.as_object_mut() {
            members.insert("listener_port".to_owned(), json!(port));
            members.insert("quiet_ms".to_owned(), json!(77));
        }
        settings
    };
    for port in [0, 80, 1_023] {
        let (status, problem) = stage.call("PUT", "/api/settings", Some(with_port(port))).await?;
        assert_eq!((status, text(&problem, "/code")), (422, "invalid"), "{port}");
        let sentence = text(&problem, "/detail");
        assert!(sentence.contains("between 1024 and 65535"), "{problem}");
        assert_eq!(stage.get("/api/settings").await?, before, "a part of it was kept");
    }
    let kept = stage.act("PUT", "/api/settings", with_port(8_450)).await?;
    assert_eq!(
        (number(&kept, "/listener_port"), number(&kept, "/quiet_ms")),
        (8_450, 77)
    );
    stage.restart().await?;
    let kept = stage.get("/api/settings").await?;
    assert_eq!(number(&kept, "/listener_port"), 8_450);
    stage.close().await
}

#[tokio::test]
async fn the_port_of_the_settings_is_the_listeners_from_the_next_start_on() -> Flow {
    let mut stage = Stage::new().await?;
    let mut settings = stage.get("/api/settings").await?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    if let Some(members) = settings.as_object_mut() {
        members.insert("listener_port".to_owned(), json!(port));
    }
    stage.act("PUT", "/api/settings", settings).await?;
    stage.stop_hub().await;
    let process = Start::on(&stage)?.flag("--listener", None).run().await?;
    assert_eq!(
        text(&process.greeting, "/listener"),
        format!("http://127.0.0.1:{port}")
    );
    process.terminate().await?;
    stage.close().await
}

#[tokio::test]
async fn an_owner_for_less_than_the_window_tells_of_typing_is_refused() -> Flow {
    let stage = Stage::new().await?;
    let before = stage.get("/api/settings").await?;
    for name in ["typing_expiry_ms", "operator_expiry_ms"] {
        let mut settings = before.clone();
        if let Some(members) = settings.as_object_mut() {
            members.insert(name.to_owned(), json!(9_999));
        }
        let (status, problem) = stage.call("PUT", "/api/settings", Some(settings)).await?;
        assert_eq!(status, 422, "{name}");
        assert!(text(&problem, "/detail").contains("10 seconds"), "{problem}");
    }
    stage.close().await
}
