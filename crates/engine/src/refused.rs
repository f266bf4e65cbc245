//! What a refused read says about the whole account, whoever asked (contract 5.2 and 6): a dead token stops it,
//! a limit pauses it.

use crate::accounts::Live;
use crate::inner::Inner;
use crate::limits;
use desk::{AccountAsk, AccountId, Class, Millis, Timings};
use instagram::{CallError, Meters};
use store::Job;

impl Inner {
    /// Stops or pauses the account when this refusal is about all of it.
    pub(crate) async fn heed_refusal(&self, id: &AccountId, live: &Live, error: &CallError, meters: &Meters) {
        let now = self.now().wall;
        let timings = self.timings().await;
        let Some(ask) = ask(error, meters, now, &timings).filter(|_| self.accounts.is_present(id, live))
        else {
            return;
        };
        if let Err(error) = self.commit(vec![Job::Account(id.clone(), ask)]).await {
            tracing::error!(account = %id, %error, "the account's state was not written");
        }
    }
}

fn ask(error: &CallError, meters: &Meters, now: Millis, timings: &Timings) -> Option<AccountAsk> {
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
        (instagram::Class::RateLimited, _) => Some(limits::pause(meters, now, timings)),
        _ => limits::restriction(rule.retry, now, timings),
    }
}
