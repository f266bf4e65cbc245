//! Searching everything, newest first.
//!
//! The index is read backwards by position, which follows storing, and stops when a page is full: its cost
//! follows the page, not the number of matches. The word that is still typed is put into words of the index
//! first ([`super::unfinished`]).

use super::conversation::{Contact, contact};
use super::unfinished::quoted;
use crate::error::StoreError;
use crate::open::Store;
use crate::primary::profile;
use crate::sql::{conversation_id, of_word, uint};
use desk::{AccountId, ConversationId, Millis, Who};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

pub(crate) const FIND: &str = "SELECT m.seq, m.conversation, coalesce(m.send, m.mid), m.at, m.who,
    snippet(search, 1, char(2), char(3), '…', 24), p.body
    FROM search JOIN messages AS m ON m.seq = search.rowid
    LEFT JOIN profiles AS p ON p.conversation = m.conversation
    WHERE search MATCH ?1 AND search.rowid < ?2
    ORDER BY search.rowid DESC LIMIT ?3";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[FIND];

/// A message found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// In which conversation.
    pub conversation: ConversationId,
    /// With whom.
    pub contact: Contact,
    /// Whose account.
    pub account: AccountId,
    /// The message's key.
    pub key: String,
    /// Meta's time, ms.
    pub at: Millis,
    /// Whose words.
    pub who: Who,
    /// The words around what was found.
    pub snippet: String,
    /// Where in the snippet it was found: ranges in UTF-16 units.
    pub marks: Vec<(u32, u32)>,
}

/// A page of hits.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// The hits.
    pub hits: Vec<Hit>,
    /// The next page's cursor.
    pub next: Option<String>,
}

/// What a person typed: every word must be there, the last may be unfinished, words in quotes stand together.
/// Nothing typed can break the index's own grammar, because every word is quoted.
#[derive(Debug, PartialEq, Eq)]
struct Typed {
    /// The finished ones, quoted.
    words: Vec<String>,
    /// The last one, as it was typed.
    unfinished: Option<String>,
}

impl Typed {
    fn read(text: &str) -> Option<Self> {
        let mut words = Vec::new();
        for (index, part) in text.split('"').enumerate() {
            if index % 2 == 1 {
                words.extend(word(part));
            } else {
                words.extend(part.split_whitespace().filter_map(word));
            }
        }
        let unfinished = text
            .ends_with(|letter: char| letter.is_alphanumeric())
            .then(|| words.pop())
            .flatten();
        (!words.is_empty() || unfinished.is_some()).then_some(Self { words, unfinished })
    }
}

fn word(typed: &str) -> Option<String> {
    typed
        .chars()
        .any(char::is_alphanumeric)
        .then(|| typed.trim().to_owned())
}

/// What the index is asked: every term must be there, in an account's messages or in all.
fn query(terms: &[String], account: Option<&AccountId>) -> String {
    let words = format!("text : ({})", terms.join(" AND "));
    match account {
        Some(account) => format!("account : {} AND {words}", quoted(account.as_str())),
        None => words,
    }
}

/// Takes the marks out of a snippet.
fn marked(text: &str) -> (String, Vec<(u32, u32)>) {
    let mut snippet = String::with_capacity(text.len());
    let (mut marks, mut at, mut from) = (Vec::new(), 0_u32, 0_u32);
    for letter in text.chars() {
        match letter {
            '\u{2}' => from = at,
            '\u{3}' => marks.push((from, at)),
            _ => {
                let shown = if letter.is_control() { ' ' } else { letter };
                snippet.push(shown);
                at += u32::try_from(shown.len_utf16()).unwrap_or(1);
            }
        }
    }
    (snippet, marks)
}

fn hit(row: &SqliteRow) -> Result<(u64, Hit), StoreError> {
    let conversation: &str = row.try_get(1)?;
    let conversation: ConversationId = conversation_id(conversation)?;
    let profile = profile::read(row.try_get(6)?)?;
    let (snippet, marks) = marked(row.try_get(5)?);
    let hit = Hit {
        contact: contact(conversation.contact.0.clone(), profile.as_ref()),
        account: conversation.account.clone(),
        conversation,
        key: row.try_get(2)?,
        at: row.try_get(3)?,
        who: of_word("who", row.try_get(4)?)?,
        snippet,
        marks,
    };
    Ok((uint(row.try_get(0)?), hit))
}

impl Store {
    /// Searches what was said, newest first.
    ///
    /// # Errors
    /// As all reads.
    pub async fn search(
        &self,
        typed: &str,
        account: Option<&AccountId>,
        before: Option<&str>,
        limit: u32,
    ) -> Result<Hits, StoreError> {
        let Some(typed) = Typed::read(typed) else {
            return Ok(Hits::default());
        };
        let mut terms: Vec<String> = typed.words.iter().map(|word| quoted(word)).collect();
        if let Some(unfinished) = &typed.unfinished {
            terms.push(self.endings(unfinished).await?);
        }
        let before: i64 = before.and_then(|before| before.parse().ok()).unwrap_or(i64::MAX);
        let rows = sqlx::query(FIND)
            .bind(query(&terms, account))
            .bind(before)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        let mut hits = Vec::with_capacity(rows.len());
        let mut last = None;
        for row in &rows {
            let (seq, hit) = hit(row)?;
            last = Some(seq);
            hits.push(hit);
        }
        let full = hits.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(Hits {
            hits,
            next: last.filter(|_| full).map(|seq| seq.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Option<(Vec<String>, Option<String>)> {
        Typed::read(typed).map(|typed| (typed.words, typed.unfinished))
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_last_word_may_be_unfinished_and_quotes_keep_words_together() {
        assert_eq!(
            read("hello wor"),
            Some((words(&["hello"]), Some("wor".to_owned())))
        );
        assert_eq!(read("\"two words\" x "), Some((words(&["two words", "x"]), None)));
        assert_eq!(
            read("say \"two wor"),
            Some((words(&["say"]), Some("two wor".to_owned())))
        );
        assert_eq!(read("*** \" -"), None);
    }

    #[test]
    fn what_is_typed_never_breaks_the_grammar() {
        let typed = Typed::read("a AND ) OR NEAR( ").map(|typed| typed.words);
        let terms: Vec<String> = typed.iter().flatten().map(|word| quoted(word)).collect();
        assert_eq!(
            query(&terms, None),
            r#"text : ("a" AND "AND" AND "OR" AND "NEAR(")"#
        );
        let account = AccountId::from("1784\"1");
        assert_eq!(
            query(&terms[..1], Some(&account)),
            r#"account : "1784""1" AND text : ("a")"#
        );
    }

    #[test]
    fn marks_count_as_the_window_counts() {
        assert_eq!(marked("🙂 \u{2}ja\u{3}!"), ("🙂 ja!".to_owned(), vec![(3, 5)]));
    }
}
