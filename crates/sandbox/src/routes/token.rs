//! `api.instagram.com`: the code exchange, with its own flat error envelope (contract 1.3).

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::params;
use crate::fault::Whom;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::login::{Exchange, Grant};

/// `POST /api/oauth/access_token`, form or multipart.
pub(crate) async fn exchange_code(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if request.method() != Method::POST {
        return refused("Unsupported request - method type");
    }
    let exchange = match read(request).await {
        Ok(exchange) => exchange,
        Err(reason) => return refused(&reason),
    };
    let answer = shared.change(|world, now| {
        let grant = world.exchange_code(&exchange, now)?;
        let whom = Whom {
            account: Some(&grant.account),
            customer: None,
        };
        let mut on = |switch| world.faults.hit(switch, whom).is_some();
        let shape = Shape {
            data: on(Switch::TokenDataShape),
            permissions_string: on(Switch::PermissionsString),
            user_id_string: on(Switch::UserIdString),
        };
        Ok::<_, String>(shape.write(&grant))
    });
    shared.wait_until_kept().await;
    match answer {
        Ok(answer) => Json(answer).into_response(),
        Err(reason) => refused(&reason),
    }
}

/// Which of the two published shapes the answer has.
struct Shape {
    data: bool,
    permissions_string: bool,
    user_id_string: bool,
}

impl Shape {
    fn write(&self, grant: &Grant) -> Value {
        // On the wire it is a bare integer beyond 2^53.
        let number = grant
            .app_scoped_id
            .parse::<u64>()
            .ok()
            .filter(|_| !self.user_id_string);
        let answer = json!({
            "access_token": grant.token,
            "user_id": number.map_or_else(|| json!(grant.app_scoped_id), |number| json!(number)),
            "permissions": if self.permissions_string { json!(grant.scopes.join(",")) } else { json!(grant.scopes) },
        });
        if self.data {
            json!({ "data": [answer] })
        } else {
            answer
        }
    }
}

async fn read(request: Request) -> Result<Exchange, String> {
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let fields = if content_type
        .unwrap_or_default()
        .starts_with("multipart/form-data")
    {
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|error| error.body_text())?;
        let mut fields = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|error| error.body_text())? {
            let name = field.name().unwrap_or_default().to_owned();
            fields.push((name, field.text().await.map_err(|error| error.body_text())?));
        }
        fields
    } else {
        let bytes = axum::body::to_bytes(request.into_body(), 64 * 1024)
            .await
            .map_err(|error| error.to_string())?;
        params::pairs(&bytes)
    };
    let mut exchange = Exchange::default();
    for (name, value) in fields {
        match name.as_str() {
            "client_id" => exchange.client_id = value,
            "client_secret" => exchange.client_secret = value,
            "grant_type" => exchange.grant_type = value,
            "redirect_uri" => exchange.redirect_uri = value,
            "code" => exchange.code = value,
            _ => {}
        }
    }
    Ok(exchange)
}

fn refused(reason: &str) -> Response {
    let body = json!({ "error_type": "OAuthException", "code": 400, "error_message": reason });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}
