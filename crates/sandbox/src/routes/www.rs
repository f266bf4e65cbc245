//! `www.instagram.com`: the consent page (contract 1.1, 1.2).
//!
//! Plain HTML that works without scripts and by keyboard. The form posts to its own address, query and all, so that nothing
//! about the request lives in the page.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{Html, IntoResponse, Response};

use super::params;
use crate::fault::Whom;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::World;
use crate::world::app::BASIC;
use crate::world::login::{Ask, deny};

/// `GET /www/oauth/authorize`
pub(crate) async fn page(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let pairs = params::pairs(query.unwrap_or_default().as_bytes());
    let (asked, denied) = shared.look(|world, _| {
        let denied = world
            .faults
            .armed(Switch::ConsentDenied)
            .is_some_and(|armed| armed.left != Some(0));
        (
            world.ask(&pairs).map(|ask| (consent_page(world, &ask), ask)),
            denied,
        )
    });
    match asked {
        Err(reason) => error_page(&reason),
        Ok((_, ask)) if denied => {
            shared.look(|world, _| world.faults.hit(Switch::ConsentDenied, Whom::default()));
            redirect(deny(&ask))
        }
        Ok((html, _)) => Html(html).into_response(),
    }
}

/// `POST /www/oauth/authorize`: the person pressed Allow or Cancel.
pub(crate) async fn decide(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    form: Bytes,
) -> Response {
    let pairs = params::pairs(query.unwrap_or_default().as_bytes());
    let form = params::pairs(&form);
    let value = |name: &str| {
        form.iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let scopes: Vec<String> = form
        .iter()
        .filter(|(key, _)| key == "scope")
        .map(|(_, value)| value.clone())
        .collect();
    let target = shared.change(|world, now| {
        let ask = world.ask(&pairs)?;
        if value("decision").as_deref() != Some("allow") {
            return Ok(deny(&ask));
        }
        let account = value("account")
            .or_else(|| world.accounts.keys().next().cloned())
            .unwrap_or_default();
        if !world.accounts.contains_key(&account) {
            return Err("No such account".to_owned());
        }
        Ok(world.allow(&ask, &account, &scopes, now))
    });
    shared.wait_until_kept().await;
    match target {
        Ok(target) => redirect(target),
        Err(reason) => error_page(&reason),
    }
}

fn redirect(target: Option<String>) -> Response {
    match target {
        Some(target) => (StatusCode::FOUND, [(LOCATION, target)]).into_response(),
        None => error_page("Invalid redirect_uri"),
    }
}

fn error_page(reason: &str) -> Response {
    let body = frame(
        "Sorry, this page isn't available",
        &format!(
            "<h1>Invalid Request</h1><p role=\"alert\">Request parameters are invalid: {}</p>",
            escape(reason)
        ),
    );
    (StatusCode::BAD_REQUEST, Html(body)).into_response()
}

fn consent_page(world: &World, ask: &Ask) -> String {
    let app = world
        .apps
        .get(&ask.app)
        .map(|app| app.name.clone())
        .unwrap_or_default();
    let mut accounts = String::new();
    for (place, account) in world.accounts.values().enumerate() {
        let checked = if place == 0 { " checked" } else { "" };
        accounts.push_str(&format!(
            "<label><input type=\"radio\" name=\"account\" value=\"{}\"{checked}> {} <small>@{}</small></label>",
            escape(&account.id),
            escape(&account.name),
            escape(&account.username)
        ));
    }
    let mut scopes = String::new();
    for scope in &ask.scopes {
        scopes.push_str(&format!(
            "<label><input type=\"checkbox\" name=\"scope\" value=\"{0}\" checked> {1} <small>{0}</small></label>",
            escape(scope),
            describe(scope)
        ));
    }
    frame(
        "Allow access",
        &format!(
            "<h1>{app} wants to access an Instagram account</h1>\
             <p class=\"note\">This is a practice sign-in page. Nothing here reaches the real Instagram.</p>\
             <form method=\"post\"><fieldset><legend>Account</legend>{accounts}</fieldset>\
             <fieldset><legend>{app} will be able to</legend>{scopes}</fieldset>\
             <div class=\"row\"><button name=\"decision\" value=\"allow\" id=\"allow\">Allow</button>\
             <button name=\"decision\" value=\"cancel\" id=\"cancel\" class=\"quiet\">Cancel</button></div></form>",
            app = escape(&app)
        ),
    )
}

fn describe(scope: &str) -> &'static str {
    match scope {
        BASIC => "See profile and media",
        "instagram_business_manage_messages" => "Read and answer messages",
        "instagram_business_manage_comments" => "Manage comments",
        "instagram_business_content_publish" => "Publish posts",
        _ => "See insights",
    }
}

fn frame(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>\
         :root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem}}\
         h1{{font-size:1.3rem}}fieldset{{border:1px solid #8886;border-radius:8px;margin:1rem 0;padding:.6rem 1rem}}\
         label{{display:block;padding:.3rem 0}}small{{opacity:.7}}.note{{opacity:.8}}.row{{display:flex;gap:.6rem}}\
         button{{font:inherit;padding:.5rem 1.4rem;border-radius:8px;border:1px solid #0a66c2;background:#0a66c2;color:#fff}}\
         button.quiet{{background:transparent;color:inherit;border-color:#8888}}</style></head><body><main>{body}</main></body></html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
