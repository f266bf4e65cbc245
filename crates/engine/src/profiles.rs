//! Profiles, in the background: a name and a face for an id. A profile that cannot be read never holds a
//! message back (contract 2.2).

use crate::Error;
use crate::inner::Inner;
use desk::{ConversationId, Due};
use instagram::{CallError, Class};
use std::sync::Arc;
use store::{Apart, Keep, Line, Profile};

const AT_ONCE: u32 = 8;
/// An account that cannot be used now may be signed in to later, ms.
const ACCOUNT_RETRY: i64 = 3_600_000;
/// After a fault that may pass, ms.
const FAULT_RETRY: i64 = 60_000;

/// One round.
pub(crate) async fn round(inner: &Arc<Inner>) -> Result<Option<u64>, Error> {
    for work in inner
        .store
        .due(Line::Profiles, inner.now().wall, AT_ONCE, &Apart::default())
        .await?
    {
        if inner.stop.is_cancelled() {
            break;
        }
        read(inner, work.conversation).await?;
    }
    inner.until_next(Line::Profiles).await
}

async fn read(inner: &Inner, id: ConversationId) -> Result<(), Error> {
    let now = inner.now().wall;
    let known = inner.store.profile(&id).await?.unwrap_or_default();
    if known.fetched_at > 0 && !known.refused && !wrote_lately(inner, &id).await? {
        // Nobody is there to look at it; the next message asks again.
        let rests = Profile { again: None, ..known };
        return inner.keep(Keep::Profile(id, rests)).await;
    }
    let account = inner.store.account(&id.account).await?;
    let state = account.map(|account| account.state).unwrap_or_default();
    let (Ok(live), None) = (inner.live(&id.account), state.stopped) else {
        return put_off(inner, id, known, Due::after(now, ACCOUNT_RETRY)).await;
    };
    if let Some(until) = state.throttled.filter(|until| !until.is_due(now)) {
        return put_off(inner, id, known, until).await;
    }
    live.profiles.until_ready().await;
    let answer = live.client.profile(&live.access, id.contact.as_str()).await;
    inner.learn_clock(&answer.meters);
    let profile = match answer.value {
        Ok(profile) => Profile {
            name: profile.name,
            username: profile.username,
            picture: profile.picture_url,
            picture_until: profile.picture_expires_ms,
            followers: profile.follower_count,
            follows_us: profile.follows_us,
            we_follow: profile.followed_by_us,
            verified: profile.verified,
            fetched_at: now,
            refused: false,
            again: Some(Due::after(
                now,
                i64::try_from(inner.pace.profile_refresh).unwrap_or(i64::MAX),
            )),
        },
        Err(CallError::Refused(error)) if is_closed(error.verdict().class) => {
            tracing::info!(conversation = %id, code = error.code, "a profile is not readable");
            Profile {
                refused: true,
                again: None,
                fetched_at: now,
                ..known
            }
        }
        Err(error) => {
            inner
                .heed_refusal(&id.account, &live, &error, &answer.meters)
                .await;
            tracing::info!(conversation = %id, %error, "a profile could not be read");
            Profile {
                again: Some(Due::after(now, FAULT_RETRY)),
                ..known
            }
        }
    };
    inner.keep(Keep::Profile(id, profile)).await
}

async fn put_off(inner: &Inner, id: ConversationId, known: Profile, until: Due) -> Result<(), Error> {
    let later = Profile {
        again: Some(until),
        ..known
    };
    inner.keep(Keep::Profile(id, later)).await
}

/// Whether the customer has written since the profile was read a day ago: then their window is still open.
async fn wrote_lately(inner: &Inner, id: &ConversationId) -> Result<bool, Error> {
    let conversation = inner.store.conversation(id).await?;
    let until = conversation.and_then(|conversation| conversation.row.window_until);
    Ok(until.is_some_and(|until| until > inner.now().meta))
}

/// Whether this refusal is about the person: their profile is closed to us, or not there.
fn is_closed(class: Class) -> bool {
    matches!(
        class,
        Class::ConsentMissing | Class::NotFound | Class::RecipientUnavailable
    )
}
