//! Media for reuse, and ice breakers and menu (contract 4.3, 4.5).

use std::sync::Arc;

use axum::extract::{FromRequest, Multipart};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::call::{Call, as_request};
use super::{Reply, own_node, permitted, unsupported};
use crate::graph_error::GraphError;
use crate::routes::params;
use crate::shared::Shared;
use crate::world::app::{MANAGE_MESSAGES, Token};
use crate::world::asset::{Reusable, Upload};
use crate::world::send::check_public;

/// Largest image and largest other file in bytes (contract 4.2).
const IMAGE_LIMIT: usize = 8 * 1024 * 1024;
const MEDIA_LIMIT: usize = 25 * 1024 * 1024;

/// `POST /{account or me}/message_attachments`
pub(crate) async fn attachment(
    shared: &Arc<Shared>,
    call: &Call,
    token: &Token,
    node: &str,
) -> Result<Reply, GraphError> {
    own_node(call, token, node)?;
    permitted(token, MANAGE_MESSAGES)?;
    if call.method != Method::POST {
        return Err(unsupported(&call.method));
    }
    let (message, file) = if call.content_type.starts_with("multipart/form-data") {
        multipart(call).await?
    } else {
        (call.body.get("message").cloned().unwrap_or_default(), None)
    };
    let kind = message
        .pointer("/attachment/type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if !["image", "audio", "video", "file"].contains(&kind.as_str()) {
        return Err(GraphError::new(100, "(#100) Invalid message data").sub(2_534_015));
    }
    let url = message
        .pointer("/attachment/payload/url")
        .and_then(Value::as_str)
        .map(str::to_owned);
    check_file(&kind, url.as_deref(), file.as_ref())?;
    let id = shared.change(|world, now| {
        let asset = file.map(|(content_type, bytes)| {
            let name = format!("sent-{}", world.uploads.len() + 1);
            world.uploads.insert(
                name.clone(),
                Upload {
                    content_type,
                    bytes: STANDARD.encode(&bytes),
                },
            );
            world.new_asset(&name, false, now)
        });
        let id = format!("120{}", world.dice.digits(13));
        let reusable = Reusable {
            account: token.account.clone(),
            kind,
            url,
            asset,
        };
        world.attachment_ids.insert(id.clone(), reusable);
        id
    });
    shared.wait_until_kept().await;
    Ok(Reply::Json(json!({ "attachment_id": id })))
}

type File = (String, Vec<u8>);

fn check_file(kind: &str, url: Option<&str>, file: Option<&File>) -> Result<(), GraphError> {
    let Some((content_type, bytes)) = file else {
        return check_public(url.unwrap_or_default());
    };
    let limit = if kind == "image" { IMAGE_LIMIT } else { MEDIA_LIMIT };
    if bytes.len() > limit {
        return Err(GraphError::new(100, "(#100) The attachment is too large").sub(2_018_109));
    }
    let fits = match kind {
        "image" => ["image/png", "image/jpeg", "image/gif"].contains(&content_type.as_str()),
        "file" => content_type == "application/pdf",
        "audio" => content_type.starts_with("audio/") || content_type == "video/mp4",
        _ => content_type.starts_with("video/"),
    };
    if fits {
        Ok(())
    } else {
        Err(GraphError::new(100, "(#100) Upload failed: type mismatch").sub(2_018_047))
    }
}

async fn multipart(call: &Call) -> Result<(Value, Option<File>), GraphError> {
    let broken = |_| GraphError::parameter("Invalid multipart body");
    let mut form = Multipart::from_request(as_request(call), &())
        .await
        .map_err(|_| GraphError::parameter("Invalid multipart body"))?;
    let (mut message, mut file) = (Value::Null, None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "filedata" => {
                let content_type = field
                    .content_type()
                    .unwrap_or("application/octet-stream")
                    .to_owned();
                file = Some((content_type, field.bytes().await.map_err(broken)?.to_vec()));
            }
            "message" => {
                let text = field.text().await.map_err(broken)?;
                message = serde_json::from_str(&text).unwrap_or_default();
            }
            _ => {}
        }
    }
    Ok((message, file))
}

/// `GET`, `POST`, `DELETE /{account or me}/messenger_profile`
pub(crate) async fn messenger_profile(
    shared: &Arc<Shared>,
    call: &Call,
    token: &Token,
    node: &str,
) -> Result<Reply, GraphError> {
    const PARTS: &[&str] = &["ice_breakers", "persistent_menu"];
    own_node(call, token, node)?;
    permitted(token, MANAGE_MESSAGES)?;
    let reply = match call.method {
        Method::GET => {
            let held = shared.look(|world, _| {
                world
                    .accounts
                    .get(&token.account)
                    .map(|one| one.messenger_profile.clone())
            });
            let held = held.unwrap_or_default();
            return Ok(Reply::Json(
                json!({ "data": if held.is_empty() { json!([]) } else { json!([held]) } }),
            ));
        }
        Method::POST => {
            let given: Vec<_> = PARTS
                .iter()
                .filter_map(|part| call.body.get(part).map(|value| (*part, value.clone())))
                .collect();
            if given.is_empty() {
                return Err(GraphError::parameter("Nothing to set"));
            }
            shared.change(|world, _| {
                if let Some(account) = world.accounts.get_mut(&token.account) {
                    for (part, value) in given {
                        account.messenger_profile.insert(part.to_owned(), value);
                    }
                }
            });
            json!({ "result": "success" })
        }
        Method::DELETE => {
            let named = params::list("fields", &call.pairs, &call.body);
            shared.change(|world, _| {
                if let Some(account) = world.accounts.get_mut(&token.account) {
                    account
                        .messenger_profile
                        .retain(|part, _| !named.iter().any(|one| one == part));
                }
            });
            json!({ "result": "success" })
        }
        ref other => return Err(unsupported(other)),
    };
    shared.wait_until_kept().await;
    Ok(Reply::Json(reply))
}
