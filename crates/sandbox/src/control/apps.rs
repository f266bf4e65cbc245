//! The developer dashboard: apps, redirect URIs, the callback with its handshake, the Test button, raw deliveries.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderName;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::{Answer, Body, done};
use crate::shared::Shared;
use crate::webhook::bytes::{Node, object};
use crate::webhook::{courier, sign};
use crate::world::Refusal;
use crate::world::app::{App, Callback, FIELDS};

/// How long the dashboard waits for a callback.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of a callback's answer that are shown.
const SHOWN: usize = 200;

fn view(app: &App) -> Value {
    json!({
        "id": app.id,
        "name": app.name,
        "secret": app.secret,
        "redirect_uris": app.redirect_uris,
        "live": app.live,
        "fields": app.fields,
        "callback": app.callback,
        "subscriptions": app.subscriptions,
    })
}

pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Answer {
    Ok(Json(shared.look(|world, _| {
        Value::Array(world.apps.values().map(view).collect())
    })))
}

pub(super) async fn show(State(shared): State<Arc<Shared>>, Path(app): Path<String>) -> Answer {
    shared.look(|world, _| world.app(&app).map(|app| Json(view(app))))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewApp {
    id: Option<String>,
    secret: Option<String>,
    name: Option<String>,
    #[serde(default)]
    redirect_uris: Vec<String>,
}

pub(super) async fn create(State(shared): State<Arc<Shared>>, Body(new): Body<NewApp>) -> Answer {
    let app = shared.change(|world, _| {
        let id = new.id.unwrap_or_else(|| format!("70{}", world.dice.digits(13)));
        let secret = new
            .secret
            .unwrap_or_else(|| format!("{:016x}{:016x}", world.dice.draw(), world.dice.draw()));
        let mut app = App::new(&id, &secret);
        app.redirect_uris = new.redirect_uris;
        if let Some(name) = new.name {
            app.name = name;
        }
        world.apps.insert(id, app.clone());
        app
    });
    shared.wait_until_kept().await;
    Ok(Json(view(&app)))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppChange {
    secret: Option<String>,
    redirect_uris: Option<Vec<String>>,
    live: Option<bool>,
    /// Outer `None`: unchanged; inner `None`: all ticked.
    #[serde(default, deserialize_with = "given")]
    fields: Option<Option<Vec<String>>>,
}

#[expect(
    clippy::option_option,
    reason = "a missing member and null mean different things here"
)]
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<Vec<String>>>, D::Error> {
    Option::deserialize(from).map(Some)
}

pub(super) async fn change(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(new): Body<AppChange>,
) -> Answer {
    if let Some(Some(fields)) = &new.fields
        && let Some(unknown) = fields.iter().find(|name| !FIELDS.contains(&name.as_str()))
    {
        return Err(Refusal::bad(format!("{unknown} is no webhook field")));
    }
    shared.change(|world, _| {
        let app = world.app_mut(&id)?;
        if let Some(secret) = new.secret {
            app.secret = secret;
        }
        if let Some(uris) = new.redirect_uris {
            app.redirect_uris = uris;
        }
        if let Some(live) = new.live {
            app.live = live;
        }
        if let Some(fields) = new.fields {
            app.fields = fields;
        }
        Ok(Json(view(app)))
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct RedirectUri {
    uri: String,
}

pub(super) async fn add_redirect_uri(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(new): Body<RedirectUri>,
) -> Answer {
    shared.change(|world, _| {
        let app = world.app_mut(&id)?;
        if !app.redirect_uris.contains(&new.uri) {
            app.redirect_uris.push(new.uri);
        }
        Ok(Json(view(app)))
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct NewCallback {
    url: String,
    verify_token: String,
}

/// The GET handshake (contract 3.3): the challenge must come back word for word.
pub(super) async fn set_callback(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(new): Body<NewCallback>,
) -> Answer {
    let challenge = shared.look(|world, _| {
        world.app(&id)?;
        Ok::<_, Refusal>(format!("1{}", world.dice.digits(9)))
    })?;
    let mut url =
        url::Url::parse(&new.url).map_err(|error| Refusal::bad(format!("callback URL: {error}")))?;
    url.query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", &challenge)
        .append_pair("hub.verify_token", &new.verify_token);
    let (status, body) = match shared.http.get(url).timeout(PATIENCE).send().await {
        Ok(response) => (
            response.status().as_u16(),
            response.text().await.unwrap_or_default(),
        ),
        Err(error) => {
            let reason = format!("the callback could not be reached: {}", chain(&error));
            return Ok(Json(json!({ "verified": false, "reason": reason })));
        }
    };
    let shown: String = body.chars().take(SHOWN).collect();
    if status != 200 || body != challenge {
        let reason = "the callback did not answer 200 with the challenge and nothing else";
        return Ok(Json(
            json!({ "verified": false, "status": status, "body": shown, "reason": reason }),
        ));
    }
    shared.change(|world, now| {
        let app = world.app_mut(&id)?;
        app.failing_since = None;
        app.callback = Some(Callback {
            url: new.url,
            verify_token: new.verify_token,
            verified_at: now,
        });
        Ok::<_, Refusal>(())
    })?;
    shared.wait_until_kept().await;
    Ok(Json(json!({ "verified": true, "status": status, "body": shown })))
}

pub(super) async fn remove_callback(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Answer {
    shared.change(|world, _| world.app_mut(&id).map(|app| app.callback = None))?;
    done()
}

/// The dashboard's Test button (contract 3.6): another shape than any real message.
pub(super) async fn test_event(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Answer {
    let body = shared.look(|world, now| {
        let party = |id: &str| object([("id", id.into())]);
        let message = object([("mid", "random_mid".into()), ("text", "random_text".into())]);
        let value = object([
            ("sender", party("12334")),
            ("recipient", party("23245")),
            ("timestamp", "1527459824".into()),
            ("message", message),
        ]);
        let change = object([("field", "messages".into()), ("value", value)]);
        let entry = object([
            ("id", "0".into()),
            ("time", Node::Int(now / 1_000)),
            ("changes", Node::List(vec![change])),
        ]);
        let body = object([("object", "instagram".into()), ("entry", Node::List(vec![entry]))]);
        body.write(world.settings.extra_escapes)
    });
    send(&shared, &id, body.into_bytes(), "right", &BTreeMap::new()).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    body: Option<String>,
    body_base64: Option<String>,
    #[serde(default = "right")]
    sign: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

fn right() -> String {
    "right".to_owned()
}

pub(super) async fn deliver(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(raw): Body<Raw>,
) -> Answer {
    let bytes = match (raw.body, raw.body_base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(encoded)) => STANDARD
            .decode(encoded)
            .map_err(|error| Refusal::bad(error.to_string()))?,
        _ => return Err(Refusal::bad("give either body or body_base64")),
    };
    send(&shared, &id, bytes, &raw.sign, &raw.headers).await
}

/// One POST to the app's callback, without retries.
async fn send(
    shared: &Shared,
    id: &str,
    body: Vec<u8>,
    signing: &str,
    headers: &BTreeMap<String, String>,
) -> Answer {
    let (url, secret) = shared.look(|world, _| {
        let app = world.app(id)?;
        let callback = app
            .callback
            .as_ref()
            .ok_or_else(|| Refusal::conflict("the app has no callback yet"))?;
        Ok::<_, Refusal>((callback.url.clone(), app.secret.clone()))
    })?;
    let mut request = shared
        .http
        .post(url)
        .timeout(PATIENCE)
        .header(reqwest::header::CONTENT_TYPE, "application/json")
        .header(
            reqwest::header::USER_AGENT,
            "Webhooks/1.0 (https://fb.me/webhooks)",
        );
    let secret = match signing {
        "right" => Some(secret.as_str()),
        "wrong" => Some(courier::WRONG_SECRET),
        "none" => None,
        other => return Err(Refusal::bad(format!("{other} is no way to sign"))),
    };
    if let Some(secret) = secret {
        let (sha256, sha1) = sign::headers(secret, &body);
        request = request
            .header("X-Hub-Signature-256", sha256)
            .header("X-Hub-Signature", sha1);
    }
    for (name, value) in headers {
        let name: HeaderName = name
            .parse()
            .map_err(|_| Refusal::bad(format!("{name} is no header")))?;
        request = request.header(name, value);
    }
    match request.body(body).send().await {
        Ok(response) => Ok(Json(json!({ "status": response.status().as_u16() }))),
        Err(error) => Ok(Json(json!({ "reason": chain(&error) }))),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Deauthorize {
    account: String,
    url: String,
}

/// The deauthorize callback (contract 1.6): a signed form with the app-scoped id.
pub(super) async fn deauthorize(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(asked): Body<Deauthorize>,
) -> Answer {
    let form = shared.change(|world, now| {
        let secret = world.app(&id)?.secret.clone();
        let user = world.account(&asked.account)?.app_scoped_id.clone();
        world.revoke(Some(&asked.account), 458);
        let payload =
            json!({ "algorithm": "HMAC-SHA256", "issued_at": now / 1_000, "expires": 0, "user_id": user });
        Ok::<_, Refusal>([(
            "signed_request",
            sign::signed_request(&secret, &payload.to_string()),
        )])
    })?;
    match shared
        .http
        .post(&asked.url)
        .timeout(PATIENCE)
        .form(&form)
        .send()
        .await
    {
        Ok(response) => Ok(Json(json!({ "status": response.status().as_u16() }))),
        Err(error) => Ok(Json(json!({ "reason": chain(&error) }))),
    }
}

/// An error with its causes; reqwest's own text alone rarely says what happened.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
