//! One transaction: the jobs of as many calls as wait, decided one after the other, saved together.

use super::cache::{Cache, Cached};
use super::load::{self, Named};
use super::project::Changes;
use super::save;
use crate::error::StoreError;
use crate::job::{Job, Keep, Receipt};
use crate::journal::Stored;
use crate::primary::count::{Count, Counts};
use crate::primary::{app, autopilot, connection, count, cursor, draft, profile, raw, secret, setting};
use crate::view::account::Known;
use crate::wake::Stale;
use desk::{
    AccountAsk, AccountId, Ask, Command, ConversationId, Desk, Entry, Millis, Now, Refusal, Source, Timings,
    Turn, decide, decide_account,
};
use sqlx::sqlite::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{self, AssertUnwindSafe};

/// What the writer knows between batches.
pub(crate) struct Memory {
    pub(crate) seq: u64,
    /// The journal's time, which never goes back.
    pub(crate) at: Millis,
    pub(crate) cache: Cache,
    pub(crate) accounts: BTreeMap<AccountId, Known>,
    pub(crate) timings: Timings,
}

/// A batch under way.
pub(crate) struct Batch<'a> {
    at: &'a mut SqliteConnection,
    memory: &'a mut Memory,
    named: Named,
    changes: Changes,
    counts: Counts,
    pub(crate) stale: BTreeSet<Stale>,
    now: Now,
}

/// Decides. A fault in the rules costs the command that meets it and no other: they only read what they are given.
fn decided(desk: Desk, command: &Command, now: Now) -> Result<Turn, Refusal> {
    panic::catch_unwind(AssertUnwindSafe(|| decide(desk, command, now))).unwrap_or_else(|_| {
        tracing::error!(conversation = %command.conversation, "the rules failed on a command; it is refused");
        Err(Refusal::Fault)
    })
}

impl<'a> Batch<'a> {
    /// Loads what the jobs' commands read.
    pub(crate) async fn begin(
        at: &'a mut SqliteConnection,
        memory: &'a mut Memory,
        jobs: impl Iterator<Item = &Job>,
        now: Now,
    ) -> Result<Self, StoreError> {
        let commands: Vec<&Command> = jobs
            .filter_map(|job| {
                if let Job::Conversation(command) = job {
                    Some(command)
                } else {
                    None
                }
            })
            .collect();
        let named = if commands.is_empty() {
            Named::default()
        } else {
            load::load(
                at,
                &commands,
                &mut memory.cache,
                &memory.accounts,
                &memory.timings,
            )
            .await?
        };
        Ok(Self {
            at,
            memory,
            named,
            changes: Changes::default(),
            counts: Counts::default(),
            stale: BTreeSet::new(),
            now,
        })
    }

    /// Does one job.
    pub(crate) async fn job(&mut self, job: &Job) -> Result<Result<Receipt, Refusal>, StoreError> {
        match job {
            Job::Conversation(command) => Ok(self.command(command)),
            Job::Account(id, ask) => Ok(Ok(self.account(id, ask))),
            Job::Keep(keep) => {
                self.keep(keep).await?;
                Ok(Ok(Receipt {
                    seq: self.memory.seq,
                    events: Vec::new(),
                }))
            }
        }
    }

    /// Does a command. What names a message of another contact's tells that both are one person, and changes the
    /// message where it stands: that is where its words are.
    fn command(&mut self, command: &Command) -> Result<Receipt, Refusal> {
        let Some(same_person) = self.named.same_person(command) else {
            return self.in_conversation(command);
        };
        let conversation = self.named.home_of(command).unwrap_or(&command.conversation);
        let at_home = Command {
            conversation: conversation.clone(),
            act: command.act.clone(),
        };
        let mut receipt = self.in_conversation(&at_home)?;
        if let Ok(told) = self.in_conversation(&same_person) {
            receipt.seq = told.seq;
            receipt.events.extend(told.events);
        }
        Ok(receipt)
    }

    fn in_conversation(&mut self, command: &Command) -> Result<Receipt, Refusal> {
        let id = &command.conversation;
        let Some(mut cached) = self.memory.cache.take(id) else {
            return Err(Refusal::NoConversation);
        };
        let decided = self.decide(&mut cached, command);
        let events = match decided {
            Ok(turn) => self.apply(&mut cached, id, turn),
            Err(refusal) => {
                self.memory.cache.put(cached);
                return Err(refusal);
            }
        };
        self.memory.cache.put(cached);
        Ok(Receipt {
            seq: self.memory.seq,
            events,
        })
    }

    /// Lays what the command reads before the rules.
    fn decide(&mut self, cached: &mut Cached, command: &Command) -> Result<Turn, Refusal> {
        if self.named.is_astray(command) {
            return Err(Refusal::NoSuchSend);
        }
        cached.desk.seq = self.memory.seq;
        cached.desk.account = self
            .memory
            .accounts
            .get(&command.conversation.account)
            .map(|known| known.state.clone())
            .unwrap_or_default();
        cached.desk.timings.clone_from(&self.memory.timings);
        self.named.fill(&mut cached.desk, command);
        let turn = decided(cached.desk.clone(), command, self.now)?;
        self.count(command, turn.events.is_empty());
        Ok(turn)
    }

    /// Gathers what a decision changes; gives its events with their positions.
    fn apply(&mut self, cached: &mut Cached, id: &ConversationId, turn: Turn) -> Vec<(u64, Entry)> {
        if turn.events.is_empty() && turn.writes.is_empty() {
            return Vec::new();
        }
        self.named.forget(&cached.desk, &turn.desk);
        let mut events = Vec::with_capacity(turn.events.len());
        for event in turn.events {
            self.changes.event(cached, self.memory.at, self.now.meta, &event);
            let entry = Entry::Conversation(id.clone(), event);
            self.log(&entry);
            events.push((self.memory.seq, entry));
        }
        self.changes
            .content
            .extend(turn.writes.into_iter().map(|write| (id.clone(), write)));
        cached.desk = turn.desk;
        self.named.learn(&cached.desk);
        self.changes.settle(cached);
        self.mark(id, &events);
        events
    }

    fn log(&mut self, entry: &Entry) {
        self.memory.seq += 1;
        self.changes.journal.push(Stored {
            seq: self.memory.seq,
            at: self.memory.at,
            meta: self.now.meta,
            entry: entry.clone(),
        });
    }

    fn count(&mut self, command: &Command, known: bool) {
        if let Ask::Receive {
            source: Source::Webhook,
            ..
        } = command.act
        {
            self.counts.add(Count::Received, 1);
            if known {
                self.counts.add(Count::Duplicates, 1);
            }
            self.counts.last_received_at = Some(self.now.wall);
            self.stale.insert(Stale::Health);
        }
    }

    fn mark(&mut self, id: &ConversationId, events: &[(u64, Entry)]) {
        self.stale.insert(Stale::Conversations);
        self.stale.insert(Stale::Conversation(id.clone()));
        let of_outbox = |event: &desk::Event| {
            crate::view::send::Remark::of(event).is_some()
                || matches!(
                    event,
                    desk::Event::SendEnqueued { .. }
                        | desk::Event::SendReleased { .. }
                        | desk::Event::SendAccepted { .. }
                        | desk::Event::SendAsked { .. }
                        | desk::Event::SendPassed { .. }
                )
        };
        if events
            .iter()
            .any(|(_, entry)| matches!(entry, Entry::Conversation(_, event) if of_outbox(event)))
        {
            self.stale.insert(Stale::Outbox);
        }
    }

    fn account(&mut self, id: &AccountId, ask: &AccountAsk) -> Receipt {
        let known = self.memory.accounts.get(id).cloned().unwrap_or_default();
        let mut state = known.state;
        let mut username = known.username;
        let mut events = Vec::new();
        for event in decide_account(&state, ask, self.now) {
            state.apply(&event);
            if let desk::AccountEvent::AccountConnected { username: name, .. } = &event {
                username.clone_from(name);
            }
            let entry = Entry::Account(id.clone(), event.clone());
            self.log(&entry);
            self.changes.accounts.insert(id.clone());
            events.push((self.memory.seq, entry));
        }
        if !events.is_empty() {
            self.memory.accounts.insert(id.clone(), Known { username, state });
            self.stale.extend([
                Stale::Accounts,
                Stale::Account(id.clone()),
                Stale::Conversations,
                Stale::Health,
            ]);
        }
        Receipt {
            seq: self.memory.seq,
            events,
        }
    }

    async fn keep(&mut self, keep: &Keep) -> Result<(), StoreError> {
        let at = &mut *self.at;
        let stale: Vec<Stale> = match keep {
            Keep::Connection(row) => {
                connection::put(at, row).await?;
                vec![Stale::Accounts, Stale::Account(row.account.clone())]
            }
            Keep::Secret(name, sealed) => {
                secret::put(at, name, sealed).await?;
                vec![Stale::Accounts]
            }
            Keep::ForgetSecret(name) => {
                secret::forget(at, name).await?;
                vec![Stale::Accounts]
            }
            Keep::Autopilot(id, settings) => {
                autopilot::put(at, id, settings).await?;
                vec![Stale::Account(id.clone()), Stale::Accounts]
            }
            Keep::App(row) => {
                app::put(at, row).await?;
                vec![Stale::Accounts]
            }
            Keep::Tick { app, tick, at: when } => {
                app::tick(at, app, *tick, *when).await?;
                vec![Stale::Accounts]
            }
            Keep::Profile(id, row) => {
                profile::put(at, id, row).await?;
                vec![Stale::Conversations, Stale::Conversation(id.clone())]
            }
            Keep::Draft(id, text) => {
                draft::put(at, id, text).await?;
                vec![Stale::Conversations]
            }
            Keep::Timings(timings) => {
                setting::put(at, setting::TIMINGS, timings).await?;
                self.memory.timings = timings.clone();
                vec![Stale::Settings]
            }
            Keep::Setting(name, value) => {
                setting::put(at, name, value).await?;
                vec![Stale::Settings]
            }
            Keep::Raw(record) => {
                raw::put(at, record).await?;
                vec![Stale::Health]
            }
            Keep::Replayed(id) => {
                raw::replayed(at, id).await?;
                vec![Stale::Health]
            }
            Keep::Count(count, by) => {
                self.counts.add(*count, *by);
                vec![Stale::Health]
            }
            Keep::Cursor(name, seq) => {
                cursor::put(at, name, *seq).await?;
                Vec::new()
            }
        };
        self.stale.extend(stale);
        Ok(())
    }

    /// Saves everything. Gives what became stale, and whether bytes must leave the files.
    pub(crate) async fn finish(mut self) -> Result<(BTreeSet<Stale>, bool), StoreError> {
        let blanks = self.changes.blanks();
        count::add(self.at, &self.counts).await?;
        let memory = self.memory;
        save::save(
            self.at,
            &mut self.changes,
            &mut memory.cache,
            &memory.accounts,
            self.now.wall,
        )
        .await?;
        Ok((self.stale, blanks))
    }
}
