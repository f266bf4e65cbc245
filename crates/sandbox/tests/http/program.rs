use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

#[tokio::test]
async fn the_program_prints_its_address_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.json");
    let mut child = Command::new(env!("CARGO_BIN_EXE_switchboard-sandbox"))
        .args([
            "--port",
            "0",
            "--seed",
            "9",
            "--token-prefix",
            "IGAAPRACTICE",
            "--state-file",
        ])
        .arg(&state)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let line = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .next_line()
        .await
        .unwrap()
        .unwrap();
    let told: serde_json::Value = serde_json::from_str(&line).unwrap();
    let overview = sandbox::Control::new(told["base_url"].as_str().unwrap())
        .get("/")
        .await
        .unwrap();
    assert_eq!(
        (&overview["seed"], &overview["token_prefix"]),
        (&9.into(), &"IGAAPRACTICE".into())
    );
    let pid = child.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap()
            .success()
    );
    assert!(child.wait().await.unwrap().success());
    assert!(state.exists());
}
