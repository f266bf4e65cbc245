//! Links to attachment bytes: signed, expiring, and dead once their message is taken back (contract 3.7).

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::World;
use crate::settings::DAY_MS;

/// Bytes behind a link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Asset {
    /// Name of a built-in file or an upload.
    pub(crate) media: String,
    pub(crate) expires_at: i64,
    /// Taken back by its sender.
    pub(crate) gone: bool,
}

/// A file somebody uploaded through the control API.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) content_type: String,
    /// Base64, so that the state stays one JSON file.
    pub(crate) bytes: String,
}

/// Media an account uploaded through the API to send by id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reusable {
    pub(crate) account: String,
    pub(crate) kind: String,
    pub(crate) url: Option<String>,
    pub(crate) asset: Option<String>,
}

impl World {
    /// Makes a link's bytes available; the answer is the asset's id. Story media live for a day only.
    pub(crate) fn new_asset(&mut self, media: &str, story: bool, now: i64) -> String {
        let id = format!("179{}", self.dice.digits(14));
        let life = if story {
            DAY_MS
        } else {
            self.settings.attachment_life_ms
        };
        let asset = Asset {
            media: media.to_owned(),
            expires_at: now.saturating_add(life),
            gone: false,
        };
        self.assets.insert(id.clone(), asset);
        id
    }

    /// The link to an asset, on this sandbox's origin.
    pub(crate) fn asset_url(&self, id: &str) -> String {
        let signature = self.asset_signature(id);
        format!(
            "{}/cdn/ig_messaging_cdn/?asset_id={id}&signature={signature}",
            self.origin
        )
    }

    /// The signature in an asset's link.
    pub(crate) fn asset_signature(&self, id: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.link_key.as_bytes()) else {
            return String::new();
        };
        mac.update(id.as_bytes());
        hex::encode(mac.finalize().into_bytes())
            .chars()
            .take(40)
            .collect()
    }

    /// The profile picture's link; `oe` is its expiry in hexadecimal seconds (contract 2.2).
    pub(crate) fn face_url(&self, id: &str, face: u64, now: i64) -> String {
        let expires = (now + 4 * DAY_MS) / 1_000;
        format!("{}/cdn/v/{id}-{face}.jpg?oe={expires:X}", self.origin)
    }
}
