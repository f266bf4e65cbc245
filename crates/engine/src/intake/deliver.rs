//! The one way in: bytes → signature over the raw bytes → items → commands → commit → 200 (design 3).

use super::translate::{Meaning, meaning};
use crate::Error;
use crate::inner::Inner;
use desk::{AccountId, Entry, Event, Refusal};
use instagram::webhook::{self, RawItem};
use secrecy::SecretString;
use std::sync::atomic::Ordering;
use store::{Count, Job, Keep, RawId, RawRecord, Receipt, Tick};

/// What became of a body.
pub(crate) enum Delivered {
    /// It is on disk: answer 200.
    Stored,
    /// The signature is missing or wrong: answer 403, store nothing.
    Refused,
    /// It is for an account that is just being connected: answer 503, store nothing, and the platform delivers again.
    TooEarly,
}

/// An item is for an account that cannot take it in yet.
struct TooEarly;

impl Inner {
    /// Takes in one body for an app.
    ///
    /// # Errors
    /// The transaction failed: answer 503, and the platform delivers again.
    pub(crate) async fn deliver(
        &self,
        app: &str,
        secret: &SecretString,
        signature: Option<&str>,
        body: &[u8],
    ) -> Result<Delivered, Error> {
        if let Err(error) = webhook::verify_signature(secret, signature, body) {
            tracing::debug!(app, %error, "a delivery was refused");
            self.refused.fetch_add(1, Ordering::Relaxed);
            return Ok(Delivered::Refused);
        }
        let items = match webhook::split(body) {
            Ok(items) => items,
            Err(error) => {
                self.commit(vec![self.raw(app, None, &error.to_string(), body)])
                    .await?;
                return Ok(Delivered::Stored);
            }
        };
        let (mut jobs, mut sources) = (Vec::new(), Vec::new());
        for item in &items {
            match self.job(app, item) {
                Ok(Some(job)) => {
                    jobs.push(job);
                    sources.push(item);
                }
                Ok(None) => {}
                Err(TooEarly) => return Ok(Delivered::TooEarly),
            }
        }
        if jobs.is_empty() {
            return Ok(Delivered::Stored);
        }
        let results = self.commit(jobs).await?;
        self.keep_faulty(app, &results, &sources).await?;
        let is_message =
            |entry: &Entry| matches!(entry, Entry::Conversation(_, Event::MessageReceived { .. }));
        if results
            .iter()
            .flatten()
            .any(|receipt| receipt.events.iter().any(|(_, entry)| is_message(entry)))
        {
            self.tick(app, Tick::FirstMessage).await;
        }
        Ok(Delivered::Stored)
    }

    /// What the rules failed on is kept raw, like what cannot be read: a later version may take it in.
    async fn keep_faulty(
        &self,
        app: &str,
        results: &[Result<Receipt, Refusal>],
        sources: &[&RawItem],
    ) -> Result<(), Error> {
        let faulty = results
            .iter()
            .zip(sources)
            .filter(|(result, _)| matches!(result, Err(Refusal::Fault)));
        let raw: Vec<Job> = faulty
            .map(|(_, item)| {
                let account = item.entry_id.as_deref().map(AccountId::from);
                self.raw_item(app, account, "the rules failed on it", item)
            })
            .collect();
        if raw.is_empty() {
            return Ok(());
        }
        self.commit(raw).await.map(drop)
    }

    /// Writes down how many deliveries were refused since the last time. Anybody can send such a delivery, so
    /// one alone is worth neither a transaction nor a line in the log.
    pub(crate) async fn count_refused(&self) {
        let count = self.refused.swap(0, Ordering::Relaxed);
        if count == 0 {
            return;
        }
        tracing::warn!(count, "deliveries were refused: their signatures are wrong");
        if let Err(error) = self.keep(Keep::Count(Count::Refused, count)).await {
            tracing::error!(%error, "the refused deliveries were not counted");
            self.refused.fetch_add(count, Ordering::Relaxed);
        }
    }

    fn jobs(&self, app: &str, items: &[RawItem]) -> Result<Vec<Job>, TooEarly> {
        items
            .iter()
            .filter_map(|item| self.job(app, item).transpose())
            .collect()
    }

    /// What one item asks for. A bad item costs itself and nothing else.
    fn job(&self, app: &str, raw: &RawItem) -> Result<Option<Job>, TooEarly> {
        let must_wait = |id: &str| self.accounts.must_wait(&AccountId::from(id), app);
        if raw.entry_id.as_deref().is_some_and(must_wait) {
            return Err(TooEarly);
        }
        let is_ours = |id: &str| self.accounts.takes_in(&AccountId::from(id), app);
        let item = match webhook::decode(raw) {
            Ok(item) => item,
            Err(error) => {
                let account = raw.entry_id.as_deref();
                if account.is_some_and(|account| !is_ours(account)) {
                    return Ok(Some(Job::Keep(Keep::Count(Count::Unconnected, 1))));
                }
                return Ok(Some(self.raw_item(
                    app,
                    account.map(AccountId::from),
                    &error.to_string(),
                    raw,
                )));
            }
        };
        if meaning(&item, app, self.now().meta) == Meaning::TestEvent {
            return Ok(Some(Job::Keep(self.tick_job(app, Tick::TestEvent))));
        }
        let party_must_wait = item.account_by_party.as_deref().is_some_and(must_wait);
        let Some(item) = item.attributed(is_ours) else {
            if party_must_wait {
                return Err(TooEarly);
            }
            return Ok(Some(Job::Keep(Keep::Count(Count::Unconnected, 1))));
        };
        let account = AccountId::from(item.account.as_str());
        Ok(match meaning(&item, app, self.now().meta) {
            Meaning::Command(command) => Some(Job::Conversation(*command)),
            Meaning::Account(ask) => Some(Job::Account(account, ask)),
            Meaning::Undecodable(reason) => Some(self.raw_item(app, Some(account), reason, raw)),
            Meaning::TestEvent | Meaning::Nothing => None,
        })
    }

    /// An item is kept with where it stood, so that it can be read again as if it had just come.
    fn raw_item(&self, app: &str, account: Option<AccountId>, reason: &str, item: &RawItem) -> Job {
        let body = serde_json::to_vec(item).unwrap_or_else(|_| item.json.clone().into_bytes());
        self.raw(app, account, reason, &body)
    }

    fn raw(&self, app: &str, account: Option<AccountId>, reason: &str, body: &[u8]) -> Job {
        Job::Keep(Keep::Raw(RawRecord {
            id: RawId(uuid::Uuid::now_v7().to_string()),
            at: self.now().wall,
            app: app.to_owned(),
            account,
            reason: reason.to_owned(),
            body: body.to_vec(),
        }))
    }

    fn tick_job(&self, app: &str, tick: Tick) -> Keep {
        Keep::Tick {
            app: app.to_owned(),
            tick,
            at: self.now().wall,
        }
    }

    /// Marks what was seen for an app, which every delivery asks for. A tick that cannot be written is shown
    /// late, not lost work.
    pub(crate) async fn tick(&self, app: &str, tick: Tick) {
        if self.accounts.is_ticked(app, tick) {
            return;
        }
        let known = self.store.app(app).await.ok().flatten();
        let seen = known.as_ref().and_then(|known| match tick {
            Tick::Handshake => known.handshake_at,
            Tick::TestEvent => known.test_event_at,
            Tick::FirstMessage => known.first_message_at,
        });
        if seen.is_none()
            && let Err(error) = self.keep(self.tick_job(app, tick)).await
        {
            tracing::warn!(app, %error, "a tick was not written");
            return;
        }
        // An app that is just being registered has no row yet to hold the tick.
        if known.is_some() {
            self.accounts.ticked(app, tick);
        }
    }

    /// Reads again what could not be decoded, after an upgrade. Gives how many were taken in, and how many
    /// still cannot be read.
    pub(crate) async fn replay(&self) -> Result<(u64, u64), Error> {
        let (mut replayed, mut still) = (0, 0);
        for record in self.store.undecodable(1_000).await? {
            let items = match serde_json::from_slice::<RawItem>(&record.body) {
                Ok(item) => vec![item],
                Err(_a_whole_body) => webhook::split(&record.body).unwrap_or_default(),
            };
            let jobs = self.jobs(&record.app, &items).unwrap_or_default();
            // Unreadable as before, or of an account that is not connected now: it stays as it is.
            let unread = |job: &Job| matches!(job, Job::Keep(Keep::Raw(_) | Keep::Count(..)));
            let readable = !jobs.is_empty() && !jobs.iter().any(unread);
            if !readable {
                still += 1;
                continue;
            }
            let results = self.commit(jobs).await?;
            if results.contains(&Err(Refusal::Fault)) {
                still += 1;
                continue;
            }
            // A crash in between is harmless: what is taken in twice is known the second time.
            self.keep(Keep::Replayed(record.id)).await?;
            replayed += 1;
        }
        Ok((replayed, still))
    }
}
