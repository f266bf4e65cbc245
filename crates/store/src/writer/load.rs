//! Loading what a batch's decisions read: once for the batch, in a few statements, however many commands.

use super::cache::{Cache, Cached};
use crate::error::StoreError;
use crate::primary::content;
use crate::sql::list;
use crate::view::account::Known;
use crate::view::{burst, conversation, message, parked, send};
use desk::{
    AccountId, Command, Content, ContentKey, Conversation, ConversationId, Desk, Message, Mid, Reference,
    Send, SendId, Timings,
};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the commands of a batch name, as it stands now. Kept up to date from command to command.
#[derive(Default)]
pub(crate) struct Named {
    messages: HashMap<Mid, Message>,
    /// Messages that were asked for by the id of their send.
    by_send: HashMap<SendId, Mid>,
    sends: HashMap<SendId, Send>,
    /// Whose conversation each of them belongs to.
    homes: HashMap<SendId, String>,
    content: HashMap<ContentKey, Content>,
    parked: HashMap<Mid, Vec<Reference>>,
}

/// Loads what the batch's commands name, and their conversations into the cache.
pub(crate) async fn load(
    at: &mut SqliteConnection,
    commands: &[&Command],
    cache: &mut Cache,
    accounts: &BTreeMap<AccountId, Known>,
    timings: &Timings,
) -> Result<Named, StoreError> {
    let missing: BTreeSet<ConversationId> = commands
        .iter()
        .map(|command| &command.conversation)
        .filter(|id| !cache.has(id))
        .cloned()
        .collect();
    let missing: Vec<ConversationId> = missing.into_iter().collect();
    if !missing.is_empty() {
        for cached in conversations(at, &missing, accounts, timings).await? {
            cache.put(cached);
        }
    }
    let mut named = Named::default();
    let mut mids: BTreeSet<String> = commands
        .iter()
        .flat_map(|command| command.mids())
        .map(|mid| mid.0)
        .collect();
    let mut sends: BTreeSet<SendId> = commands
        .iter()
        .filter_map(|command| command.send().cloned())
        .collect();
    for command in commands {
        if let Some(cached) = cache.get(&command.conversation) {
            mids.extend(
                cached
                    .desk
                    .sends
                    .values()
                    .filter_map(|send| send.mid.as_ref())
                    .map(|mid| mid.0.clone()),
            );
        }
    }
    let names: Vec<String> = mids.into_iter().collect();
    if !names.is_empty() {
        for (mid, message) in message::named(at, &names).await? {
            sends.extend(message.send.clone());
            named.know(mid, message);
        }
        let mids: Vec<Mid> = names.into_iter().map(Mid).collect();
        named.parked = parked::of(at, &mids).await?;
    }
    if !sends.is_empty() {
        named.load_sends(at, sends.into_iter().collect()).await?;
        let retried = commands.iter().filter_map(|command| command.retries());
        let later: Vec<SendId> = retried.flat_map(|send| named.later_parts(send)).collect();
        if !later.is_empty() {
            named.load_sends(at, later).await?;
        }
        let homes = named
            .sends
            .values()
            .filter_map(|send| Some((named.homes.get(&send.id)?.clone(), send)));
        let keys: Vec<(String, ContentKey)> =
            homes.map(|(home, send)| (home, send.content.clone())).collect();
        named.content = contents(at, &keys).await?;
    }
    Ok(named)
}

pub(crate) const CONTENTS: &str = "SELECT key, body FROM content WHERE (conversation, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))";

async fn contents(
    at: &mut SqliteConnection,
    keys: &[(String, ContentKey)],
) -> Result<HashMap<ContentKey, Content>, StoreError> {
    let mut found = HashMap::new();
    for row in sqlx::query(CONTENTS).bind(list(keys)).fetch_all(at).await? {
        found.insert(ContentKey(row.try_get(0)?), content::read(Some(row.try_get(1)?))?);
    }
    Ok(found)
}

/// Conversations as the views have them; one that is not there yet is new.
pub(crate) async fn conversations(
    at: &mut SqliteConnection,
    ids: &[ConversationId],
    accounts: &BTreeMap<AccountId, Known>,
    timings: &Timings,
) -> Result<Vec<Cached>, StoreError> {
    let mut bursts = burst::of(at, ids).await?;
    let mut sends: HashMap<String, Vec<Send>> = HashMap::new();
    let mut keys = Vec::new();
    for (conversation, send) in send::live(at, ids).await? {
        keys.push((conversation.clone(), send.content.clone()));
        sends.entry(conversation).or_default().push(send);
    }
    let contents = if keys.is_empty() {
        HashMap::new()
    } else {
        contents(at, &keys).await?
    };
    let mut rows: HashMap<ConversationId, _> = conversation::of(at, ids)
        .await?
        .into_iter()
        .map(|(conversation, shown, standing)| (conversation.id.clone(), (conversation, shown, standing)))
        .collect();
    Ok(ids
        .iter()
        .map(|id| {
            let (row, shown, standing) = rows.remove(id).unwrap_or_else(|| {
                (
                    Conversation::new(id.clone()),
                    Default::default(),
                    Default::default(),
                )
            });
            let account = accounts
                .get(&id.account)
                .map(|known| known.state.clone())
                .unwrap_or_default();
            let mut desk = Desk::new(account, timings.clone(), id.clone());
            desk.conversation = row;
            desk.burst = bursts.remove(&id.to_string());
            for send in sends.remove(&id.to_string()).unwrap_or_default() {
                if let Some(content) = contents.get(&send.content) {
                    desk.content.insert(send.content.clone(), content.clone());
                }
                desk.sends.insert(send.id.clone(), send);
            }
            Cached::new(desk, shown, standing)
        })
        .collect())
}

impl Named {
    async fn load_sends(&mut self, at: &mut SqliteConnection, ids: Vec<SendId>) -> Result<(), StoreError> {
        for (home, send) in send::named(at, &ids).await? {
            self.homes.insert(send.id.clone(), home);
            self.sends.insert(send.id.clone(), send);
        }
        Ok(())
    }

    fn later_parts(&self, send: &SendId) -> Vec<SendId> {
        let send = self.sends.get(send);
        send.into_iter().flat_map(Send::later_parts).collect()
    }

    fn know(&mut self, mid: Option<Mid>, message: Message) {
        if let Some(send) = &message.send {
            // A message without a `mid` can still be named by its send, as the window does.
            let name = mid.clone().unwrap_or_else(|| Mid(send.0.clone()));
            self.by_send.insert(send.clone(), name.clone());
            self.messages.insert(name, message);
        } else if let Some(mid) = mid {
            self.messages.insert(mid, message);
        }
    }

    /// Whether the command names a send of another conversation.
    pub(crate) fn is_astray(&self, command: &Command) -> bool {
        let home = command.send().and_then(|send| self.homes.get(send));
        home.is_some_and(|home| *home != command.conversation.to_string())
    }

    /// Lays what the command names beside its conversation.
    pub(crate) fn fill(&self, desk: &mut Desk, command: &Command) {
        let held: Vec<Mid> = desk.sends.values().filter_map(|send| send.mid.clone()).collect();
        for mid in command.mids().into_iter().chain(held) {
            let name = self.by_send.get(&SendId(mid.0.clone())).unwrap_or(&mid);
            if let Some(message) = self.messages.get(name) {
                if let Some(send) = message.send.as_ref().and_then(|send| self.sends.get(send)) {
                    self.fill_send(desk, send);
                }
                desk.messages.insert(mid.clone(), message.clone());
            }
            if let Some(waiting) = self.parked.get(&mid) {
                desk.parked.insert(mid, waiting.clone());
            }
        }
        if let Some(send) = command.send().and_then(|send| self.sends.get(send)) {
            self.fill_send(desk, send);
        }
        if let Some(retried) = command.retries() {
            for later in self.later_parts(retried) {
                if let Some(send) = self.sends.get(&later) {
                    self.fill_send(desk, send);
                }
            }
        }
    }

    fn fill_send(&self, desk: &mut Desk, send: &Send) {
        if desk.sends.contains_key(&send.id) {
            return;
        }
        if let Some(content) = self.content.get(&send.content) {
            desk.content.insert(send.content.clone(), content.clone());
        }
        desk.sends.insert(send.id.clone(), send.clone());
    }

    /// Forgets what a decision removed, for the commands after it.
    pub(crate) fn forget(&mut self, before: &Desk, after: &Desk) {
        for mid in before.messages.keys() {
            if !after.messages.contains_key(mid) {
                self.messages.remove(mid);
            }
        }
        for mid in before.parked.keys() {
            if !after.parked.contains_key(mid) {
                self.parked.remove(mid);
            }
        }
    }

    /// Takes over what a decision left, for the commands after it.
    pub(crate) fn learn(&mut self, after: &Desk) {
        for (mid, message) in &after.messages {
            if message.send.as_ref().is_none_or(|send| send.0 != mid.0) {
                self.messages.insert(mid.clone(), message.clone());
            }
        }
        for (mid, waiting) in &after.parked {
            self.parked.insert(mid.clone(), waiting.clone());
        }
        for (id, send) in &after.sends {
            self.homes.insert(id.clone(), after.conversation.id.to_string());
            self.sends.insert(id.clone(), send.clone());
            if let Some(content) = after.content.get(&send.content) {
                self.content.insert(send.content.clone(), content.clone());
            }
        }
    }
}
