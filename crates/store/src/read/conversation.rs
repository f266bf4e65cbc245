//! A conversation as the window shows it.

use crate::error::StoreError;
use crate::open::Store;
use crate::primary::profile::{self, Profile};
use crate::sql::{conversation_id, of_word, parse, uint, word};
use crate::view::conversation::owner;
use desk::{Content, ConversationId, Mid, Millis, Owner, Unanswered, WINDOW, Who};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which conversation.
    pub id: ConversationId,
    /// With whom.
    pub contact: Contact,
    /// The last visible message.
    pub last: Option<Last>,
    /// Unread messages.
    pub unread: u32,
    /// Who answers.
    pub owner: Owner,
    /// What the autopilot is doing.
    pub autopilot: AutopilotNow,
    /// Whether the customer waits for an answer.
    pub waits: bool,
    /// The basis.
    pub basis: u64,
    /// Until when the business may write: Meta's time, ms.
    pub window_until: Option<Millis>,
    /// What is wrong with a send.
    pub trouble: Option<Trouble>,
    /// What is in the composer.
    pub draft: Option<String>,
}

/// A contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The IGSID.
    pub id: String,
    /// The name, else the handle, else a number. Never invented.
    pub name: String,
    /// The handle, without `@`.
    pub username: Option<String>,
    /// A picture's address.
    pub picture: Option<String>,
}

/// The last message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Meta's time, ms.
    pub at: Millis,
    /// Whose.
    pub who: Who,
    /// One line of it; `None` when it was taken back or holds no words.
    pub text: Option<String>,
    /// What it is: a form's word, `text`, `unsent`, or the kind of its attachment when it holds no words.
    pub kind: String,
}

/// What the autopilot is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AutopilotNow {
    /// What.
    pub state: AutopilotState,
    /// When it is due: wall time, ms.
    pub due_at: Option<Millis>,
}

/// What the autopilot is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutopilotState {
    /// Nothing.
    Idle,
    /// Waiting for quiet, or for a look.
    Waiting,
    /// The model is asked.
    Writing,
    /// Its answer is in the outbox.
    Sending,
}

/// The worst that a send is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// On the wire.
    Sending,
    /// Looked for.
    Checking,
    /// The operator is asked.
    Asking,
    /// Failed, and nobody has turned to it since.
    Failed,
}

/// A conversation.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Its row.
    pub row: Row,
    /// What is in the composer.
    pub draft_text: String,
    /// What is known of the contact.
    pub profile: Option<Profile>,
    /// When the contact first wrote: Meta's time, ms.
    pub first_wrote_at: Option<Millis>,
    /// Visible messages.
    pub messages: u64,
    /// The key of the item stored last: what a reply names as seen.
    pub newest: Option<String>,
    /// The messages that nobody answered.
    pub unanswered: Vec<Mid>,
    /// Up to when the customer has seen everything: Meta's time, ms.
    pub seen_upto: Millis,
    /// The other conversations of the same person, the newest first: an id differs between two apps (rules 2).
    /// What is proven stands before what only looks alike.
    pub same_person: Vec<SamePerson>,
}

/// Another conversation of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamePerson {
    /// Which.
    pub id: ConversationId,
    /// The contact as it is known there.
    pub contact: Contact,
    /// Meta's time of what last moved it, ms.
    pub moved_at: Millis,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// What says that two conversations are with one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A message is known under both ids: proven.
    Message,
    /// The handle is the same. It may have changed hands: proposed, and nothing is done because of it.
    Handle,
}

/// The columns of a row, for every statement that shows one. The last message is found through its index.
macro_rules! row_columns {
    () => {
        "c.id, c.contact, c.unread, c.reason, c.since, c.due_at, c.due_delay, c.waits, c.basis, c.window_from,
    c.trouble, c.writing, b.state, b.due_at, d.text, p.body,
    m.at, m.who, m.form, m.unsent, k.body, c.moved_at"
    };
}
macro_rules! row_tables {
    () => {
        " LEFT JOIN bursts AS b ON b.conversation = c.id LEFT JOIN drafts AS d ON d.conversation = c.id
    LEFT JOIN profiles AS p ON p.conversation = c.id
    LEFT JOIN messages AS m ON m.seq = c.last
    LEFT JOIN content AS k ON k.conversation = c.id AND k.key = CASE WHEN m.send IS NULL THEN m.mid ELSE 'send:' || m.send END"
    };
}
pub(crate) use {row_columns, row_tables};

pub(crate) const ONE: &str = concat!(
    "SELECT ",
    row_columns!(),
    ", c.first_at, c.messages, c.unanswered, c.seen_upto,
    (SELECT coalesce(n.mid, n.send) FROM messages AS n WHERE n.seq = (SELECT max(o.seq) FROM messages AS o
        INDEXED BY messages_in_order WHERE o.conversation = c.id AND o.hidden = 0))
    FROM conversations AS c",
    row_tables!(),
    " WHERE c.id = ?1 AND c.real = 1"
);
// A conversation's id is `account.contact`: the same account's lie between `account.` and `account/`.
pub(crate) const SAME_PERSON: &str = "SELECT c.id, c.contact, p.body, c.moved_at, 1 AS proven FROM links AS l
    JOIN conversations AS c ON c.id = l.other AND c.real = 1
    LEFT JOIN profiles AS p ON p.conversation = c.id
    WHERE l.conversation = ?1
    UNION ALL
    SELECT c.id, c.contact, p.body, c.moved_at, 0 FROM profiles AS mine
    JOIN profiles AS p ON p.username = mine.username AND p.conversation <> mine.conversation
        AND p.conversation > ?2 || '.' AND p.conversation < ?2 || '/'
    JOIN conversations AS c ON c.id = p.conversation AND c.real = 1
    WHERE mine.conversation = ?1 AND mine.username <> ''
        AND NOT EXISTS (SELECT 1 FROM links AS l WHERE l.conversation = ?1 AND l.other = p.conversation)
    ORDER BY proven DESC, c.moved_at DESC";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ONE, SAME_PERSON];

/// How much of a message a list shows, letters.
const LINE: usize = 160;

pub(crate) fn row(row: &SqliteRow) -> Result<Row, StoreError> {
    let id: String = row.try_get(0)?;
    let id: ConversationId = conversation_id(&id)?;
    let profile = profile::read(row.try_get(15)?)?;
    let window_from: Option<Millis> = row.try_get(9)?;
    let draft: Option<String> = row.try_get(14)?;
    Ok(Row {
        contact: contact(row.try_get(1)?, profile.as_ref()),
        id,
        unread: row.try_get(2)?,
        owner: owner(row.try_get(3)?, row.try_get(4)?, row.try_get(5)?, row.try_get(6)?)?,
        waits: row.try_get(7)?,
        basis: uint(row.try_get(8)?),
        window_until: window_from.map(|from| from.saturating_add(WINDOW)),
        trouble: trouble(row.try_get(10)?),
        autopilot: autopilot(row.try_get(11)?, row.try_get(12)?, row.try_get(13)?),
        last: last(row)?,
        draft,
    })
}

/// A contact from what is known of it.
pub(crate) fn contact(id: String, profile: Option<&Profile>) -> Contact {
    let filled = |text: &Option<String>| {
        text.clone()
            .filter(|text| !Content::text(text.as_str()).is_blank())
    };
    let username = profile.and_then(|profile| filled(&profile.username));
    let name = profile
        .and_then(|profile| filled(&profile.name))
        .or_else(|| username.clone())
        .unwrap_or_else(|| {
            let end: String = id.chars().skip(id.chars().count().saturating_sub(4)).collect();
            format!("Instagram user {end}")
        });
    Contact {
        id,
        name,
        username,
        picture: profile.and_then(|profile| filled(&profile.picture)),
    }
}

fn trouble(word: Option<&str>) -> Option<Trouble> {
    match word? {
        "sending" => Some(Trouble::Sending),
        "checking" => Some(Trouble::Checking),
        "asking" => Some(Trouble::Asking),
        "failed" => Some(Trouble::Failed),
        _ => None,
    }
}

fn autopilot(writing: bool, state: Option<&str>, due_at: Option<Millis>) -> AutopilotNow {
    let state = match state {
        _ if writing => AutopilotState::Sending,
        Some("claimed") => AutopilotState::Writing,
        Some("drafted") => AutopilotState::Sending,
        Some(_) => AutopilotState::Waiting,
        None => AutopilotState::Idle,
    };
    AutopilotNow {
        state,
        due_at: due_at.filter(|_| state == AutopilotState::Waiting),
    }
}

fn last(row: &SqliteRow) -> Result<Option<Last>, StoreError> {
    let Some(at) = row.try_get::<Option<Millis>, _>(16)? else {
        return Ok(None);
    };
    let body: Option<&str> = row.try_get(20)?;
    let content: Content = body
        .map(|body| parse("content", body))
        .transpose()?
        .unwrap_or_default();
    let unsent: bool = row.try_get(19)?;
    let form: Option<String> = row.try_get(18)?;
    let text = content
        .text
        .as_deref()
        .map(line)
        .filter(|text| !text.is_empty() && !unsent);
    let attachment = content.attachments.first().filter(|_| text.is_none() && !unsent);
    Ok(Some(Last {
        at,
        who: of_word("who", row.try_get(17)?)?,
        kind: attachment.map_or_else(
            || kind(unsent, form, &content),
            |attachment| word(&attachment.kind),
        ),
        text,
    }))
}

/// What a message is, in one word.
pub(crate) fn kind(unsent: bool, form: Option<String>, content: &Content) -> String {
    match form {
        _ if unsent => "unsent".to_owned(),
        Some(form) => form,
        None if content.has_media() => "media".to_owned(),
        None => "text".to_owned(),
    }
}

/// One line of a text, cut.
fn line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > LINE {
            return line.chars().take(LINE).chain(['…']).collect();
        }
    }
    line
}

impl Store {
    /// One conversation.
    ///
    /// # Errors
    /// As all reads.
    pub async fn conversation(&self, id: &ConversationId) -> Result<Option<Conversation>, StoreError> {
        let Some(found) = sqlx::query(ONE)
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?
        else {
            return Ok(None);
        };
        let unanswered: Vec<Unanswered> = parse("unanswered", found.try_get(24)?)?;
        let row = row(&found)?;
        Ok(Some(Conversation {
            draft_text: row.draft.clone().unwrap_or_default(),
            profile: profile::read(found.try_get(15)?)?,
            first_wrote_at: found.try_get(22)?,
            messages: uint(found.try_get(23)?),
            newest: found.try_get(26)?,
            unanswered: unanswered.into_iter().map(|message| message.mid).collect(),
            seen_upto: found.try_get(25)?,
            same_person: self.same_person(id).await?,
            row,
        }))
    }

    async fn same_person(&self, id: &ConversationId) -> Result<Vec<SamePerson>, StoreError> {
        let rows = sqlx::query(SAME_PERSON)
            .bind(id.to_string())
            .bind(id.account.to_string())
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                let profile = profile::read(row.try_get(2)?)?;
                let id: &str = row.try_get(0)?;
                Ok(SamePerson {
                    id: conversation_id(id)?,
                    contact: contact(row.try_get(1)?, profile.as_ref()),
                    moved_at: row.try_get(3)?,
                    evidence: if row.try_get(4)? {
                        Evidence::Message
                    } else {
                        Evidence::Handle
                    },
                })
            })
            .collect()
    }
}
