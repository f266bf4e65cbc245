//! A word that is still typed, as terms whose lists the index holds ready.
//!
//! Asked for all words that begin with some letters, the index gathers every match of every such word before it
//! gives the first, unless it keeps a list for just these letters. It keeps lists of one to three (they are part
//! of the schema). Four letters or more become the words themselves; each of those is read backwards and no
//! further than a page needs.

use crate::error::StoreError;
use crate::open::Store;
use sqlx::Row;
use unicode_normalization::UnicodeNormalization;

/// The different words between two bounds, by jumps: a word's matches are never walked through.
pub(crate) const WORDS: &str = "WITH RECURSIVE found (term) AS (
    SELECT (SELECT term FROM search_terms WHERE term >= ?1 AND term < ?2 ORDER BY term LIMIT 1)
    UNION ALL
    SELECT (SELECT term FROM search_terms WHERE term >= found.term || char(1) AND term < ?2
        ORDER BY term LIMIT 1)
    FROM found WHERE found.term IS NOT NULL)
    SELECT term FROM found WHERE term IS NOT NULL LIMIT ?3";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[WORDS];

/// Comes after every letter.
const LAST: char = '\u{10ffff}';
/// Beginnings of up to so many letters have lists of their own.
const LISTED: usize = 3;
/// With more words than this, looking for each costs more than gathering their matches.
const MOST: i64 = 1_000;

/// Words as one term of the index's grammar, which ends at a NUL.
pub(crate) fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\"").replace('\0', " "))
}

/// The word as the index spells it: small letters, without marks. `None`: it is more than one word, or it holds
/// letters whose spelling there is not known here.
fn spelled(word: &str) -> Option<String> {
    word.chars().map(letter).collect()
}

fn letter(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return letter
            .is_ascii_alphanumeric()
            .then(|| letter.to_ascii_lowercase());
    }
    // Latin letters: a letter with marks is the letter.
    if !('\u{c0}'..='\u{17e}').contains(&letter) || !letter.is_alphabetic() {
        return None;
    }
    let mut small = letter.to_lowercase();
    let (small, None) = (small.next()?, small.next()) else {
        return None;
    };
    std::iter::once(small).nfd().next()
}

impl Store {
    /// A term for everything that begins with what was typed.
    pub(crate) async fn endings(&self, typed: &str) -> Result<String, StoreError> {
        let plain = format!("{}*", quoted(typed));
        let Some(start) = spelled(typed) else {
            return Ok(plain);
        };
        if start.chars().count() <= LISTED {
            return Ok(plain);
        }
        let words = self.words(&start).await?;
        let terms: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        if terms.is_empty() || terms.len() >= usize::try_from(MOST).unwrap_or(usize::MAX) {
            return Ok(plain);
        }
        Ok(format!("({})", terms.join(" OR ")))
    }

    /// The words that begin with `start`.
    async fn words(&self, start: &str) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query(WORDS)
            .bind(start)
            .bind(format!("{start}{LAST}"))
            .bind(MOST)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
    use std::collections::BTreeMap;

    /// Every letter that is spelled here, beside how the index's own tokenizer spells it.
    #[tokio::test]
    async fn letters_are_spelled_as_the_index_spells_them() {
        let mut at = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let tables = include_str!("../../migrations/0001_desk.sql");
        let from = tables.find("CREATE VIRTUAL TABLE search USING").unwrap();
        sqlx::raw_sql(AssertSqlSafe(tables[from..].to_owned()))
            .execute(&mut at)
            .await
            .unwrap();
        let known: BTreeMap<char, char> = ('!'..='\u{ffff}')
            .filter_map(|known| Some((known, letter(known)?)))
            .collect();
        assert!(known.len() > 150, "{}", known.len());
        for (known, spelled) in known {
            sqlx::query("INSERT INTO search (rowid, account, text) VALUES (1, '', ?1)")
                .bind(format!("x{known}y"))
                .execute(&mut at)
                .await
                .unwrap();
            let terms: Vec<String> = sqlx::query_scalar("SELECT term FROM search_terms")
                .fetch_all(&mut at)
                .await
                .unwrap();
            assert_eq!(terms, [format!("x{spelled}y")], "{known}");
            sqlx::query("DELETE FROM search").execute(&mut at).await.unwrap();
        }
    }

    #[test]
    fn a_word_with_letters_of_unknown_spelling_is_left_to_the_index() {
        assert_eq!(spelled("Größe"), Some("große".to_owned()));
        assert_eq!(spelled("two words"), None);
        assert_eq!(spelled("привет"), None);
        assert_eq!(spelled("e\u{301}"), None);
    }
}
