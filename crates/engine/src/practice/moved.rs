//! The practice platform may come back on another port; the model of its accounts comes along.

use crate::Error;
use crate::inner::Inner;
use store::{Host, Job, Keep};
use url::Url;

/// Under which name the last run's address is kept among the settings.
const LAST_BASE: &str = "practice_base";

/// Leads practice accounts that ask the practice model to where it answers now.
pub(crate) async fn follow(inner: &Inner) -> Result<(), Error> {
    let Some(base) = &inner.practice else {
        return Ok(());
    };
    let last = inner.store.setting(LAST_BASE).await?;
    let last = last.as_ref().and_then(|last| last.as_str());
    if last == Some(base.as_str()) {
        return Ok(());
    }
    let mut jobs = vec![Job::Keep(Keep::Setting(
        LAST_BASE.to_owned(),
        base.as_str().into(),
    ))];
    if let Some(last) = last.and_then(|last| Url::parse(last).ok()) {
        jobs.extend(moved_models(inner, &last, base).await?);
    }
    inner.commit(jobs).await.map(drop)
}

async fn moved_models(inner: &Inner, last: &Url, now: &Url) -> Result<Vec<Job>, Error> {
    let (Some(from), Some(to)) = (model_at(last), model_at(now)) else {
        return Ok(Vec::new());
    };
    let accounts = inner.store.accounts().await?;
    let asks_practice = |account: &store::Account| {
        let host = account.connection.as_ref().map(|connection| connection.host);
        host == Some(Host::Practice) && account.autopilot.base_url == from
    };
    let moved = accounts.into_iter().filter(asks_practice).map(|account| {
        let mut settings = account.autopilot;
        settings.base_url.clone_from(&to);
        Job::Keep(Keep::Autopilot(account.id, settings))
    });
    Ok(moved.collect())
}

/// Where the practice platform at `base` answers as a model.
pub(crate) fn model_at(base: &Url) -> Option<String> {
    base.join("/v1").ok().map(String::from)
}
