use sandbox::{ADA, Fault, Hosts, Sandbox, Switch};
use serde_json::{Value, json};

use crate::stage::{Stage, config};

#[tokio::test]
async fn the_overview_names_everything() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let told = sandbox.control().get("/").await.unwrap();
    let Hosts { graph, .. } = sandbox.hosts();
    assert_eq!(
        (&told["base_url"], &told["hosts"]["graph"]),
        (&json!(sandbox.base_url()), &json!(graph))
    );
    assert_eq!(told["customers"], json!(["6100000000000001", "6100000000000002"]));
    assert_eq!(told["token_prefix"], "IGAA");
}

#[tokio::test]
async fn every_switch_can_be_set_listed_and_cleared() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let control = sandbox.control();
    let at_once = [
        Switch::TokenRevoked,
        Switch::SubscriptionDropped,
        Switch::ConnectRefused,
    ];
    let lasting: Vec<Switch> = Switch::ALL
        .iter()
        .copied()
        .filter(|one| !at_once.contains(one))
        .collect();
    for switch in &lasting {
        control.fault(*switch, &Fault::times(3).ms(1)).await.unwrap();
    }
    let listed = control.get("/faults").await.unwrap();
    assert_eq!(listed.as_array().unwrap().len(), lasting.len());
    assert_eq!(listed[0]["left"], 3);
    control.clear_fault(Switch::DateSkew).await.unwrap();
    control.clear_faults().await.unwrap();
    assert_eq!(control.get("/faults").await.unwrap(), json!([]));
    assert!(control.put("/faults/nonsense", json!({})).await.is_err());
    assert!(
        control
            .put("/faults/send_refused", json!({ "tims": 1 }))
            .await
            .is_err()
    );
}

#[test]
fn every_switch_is_in_the_readme() {
    let readme = include_str!("../../README.md");
    for switch in Switch::ALL {
        assert!(
            readme.contains(&format!("| `{}` |", switch.name())),
            "{}",
            switch.name()
        );
        assert_eq!(Switch::named(&switch.name()), Some(*switch));
    }
}

#[tokio::test]
async fn refusals_say_why() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let control = sandbox.control();
    let text = |error: sandbox::Error| error.to_string();
    assert!(text(control.customer_writes("1", "hi").await.unwrap_err()).contains("there is no customer 1"));
    assert!(text(control.customer_sends(ADA, json!({})).await.unwrap_err()).contains("needs a text"));
    assert!(text(control.customer_does(ADA, "dance", json!({})).await.unwrap_err()).contains("no act dance"));
    assert!(text(control.customer_does(ADA, "seen", json!({})).await.unwrap_err()).contains("409"));
    assert!(text(control.get("/nothing").await.unwrap_err()).contains("404"));
    assert!(text(control.put("/settings", json!({ "speed": 1 })).await.unwrap_err()).contains("speed"));
}

#[tokio::test]
async fn the_control_api_listens_to_this_machine_only() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let request = reqwest::Client::new()
        .get(sandbox.hosts().control)
        .header("host", "evil.example.test");
    assert_eq!(request.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn a_thread_can_be_waited_for() {
    let stage = Stage::with_ada().await;
    let revision = stage.control.thread(ADA).await.unwrap()["revision"]
        .as_u64()
        .unwrap();
    let path = format!("/threads/{ADA}?newer_than={revision}&wait_ms=5000");
    let (thread, _) = tokio::join!(stage.control.get(&path), stage.ada_writes("and another thing"));
    assert_eq!(thread.unwrap()["messages"].as_array().unwrap().len(), 2);
    let unchanged = stage
        .control
        .get(&format!("/threads/{ADA}?newer_than=999999&wait_ms=10"))
        .await
        .unwrap();
    assert_eq!(unchanged["messages"].as_array().unwrap().len(), 2);
    let all = stage.control.get("/threads").await.unwrap();
    assert_eq!(
        (&all[0]["igsid"], &all[0]["last"]["text"]),
        (&json!(ADA), &json!("and another thing"))
    );
}

#[tokio::test]
async fn a_forgotten_thread_takes_consent_with_it() {
    let stage = Stage::with_ada().await;
    stage.control.delete(&format!("/threads/{ADA}")).await.unwrap();
    assert!(stage.truth().await.is_empty());
    assert_eq!(stage.get(&format!("/v25.0/{ADA}")).await.error(), (230, None));
}

#[tokio::test]
async fn a_reset_is_a_fresh_start_on_the_same_port() {
    let stage = Stage::with_ada().await;
    stage.control.post("/reset", json!({})).await.unwrap();
    assert_eq!(stage.control.get("/threads").await.unwrap(), json!([]));
    assert_eq!(stage.get("/v25.0/me").await.error(), (190, None));
    let app = stage.control.get("/apps/700000000000001").await.unwrap();
    assert_eq!(
        (&app["callback"], &app["redirect_uris"]),
        (&Value::Null, &json!([crate::stage::REDIRECT]))
    );
}

#[tokio::test]
async fn a_system_clock_cannot_be_moved() {
    let clock = std::sync::Arc::new(sandbox::SystemClock);
    let sandbox = Sandbox::start(sandbox::Config { clock, ..config() })
        .await
        .unwrap();
    assert!(
        sandbox
            .control()
            .advance_clock(1)
            .await
            .unwrap_err()
            .to_string()
            .contains("409")
    );
}

#[tokio::test]
async fn apps_and_customers_can_be_made() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let control = sandbox.control();
    let app = control
        .post(
            "/apps",
            json!({ "name": "Other", "redirect_uris": ["https://a.test/"] }),
        )
        .await
        .unwrap();
    assert_eq!(app["secret"].as_str().unwrap().len(), 32);
    let path = format!("/apps/{}/redirect_uris", app["id"].as_str().unwrap());
    let uris = control
        .post(&path, json!({ "uri": "https://b.test/" }))
        .await
        .unwrap()["redirect_uris"]
        .clone();
    assert_eq!(uris, json!(["https://a.test/", "https://b.test/"]));
    let customer = control
        .post("/customers", json!({ "username": "cleo" }))
        .await
        .unwrap();
    assert_eq!(
        (&customer["name"], &customer["igsid"]),
        (&Value::Null, &json!("6100000000000003"))
    );
}
