//! Profiles, in the background: a name and a face for an id. A profile that cannot be read never holds a
//! message back (contract 2.2).

use crate::Error;
use crate::inner::Inner;
use desk::{ConversationId, Due};
use instagram::CallError;
use std::sync::Arc;
use store::{Keep, Line, Profile};

const AT_ONCE: u32 = 8;
/// A reader that was refused for want of consent may be let in later, ms.
const CONSENT_RETRY: i64 = 24 * 3_600_000;
/// After a fault that may pass, ms.
const FAULT_RETRY: i64 = 60_000;

/// One round.
pub(crate) async fn round(inner: &Arc<Inner>) -> Result<Option<u64>, Error> {
    for work in inner.store.due(Line::Profiles, inner.now().wall, AT_ONCE).await? {
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
    let Ok(live) = inner.live(&id.account) else {
        let later = Profile {
            again: Some(Due::after(now, CONSENT_RETRY)),
            ..known
        };
        return inner.keep(Keep::Profile(id, later)).await;
    };
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
                i64::try_from(inner.pace.profile_refresh).unwrap_or(CONSENT_RETRY),
            )),
        },
        Err(CallError::Refused(error)) => {
            tracing::info!(conversation = %id, code = error.code, "a profile is not readable");
            Profile {
                refused: true,
                again: Some(Due::after(now, CONSENT_RETRY)),
                fetched_at: now,
                ..known
            }
        }
        Err(error) => {
            tracing::info!(conversation = %id, %error, "a profile could not be read");
            Profile {
                again: Some(Due::after(now, FAULT_RETRY)),
                ..known
            }
        }
    };
    inner.keep(Keep::Profile(id, profile)).await
}
