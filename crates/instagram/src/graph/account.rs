//! Who the account is, who its customers are, and whether Meta delivers its events.

use reqwest::Method;
use secrecy::SecretString;
use url::Url;

use super::call::{CallError, read};
use super::meters::Metered;
use super::{Access, Client};
use crate::lenient::{Node, Object};

/// The `subscribed_fields` that direct messages need (contract 3.2). Echoes come inside `messages`.
pub const MESSAGE_FIELDS: &[&str] = &[
    "messages",
    "message_edit",
    "message_reactions",
    "messaging_handover",
    "messaging_postbacks",
    "messaging_referral",
    "messaging_seen",
    "standby",
];

const ME_FIELDS: &str = "id,user_id,username,name,account_type,profile_picture_url";
const PROFILE_FIELDS: &str = "name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user";

/// The account a token belongs to (contract 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The professional account's id: the one webhooks and all calls use.
    pub user_id: String,
    /// The app-scoped id. Good for deauthorize requests only; never an account's key.
    pub scoped_id: Option<String>,
    /// The @name, without the @.
    pub username: Option<String>,
    /// The displayed name.
    pub name: Option<String>,
    /// `BUSINESS` or `MEDIA_CREATOR`.
    pub account_type: Option<String>,
    /// A picture's address, good for a few days.
    pub picture_url: Option<String>,
}

/// A customer's profile (contract 2.2). Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The displayed name; people without one have none.
    pub name: Option<String>,
    /// The @name, without the @.
    pub username: Option<String>,
    /// A picture's address, good for a few days.
    pub picture_url: Option<String>,
    /// When the picture's address expires, if it says so.
    pub picture_expires_ms: Option<i64>,
    /// How many people follow this person.
    pub follower_count: Option<u64>,
    /// Whether this person follows the account.
    pub follows_us: Option<bool>,
    /// Whether the account follows this person.
    pub followed_by_us: Option<bool>,
    /// Whether Instagram has verified this person.
    pub verified: Option<bool>,
}

impl Client {
    /// The account behind a token. Also the probe for whether a token works (contract 1.9).
    ///
    /// # Errors
    ///
    /// [`CallError`]; code 190 means the token is dead or of another host.
    pub async fn me(&self, token: &SecretString) -> Metered<Result<Me, CallError>> {
        let request = self
            .reading(Method::GET, token, &["me"])
            .query(&[("fields", ME_FIELDS)]);
        read(request, &[token], me).await
    }

    /// A customer's profile. A refusal must never stop a message from being stored: codes 230, 9010 and 100
    /// are everyday answers.
    ///
    /// # Errors
    ///
    /// [`CallError`].
    pub async fn profile(&self, access: &Access, igsid: &str) -> Metered<Result<Profile, CallError>> {
        let request = self
            .reading(Method::GET, &access.token, &[igsid])
            .query(&[("fields", PROFILE_FIELDS)]);
        read(request, &[&access.token], profile).await
    }

    /// Asks Meta to deliver these fields for the account. Replaces the set that was there (contract 3.2).
    ///
    /// # Errors
    ///
    /// [`CallError::NotDone`] when Meta answers that it did not; [`CallError`] otherwise.
    pub async fn subscribe(&self, access: &Access, fields: &[&str]) -> Metered<Result<(), CallError>> {
        let fields = fields.join(",");
        let request = self
            .subscription(Method::POST, access)
            .query(&[("subscribed_fields", fields)]);
        read(request, &[&access.token], success).await.map(done)
    }

    /// The fields Meta delivers for the account now; empty when it delivers nothing.
    ///
    /// # Errors
    ///
    /// [`CallError`].
    pub async fn subscribed(&self, access: &Access) -> Metered<Result<Vec<String>, CallError>> {
        read(
            self.subscription(Method::GET, access),
            &[&access.token],
            subscribed_fields,
        )
        .await
    }

    /// Ends the delivery. To be called before an account is disconnected (contract 1.6).
    ///
    /// # Errors
    ///
    /// [`CallError::NotDone`] when Meta answers that it did not; [`CallError`] otherwise.
    pub async fn unsubscribe(&self, access: &Access) -> Metered<Result<(), CallError>> {
        read(
            self.subscription(Method::DELETE, access),
            &[&access.token],
            success,
        )
        .await
        .map(done)
    }

    fn subscription(&self, method: Method, access: &Access) -> reqwest::RequestBuilder {
        self.reading(method, &access.token, &[&access.account, "subscribed_apps"])
    }
}

/// When a picture's address expires: the hex Unix time of its `oe` parameter (contract 2.2), in ms.
#[must_use]
pub fn picture_expires_ms(address: &str) -> Option<i64> {
    let url = Url::parse(address).ok()?;
    let (_, expiry) = url.query_pairs().find(|(name, _)| name == "oe")?;
    i64::from_str_radix(&expiry, 16).ok()?.checked_mul(1000)
}

/// `/me` arrives flat, though one page of the documentation wraps it (contract 2.1).
fn me(body: Node<'_>) -> Option<Me> {
    let body = unwrapped(body)?;
    Some(Me {
        user_id: body.id("user_id")?,
        scoped_id: body.id("id"),
        username: body.text("username"),
        name: body.text("name"),
        account_type: body.text("account_type"),
        picture_url: body.text("profile_picture_url"),
    })
}

fn profile(body: Node<'_>) -> Option<Profile> {
    let body = unwrapped(body)?;
    let flag = |name: &str| body.has(name).then(|| body.is_true(name));
    let filled = |name: &str| body.text(name).filter(|text| !text.trim().is_empty());
    let picture_url = filled("profile_pic");
    Some(Profile {
        name: filled("name"),
        username: filled("username"),
        picture_expires_ms: picture_url.as_deref().and_then(picture_expires_ms),
        picture_url,
        follower_count: body
            .integer("follower_count")
            .and_then(|count| u64::try_from(count).ok()),
        follows_us: flag("is_user_follow_business"),
        followed_by_us: flag("is_business_follow_user"),
        verified: flag("is_verified_user"),
    })
}

/// The object itself, or the first one in `data`.
pub(crate) fn unwrapped(body: Node<'_>) -> Option<Object<'_>> {
    let outer = body.object()?;
    match outer.get("data") {
        Some(data) if data.is_object() => data.object(),
        Some(data) => data.elements()?.first()?.object(),
        None => Some(outer),
    }
}

fn success(body: Node<'_>) -> Option<bool> {
    Some(body.object()?.get("success")?.is_true())
}

fn done(answer: Result<bool, CallError>) -> Result<(), CallError> {
    if answer? { Ok(()) } else { Err(CallError::NotDone) }
}

/// Fields are strings on some surfaces and `{name, version}` on others (contract 3.2).
fn subscribed_fields(body: Node<'_>) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    for app in body.object()?.elements("data")? {
        let listed = app
            .object()
            .and_then(|app| app.elements("subscribed_fields"))
            .unwrap_or_default();
        for field in listed {
            let name = field.text().or_else(|| field.object()?.text("name"));
            fields.extend(name.filter(|name| !fields.contains(name)));
        }
    }
    Some(fields)
}
