//! Reading: the list, a conversation, its items, decisions, search.

use crate::{Error, Handle};
use desk::{AccountId, BurstId, ConversationId};
use store::{Conversation, DecisionRecord, Hits, Items, MessageItem, Rows, Split, SplitCounts};

impl Handle {
    /// A page of the list, newest first (`Closing`: soonest first).
    ///
    /// # Errors
    /// The database failed.
    pub async fn rows(
        &self,
        split: Split,
        account: Option<&AccountId>,
        before: Option<&str>,
        limit: u32,
    ) -> Result<(Rows, SplitCounts), Error> {
        let now = self.now();
        let rows = self.inner.store.rows(split, account, before, limit, now).await?;
        let counts = self.inner.store.split_counts(account, now).await?;
        Ok((rows, counts))
    }

    /// One conversation.
    ///
    /// # Errors
    /// There is none, or the database failed.
    pub async fn conversation(&self, id: &ConversationId) -> Result<Conversation, Error> {
        self.inner.conversation(id).await
    }

    /// A page of a conversation, newest first: before a cursor, after one, or the newest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn items(
        &self,
        id: &ConversationId,
        before: Option<&str>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Items, Error> {
        let store = &self.inner.store;
        Ok(match after {
            Some(after) => store.items_after(id, after, limit).await?,
            None => store.items(id, before, limit).await?,
        })
    }

    /// The page around an item.
    ///
    /// # Errors
    /// There is no such item, or the database failed.
    pub async fn items_around(&self, id: &ConversationId, key: &str, limit: u32) -> Result<Items, Error> {
        self.inner
            .store
            .around(id, key, limit)
            .await?
            .ok_or(Error::NotFound("message"))
    }

    /// What arrived after a position: what a refused reply shows.
    ///
    /// # Errors
    /// The database failed.
    pub async fn arrived(&self, id: &ConversationId, after: u64) -> Result<Vec<MessageItem>, Error> {
        Ok(self.inner.store.newer(id, after).await?)
    }

    /// What the autopilot did in a conversation, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn decisions(&self, id: &ConversationId, limit: u32) -> Result<Vec<DecisionRecord>, Error> {
        Ok(self.inner.store.decisions(id, limit).await?)
    }

    /// What the autopilot did for a burst.
    ///
    /// # Errors
    /// There is no decision yet, or the database failed.
    pub async fn decision(&self, burst: &BurstId) -> Result<DecisionRecord, Error> {
        self.inner
            .store
            .decision(burst)
            .await?
            .ok_or(Error::NotFound("decision"))
    }

    /// Searches everything, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn search(
        &self,
        query: &str,
        account: Option<&AccountId>,
        before: Option<&str>,
        limit: u32,
    ) -> Result<Hits, Error> {
        Ok(self.inner.store.search(query, account, before, limit).await?)
    }
}
