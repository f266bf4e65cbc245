//! Loading what a batch's decisions read: once for the batch, in a few statements, however many commands.

use super::cache::{Cache, Cached};
use crate::error::StoreError;
use crate::primary::content;
use crate::sql::{conversation_id, list};
use crate::view::account::Known;
use crate::view::{burst, conversation, link, message, parked, send};
use desk::{
    AccountId, Ask, Command, Content, ContentKey, Conversation, ConversationId, Desk, Message, Mid,
    Reference, Send, SendId, Timings,
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
    /// Whose conversation each message and each send belongs to.
    message_homes: HashMap<Mid, ConversationId>,
    homes: HashMap<SendId, ConversationId>,
    /// Conversations of one person, as far as the commands meet them.
    links: HashMap<ConversationId, BTreeSet<ConversationId>>,
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
    let mut named = Named::default();
    let mids: BTreeSet<Mid> = commands.iter().flat_map(|command| command.mids()).collect();
    named.load_messages(at, &mids).await?;
    named.load_links(at, commands).await?;
    let homes = commands.iter().filter_map(|command| named.home_of(command));
    let missing: BTreeSet<&ConversationId> = commands
        .iter()
        .map(|command| &command.conversation)
        .chain(homes)
        .filter(|id| !cache.has(id))
        .collect();
    let missing: Vec<ConversationId> = missing.into_iter().cloned().collect();
    if !missing.is_empty() {
        for cached in conversations(at, &missing, accounts, timings).await? {
            cache.put(cached);
        }
    }
    let mut held: BTreeSet<Mid> = BTreeSet::new();
    for id in commands
        .iter()
        .flat_map(|command| [Some(&command.conversation), named.home_of(command)])
        .flatten()
    {
        if let Some(cached) = cache.get(id) {
            held.extend(cached.desk.sends.values().filter_map(|send| send.mid.clone()));
        }
    }
    held.retain(|mid| !mids.contains(mid));
    named.load_messages(at, &held).await?;
    let mut sends: BTreeSet<SendId> = commands
        .iter()
        .filter_map(|command| command.send().cloned())
        .collect();
    sends.extend(named.messages.values().filter_map(|message| message.send.clone()));
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
            .filter_map(|send| Some((named.homes.get(&send.id)?.to_string(), send)));
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
    async fn load_messages(
        &mut self,
        at: &mut SqliteConnection,
        mids: &BTreeSet<Mid>,
    ) -> Result<(), StoreError> {
        if mids.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = mids.iter().map(|mid| mid.0.clone()).collect();
        for found in message::named(at, &names).await? {
            if let Some(mid) = &found.mid {
                self.message_homes
                    .insert(mid.clone(), conversation_id(&found.home)?);
            }
            self.know(found.mid, found.message);
        }
        let mids: Vec<Mid> = mids.iter().cloned().collect();
        self.parked.extend(parked::of(at, &mids).await?);
        Ok(())
    }

    async fn load_sends(&mut self, at: &mut SqliteConnection, ids: Vec<SendId>) -> Result<(), StoreError> {
        for (conversation, send) in send::named(at, &ids).await? {
            self.homes
                .insert(send.id.clone(), conversation_id(&conversation)?);
            self.sends.insert(send.id.clone(), send);
        }
        Ok(())
    }

    /// The links of the contacts that name another's message: hardly ever any.
    async fn load_links(
        &mut self,
        at: &mut SqliteConnection,
        commands: &[&Command],
    ) -> Result<(), StoreError> {
        let linked: Vec<&ConversationId> = commands
            .iter()
            .filter(|command| self.same_person(command).is_some())
            .map(|command| &command.conversation)
            .collect();
        if linked.is_empty() {
            return Ok(());
        }
        for (conversation, other) in link::of(at, &linked).await? {
            self.links.entry(conversation).or_default().insert(other);
        }
        Ok(())
    }

    /// The command to tell first when what was delivered about a contact names a message of another one's of the same
    /// account.
    pub(crate) fn same_person(&self, command: &Command) -> Option<Command> {
        let mids = command.subject().into_iter().chain(command.answered());
        let mut foreign = mids.filter_map(|mid| Some((self.foreign_home(command, mid)?, mid)));
        let (with, mid) = foreign.next()?;
        Some(Command {
            conversation: command.conversation.clone(),
            act: Ask::SamePerson {
                with: with.clone(),
                mid: mid.clone(),
            },
        })
    }

    /// The other conversation of the same account in which the message that was delivered, or is changed, stands.
    pub(crate) fn home_of(&self, command: &Command) -> Option<&ConversationId> {
        self.foreign_home(command, command.subject()?)
    }

    fn foreign_home(&self, command: &Command, mid: &Mid) -> Option<&ConversationId> {
        let (here, home) = (&command.conversation, self.message_homes.get(mid)?);
        (home != here && home.account == here.account).then_some(home)
    }

    fn later_parts(&self, send: &SendId) -> Vec<SendId> {
        let Some(send) = self.sends.get(send) else {
            return Vec::new();
        };
        send.later_parts().collect()
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
        home.is_some_and(|home| *home != command.conversation)
    }

    /// Lays what the command names beside its conversation.
    pub(crate) fn fill(&self, desk: &mut Desk, command: &Command) {
        let held: Vec<Mid> = desk.sends.values().filter_map(|send| send.mid.clone()).collect();
        for mid in command.mids().into_iter().chain(held) {
            let name = self.by_send.get(&SendId(mid.0.clone())).unwrap_or(&mid);
            if let Some(message) = self.messages.get(name) {
                if let Some(send) = &message.send {
                    self.fill_send(desk, send);
                }
                desk.messages.insert(mid.clone(), message.clone());
            }
            if let Some(waiting) = self.parked.get(&mid) {
                desk.parked.insert(mid, waiting.clone());
            }
        }
        if let Some(send) = command.send() {
            self.fill_send(desk, send);
        }
        if let Some(retried) = command.retries() {
            for later in self.later_parts(retried) {
                self.fill_send(desk, &later);
            }
        }
        if matches!(command.act, Ask::SamePerson { .. }) {
            desk.linked = self.links.get(&command.conversation).cloned().unwrap_or_default();
        }
    }

    /// Lays a send there, if it is this conversation's: a message of another one may be named here, and a send has one
    /// place where it is kept.
    fn fill_send(&self, desk: &mut Desk, send: &SendId) {
        let is_here = self.homes.get(send) == Some(&desk.conversation.id);
        let Some(send) = self.sends.get(send).filter(|_| is_here) else {
            return;
        };
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
        let here = &after.conversation.id;
        for other in &after.linked {
            self.links.entry(here.clone()).or_default().insert(other.clone());
            self.links.entry(other.clone()).or_default().insert(here.clone());
        }
        for (mid, message) in &after.messages {
            if message.send.as_ref().is_none_or(|send| send.0 != mid.0) {
                self.message_homes
                    .entry(mid.clone())
                    .or_insert_with(|| here.clone());
                self.messages.insert(mid.clone(), message.clone());
            }
        }
        for (mid, waiting) in &after.parked {
            self.parked.insert(mid.clone(), waiting.clone());
        }
        for (id, send) in &after.sends {
            self.homes.insert(id.clone(), here.clone());
            self.sends.insert(id.clone(), send.clone());
            if let Some(content) = after.content.get(&send.content) {
                self.content.insert(send.content.clone(), content.clone());
            }
        }
    }
}
