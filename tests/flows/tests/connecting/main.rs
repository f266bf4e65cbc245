//! The connect wizard, over real HTTP: each way it can go, and that nothing half-connected stays.

mod practice;
mod receiving;
mod refusals;
mod steps;
mod twice;

use flows::{APP, Flow, Stage};
use serde_json::json;

/// Neither the desk nor the platform knows of a connection.
async fn nothing_is_connected(stage: &Stage) -> Flow {
    assert_eq!(stage.get("/api/accounts").await?, json!([]));
    assert!(
        stage.subscribed(APP).await?.is_empty(),
        "a subscription was left behind"
    );
    Ok(())
}
