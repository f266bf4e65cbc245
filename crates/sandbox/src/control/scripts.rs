//! Starting and stopping scripted customers.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::json;

use super::{Answer, Body, done, told};
use crate::script::{self, Play};
use crate::shared::Shared;

pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Answer {
    told(&shared.scripts.list())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Start {
    account: Option<String>,
    pace: Option<f64>,
    #[serde(default)]
    repeat: bool,
}

pub(super) async fn start(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
    Body(asked): Body<Start>,
) -> Answer {
    let first = shared.look(|world, _| world.accounts.keys().next().cloned());
    let play = Play {
        account: asked.account.or(first).unwrap_or_default(),
        pace: asked.pace.unwrap_or(shared.config.pace),
        repeat: asked.repeat,
    };
    script::start(&shared, &name, play).await?;
    done()
}

pub(super) async fn stop(State(shared): State<Arc<Shared>>, Path(name): Path<String>) -> Answer {
    let was_running = shared.scripts.stop(&name).await;
    told(&json!({ "was_running": was_running }))
}

pub(super) async fn stop_all(State(shared): State<Arc<Shared>>) -> Answer {
    shared.scripts.stop_all().await;
    done()
}
