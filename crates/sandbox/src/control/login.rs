//! Signing in without a browser.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Body};
use crate::config::DEFAULT_APP_ID;
use crate::routes::params;
use crate::shared::Shared;
use crate::world::Refusal;
use crate::world::app::{SCOPES, TokenKind};
use crate::world::login::deny;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Consent {
    url: Option<String>,
    query: Option<String>,
    decision: Option<String>,
    scopes: Option<Vec<String>>,
    account: Option<String>,
}

/// What the consent page would do for a person who decides like this.
pub(super) async fn consent(State(shared): State<Arc<Shared>>, Body(asked): Body<Consent>) -> Answer {
    let query = match (&asked.url, &asked.query) {
        (Some(url), None) => {
            let url = url::Url::parse(url).map_err(|error| Refusal::bad(error.to_string()))?;
            url.query().unwrap_or_default().to_owned()
        }
        (None, Some(query)) => query.trim_start_matches('?').to_owned(),
        _ => return Err(Refusal::bad("give either url or query")),
    };
    let pairs = params::pairs(query.as_bytes());
    let allowed = match asked.decision.as_deref() {
        None | Some("allow") => true,
        Some("deny" | "cancel") => false,
        Some(other) => return Err(Refusal::bad(format!("{other} is no decision"))),
    };
    let redirect = shared.change(|world, now| {
        let ask = world.ask(&pairs).map_err(Refusal::bad)?;
        if !allowed {
            return Ok(deny(&ask));
        }
        let account = asked
            .account
            .or_else(|| world.accounts.keys().next().cloned())
            .unwrap_or_default();
        world.account(&account)?;
        let scopes = asked.scopes.unwrap_or_else(|| ask.scopes.clone());
        Ok::<_, Refusal>(world.allow(&ask, &account, &scopes, now))
    })?;
    shared.wait_until_kept().await;
    let redirect = redirect.ok_or_else(|| Refusal::bad("Invalid redirect_uri"))?;
    Ok(Json(json!({ "redirect": redirect })))
}

pub(super) async fn tokens(State(shared): State<Arc<Shared>>) -> Answer {
    Ok(Json(shared.look(|world, _| {
        let list = world.tokens.values().map(|token| {
            json!({
                "account": token.account,
                "app": token.app,
                "kind": token.kind,
                "issued_at": token.issued_at,
                "expires_at": token.expires_at,
                "scopes": token.scopes,
                "revoked": token.revoked,
            })
        });
        Value::Array(list.collect())
    })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewToken {
    account: Option<String>,
    app: Option<String>,
    kind: Option<TokenKind>,
    #[serde(default)]
    age_ms: i64,
    scopes: Option<Vec<String>>,
}

/// The dashboard's *Generate token*: long-lived unless asked otherwise.
pub(super) async fn generate_token(State(shared): State<Arc<Shared>>, Body(asked): Body<NewToken>) -> Answer {
    let answer = shared.change(|world, now| {
        let account = asked
            .account
            .or_else(|| world.accounts.keys().next().cloned())
            .unwrap_or_default();
        world.account(&account)?;
        let app = asked.app.unwrap_or_else(|| DEFAULT_APP_ID.to_owned());
        world.app(&app)?;
        let scopes = asked
            .scopes
            .unwrap_or_else(|| SCOPES.iter().map(|scope| (*scope).to_owned()).collect());
        let kind = asked.kind.unwrap_or(TokenKind::Long);
        let issued_at = now - asked.age_ms;
        let issued = world.issue(&app, &account, kind, &scopes, issued_at);
        let expires_at = issued_at + issued.expires_in * 1_000;
        Ok::<_, Refusal>(json!({ "access_token": issued.token, "expires_at": expires_at }))
    })?;
    shared.wait_until_kept().await;
    Ok(Json(answer))
}
