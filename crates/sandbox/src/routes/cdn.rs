//! `lookaside.fbsbx.com` and the profile pictures' host (contract 3.7, 2.2).

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::answer;
use crate::fault::Whom;
use crate::media;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::World;

/// The signed query of a link.
#[derive(Debug, Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    asset_id: String,
    #[serde(default)]
    signature: String,
}

/// `GET /cdn/ig_messaging_cdn/?asset_id=…&signature=…`
pub(crate) async fn attachment(
    State(shared): State<Arc<Shared>>,
    Query(link): Query<Link>,
    headers: HeaderMap,
) -> Response {
    let found = shared.look(|world, now| find(world, &link, now));
    match found {
        Found::Bytes(content_type, bytes) => serve(&content_type, bytes, &headers),
        Found::Gone => gone(),
        Found::GoneByFault => answer::because(gone(), Switch::AttachmentGone),
        Found::BadSignature => (StatusCode::FORBIDDEN, "Bad signature").into_response(),
    }
}

/// What a link leads to.
enum Found {
    Bytes(String, Vec<u8>),
    Gone,
    GoneByFault,
    BadSignature,
}

fn find(world: &mut World, link: &Link, now: i64) -> Found {
    if world
        .faults
        .hit(Switch::AttachmentGone, Whom::default())
        .is_some()
    {
        return Found::GoneByFault;
    }
    if world.asset_signature(&link.asset_id) != link.signature {
        return Found::BadSignature;
    }
    let asset = world
        .assets
        .get(&link.asset_id)
        .filter(|asset| !asset.gone && now < asset.expires_at);
    match asset.and_then(|asset| bytes(world, &asset.media)) {
        Some((content_type, bytes)) => Found::Bytes(content_type, bytes),
        None => Found::Gone,
    }
}

/// Query of a profile picture's link.
#[derive(Debug, Deserialize)]
pub(crate) struct Expiry {
    #[serde(default)]
    oe: String,
}

/// `GET /cdn/v/{id}-{face}.jpg?oe=…`
pub(crate) async fn face(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
    Query(expiry): Query<Expiry>,
    headers: HeaderMap,
) -> Response {
    let (refused, now) = shared.look(|world, now| {
        (
            world
                .faults
                .hit(Switch::ProfilePicGone, Whom::default())
                .is_some(),
            now,
        )
    });
    if refused {
        return answer::because(gone(), Switch::ProfilePicGone);
    }
    let expires = i64::from_str_radix(&expiry.oe, 16).unwrap_or(0);
    let number = name.strip_suffix(".jpg").and_then(|name| name.rsplit_once('-'));
    match number.and_then(|(_, number)| number.parse().ok()) {
        Some(number) if expires.saturating_mul(1_000) > now => {
            serve("image/jpeg", media::face(number).to_vec(), &headers)
        }
        _ => gone(),
    }
}

fn gone() -> Response {
    (StatusCode::NOT_FOUND, "URL signature expired").into_response()
}

fn bytes(world: &World, name: &str) -> Option<(String, Vec<u8>)> {
    if let Some(upload) = world.uploads.get(name) {
        return Some((upload.content_type.clone(), STANDARD.decode(&upload.bytes).ok()?));
    }
    media::built_in(name).map(|media| (media.content_type.to_owned(), media.bytes.into_owned()))
}

/// The bytes, or the one range asked for: players need it.
fn serve(content_type: &str, bytes: Vec<u8>, headers: &HeaderMap) -> Response {
    let total = bytes.len();
    let asked = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let plain = [
        (CONTENT_TYPE, content_type.to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
    ];
    let Some(asked) = asked else {
        return (plain, bytes).into_response();
    };
    match range(asked, total).and_then(|(from, to)| Some((from, to, bytes.get(from..=to)?.to_vec()))) {
        Some((from, to, part)) => {
            let extent = [(CONTENT_RANGE, format!("bytes {from}-{to}/{total}"))];
            (StatusCode::PARTIAL_CONTENT, plain, extent, part).into_response()
        }
        None => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            [(CONTENT_RANGE, format!("bytes */{total}"))],
        )
            .into_response(),
    }
}

/// First and last byte of `bytes=a-b`, `bytes=a-` or `bytes=-n`.
fn range(asked: &str, total: usize) -> Option<(usize, usize)> {
    let (from, to) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let last = total.checked_sub(1)?;
    if from.is_empty() {
        let count: usize = to.parse().ok()?;
        return (count > 0).then(|| (total.saturating_sub(count), last));
    }
    let from = from.parse().ok().filter(|from| *from <= last)?;
    let to = if to.is_empty() {
        last
    } else {
        to.parse::<usize>().ok()?.min(last)
    };
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_are_read_as_players_send_them() {
        assert_eq!(range("bytes=0-", 10), Some((0, 9)));
        assert_eq!(range("bytes=2-5", 10), Some((2, 5)));
        assert_eq!(range("bytes=-3", 10), Some((7, 9)));
        assert_eq!(range("bytes=10-", 10), None);
        assert_eq!(range("bytes=5-2", 10), None);
    }
}
