//! What a refused read says about the whole account, whoever asked (contract 5.2 and 6): a dead token stops it,
//! a limit pauses it.

use crate::accounts::Live;
use crate::inner::Inner;
use desk::{AccountAsk, AccountId, Class, Due, MINUTE, Millis, SECOND};
use instagram::{CallError, Meters};
use store::Job;

/// How long a limit holds when the platform names no time, ms.
const USUAL_PAUSE: Millis = MINUTE;

impl Inner {
    /// Stops or pauses the account when this refusal is about all of it.
    pub(crate) async fn heed_refusal(&self, id: &AccountId, live: &Live, error: &CallError, meters: &Meters) {
        let now = self.now().wall;
        let Some(ask) = ask(error, meters, now).filter(|_| self.accounts.is_present(id, live)) else {
            return;
        };
        if let Err(error) = self.commit(vec![Job::Account(id.clone(), ask)]).await {
            tracing::error!(account = %id, %error, "the account's state was not written");
        }
    }
}

fn ask(error: &CallError, meters: &Meters, now: Millis) -> Option<AccountAsk> {
    let CallError::Refused(error) = error else {
        return None;
    };
    let rule = error.verdict();
    match (rule.class, rule.stops) {
        (instagram::Class::Auth, instagram::Stops::Account) => Some(AccountAsk::Stop {
            class: Class::Auth,
            code: Some(error.code),
            subcode: error.subcode,
        }),
        (instagram::Class::RateLimited, _) => {
            let named = meters.regain_minutes().filter(|minutes| *minutes > 0);
            let named = named.map(|minutes| Millis::from(minutes) * MINUTE);
            let named = named.or(meters.retry_after_s.map(|seconds| seconds * SECOND));
            Some(AccountAsk::Throttle {
                until: Due::after(now, named.unwrap_or(USUAL_PAUSE)),
            })
        }
        _ => None,
    }
}
