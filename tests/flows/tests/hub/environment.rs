//! The hub is told by its environment what it is not told by flags.

use crate::elsewhere::Elsewhere;
use flows::{ACCOUNT, APP, Flow, Stage, Start, TOKEN, text};
use sandbox::{ADA, DEFAULT_APP_SECRET};

#[tokio::test]
async fn an_account_is_connected_through_the_hosts_of_the_environment() -> Flow {
    let mut stage = Stage::new().await?;
    stage.stop_hub().await;
    let hosts = stage.sandbox.hosts();
    let folder = |name: &str| stage.folder().join(name).display().to_string();
    let mut start = Start::on(&stage)?;
    for (flag, variable, value) in [
        ("--data-dir", "SWITCHBOARD_DATA_DIR", folder("elsewhere")),
        ("--key-file", "SWITCHBOARD_KEY_FILE", folder("another-key")),
        ("--token", "SWITCHBOARD_TOKEN", TOKEN.to_owned()),
        ("--listener", "SWITCHBOARD_LISTENER", "127.0.0.1:0".to_owned()),
        (
            "--authorize-url",
            "SWITCHBOARD_AUTHORIZE_URL",
            format!("{}/oauth/authorize", hosts.www),
        ),
        (
            "--token-url",
            "SWITCHBOARD_TOKEN_URL",
            format!("{}/oauth/access_token", hosts.api),
        ),
        ("--graph-url", "SWITCHBOARD_GRAPH_URL", hosts.graph.clone()),
        (
            "--graph-facebook-url",
            "SWITCHBOARD_GRAPH_FACEBOOK_URL",
            hosts.graph.clone(),
        ),
        ("--graph-version", "SWITCHBOARD_GRAPH_VERSION", "v98.0".to_owned()),
        ("--ui", "SWITCHBOARD_UI", folder("a-ui")),
        ("--timings", "SWITCHBOARD_TIMINGS", folder("timings.json")),
        ("--pace", "SWITCHBOARD_PACE", folder("pace.json")),
        ("--model-url", "SWITCHBOARD_MODEL_URL", hosts.model.clone()),
    ] {
        start = start.flag(flag, None).variable(variable, &value);
    }
    std::fs::create_dir_all(folder("a-ui"))?;
    std::fs::write(stage.folder().join("a-ui/index.html"), "a built UI")?;
    let process = start.run().await?;
    assert_eq!(text(&process.greeting, "/token"), TOKEN);
    let page = stage.http().get(text(&process.greeting, "/api")).send().await?;
    assert_eq!(page.text().await?, "a built UI");
    assert!(stage.folder().join("elsewhere/desk.sqlite3").exists());
    assert!(stage.folder().join("another-key").exists());
    let desk = Elsewhere::of(&stage, &process);
    desk.connect(APP, DEFAULT_APP_SECRET, ACCOUNT).await?;
    assert!(!stage.requests("graph", "/v98.0/me").await?.is_empty());
    let accounts = desk.get("/api/accounts").await?;
    assert_eq!(
        (text(&accounts, "/0/id"), text(&accounts, "/0/host")),
        (ACCOUNT, "custom")
    );
    let autopilot = desk.get(&format!("/api/accounts/{ACCOUNT}/autopilot")).await?;
    let model = text(&autopilot, "/base_url").trim_end_matches('/');
    assert_eq!(model, hosts.model.trim_end_matches('/'));
    stage.control().customer_writes(ADA, "hello").await?;
    let conversation = format!("{ACCOUNT}.{ADA}");
    desk.said_in(&conversation, 1).await?;
    desk.reply(&conversation, "s-1", "Hello Ada").await?;
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    process.terminate().await?;
    stage.close().await
}
