//! A Meta that answers what it is told to, in order, and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use instagram::graph::{Access, Client};
use instagram::{DEFAULT_VERSION, Flavour, Hosts, Timeouts, Transport};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

pub(crate) const BAKERY: &str = "17841400000000001";
pub(crate) const ADA: &str = "6100000000000001";
pub(crate) const TOKEN: &str = "IGAAexampleTOKENexampleTOKENexample";

/// One answer.
#[derive(Clone)]
pub(crate) enum Reply {
    Says {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    /// The request is read and never answered.
    Silence,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::Says {
            status,
            headers: vec![("content-type", "application/json".to_owned())],
            body: body.to_owned(),
        }
    }

    pub(crate) fn html(status: u16) -> Self {
        let body = "<html><body>Sorry, something went wrong.</body></html>".to_owned();
        Self::Says {
            status,
            headers: vec![("content-type", "text/html".to_owned())],
            body,
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Says { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }
}

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn bearer(&self) -> Option<&str> {
        self.headers
            .get("authorization")?
            .to_str()
            .ok()?
            .strip_prefix("Bearer ")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

#[derive(Clone)]
struct Shared {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

pub(crate) struct Server {
    pub(crate) base: Url,
    shared: Shared,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn answering(replies: impl IntoIterator<Item = Reply>) -> Self {
        let shared = Shared {
            replies: Arc::new(Mutex::new(replies.into_iter().collect())),
            seen: Arc::default(),
        };
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { base, shared, task }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// The only request there was.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:#?}");
        seen[0].clone()
    }

    pub(crate) fn client(&self) -> Client {
        client(&self.base)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    State(shared): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let query = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let body = String::from_utf8(body.to_vec()).unwrap();
    shared.seen.lock().unwrap().push(Seen {
        method,
        path: uri.path().to_owned(),
        query,
        headers,
        body,
    });
    let reply = shared.replies.lock().unwrap().pop_front();
    match reply.unwrap_or_else(|| {
        Reply::json(
            404,
            r#"{"error":{"message":"more calls than answers","code":803}}"#,
        )
    }) {
        Reply::Says {
            status,
            headers,
            body,
        } => {
            let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
            for (name, value) in headers {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            response
        }
        Reply::Silence => std::future::pending().await,
    }
}

/// Short enough for a test to wait for, long enough for a busy machine to answer in.
pub(crate) fn timeouts() -> Timeouts {
    Timeouts {
        connect: Duration::from_secs(5),
        read: Duration::from_secs(20),
        send: Duration::from_secs(20),
        send_media: Duration::from_secs(20),
        between_details: Duration::ZERO,
    }
}

/// For tests that wait for a time-out.
pub(crate) fn impatient() -> Timeouts {
    let soon = Duration::from_millis(300);
    Timeouts {
        read: soon,
        send: soon,
        send_media: soon,
        ..timeouts()
    }
}

pub(crate) fn client(base: &Url) -> Client {
    client_with(&Hosts::at(base), &timeouts())
}

pub(crate) fn client_with(hosts: &Hosts, timeouts: &Timeouts) -> Client {
    let transport = Transport::for_hosts(hosts, timeouts).unwrap();
    Client::new(Flavour::InstagramLogin, hosts.clone(), DEFAULT_VERSION, transport)
}

pub(crate) fn access() -> Access {
    Access {
        account: BAKERY.to_owned(),
        token: TOKEN.into(),
    }
}
