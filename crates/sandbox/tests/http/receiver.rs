//! A webhook receiver: answers the handshake, keeps every delivery as it came.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

pub(crate) const VERIFY_TOKEN: &str = "verify-me";
const DEADLINE: Duration = Duration::from_secs(10);

/// One delivery.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Delivery {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.to_vec()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    /// The first item of the first entry.
    pub(crate) fn item(&self) -> Value {
        self.json()["entry"][0]["messaging"][0].clone()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Whether the SHA-256 signature fits the bytes and this secret.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(&self.bytes);
        let right = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
        self.header("x-hub-signature-256") == Some(right.as_str())
    }
}

#[derive(Clone)]
struct Kept {
    deliveries: watch::Sender<Vec<Delivery>>,
    /// Statuses for the next deliveries; then 200.
    answers: Arc<Mutex<Vec<u16>>>,
}

pub(crate) struct Receiver {
    pub(crate) url: String,
    kept: Kept,
    _stop: DropGuard,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let kept = Kept {
            deliveries: watch::Sender::new(Vec::new()),
            answers: Arc::default(),
        };
        let router = Router::new()
            .route("/hook", get(handshake).post(take))
            .with_state(kept.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let stopping = stop.clone().cancelled_owned();
        tokio::spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(stopping)
                .await
        });
        Self {
            url,
            kept,
            _stop: stop.drop_guard(),
        }
    }

    /// The next deliveries are answered with these statuses, then 200 again.
    pub(crate) fn answer_next(&self, statuses: &[u16]) {
        *self.kept.answers.lock().unwrap() = statuses.to_vec();
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.kept.deliveries.borrow().clone()
    }

    pub(crate) fn forget(&self) {
        self.kept.deliveries.send_replace(Vec::new());
    }

    /// Waits until so many deliveries have come.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<Delivery> {
        let mut deliveries = self.kept.deliveries.subscribe();
        let arrived = deliveries.wait_for(|all| all.len() >= count);
        match tokio::time::timeout(DEADLINE, arrived).await {
            Ok(all) => all.unwrap().clone(),
            Err(_late) => panic!("{count} deliveries expected, got {:?}", self.deliveries()),
        }
    }
}

async fn handshake(Query(query): Query<std::collections::HashMap<String, String>>) -> (StatusCode, String) {
    let verified = query["hub.mode"] == "subscribe" && query["hub.verify_token"] == VERIFY_TOKEN;
    if verified {
        (StatusCode::OK, query["hub.challenge"].clone())
    } else {
        (StatusCode::FORBIDDEN, "no".into())
    }
}

async fn take(State(kept): State<Kept>, headers: HeaderMap, bytes: Bytes) -> StatusCode {
    kept.deliveries
        .send_modify(|all| all.push(Delivery { headers, bytes }));
    let mut answers = kept.answers.lock().unwrap();
    let status = if answers.is_empty() {
        200
    } else {
        answers.remove(0)
    };
    StatusCode::from_u16(status).unwrap()
}
