//! Cutting a long text into messages.
//!
//! Meta takes 1000 bytes of UTF-8, not characters (contract 0.10). A person reads the parts one after another,
//! so a cut falls behind a sentence where there is one, else behind a word, and never inside what is seen as
//! one character unless that alone is too long.

use unicode_segmentation::UnicodeSegmentation;

/// The longest text Meta takes in one message, in bytes of UTF-8.
pub const LIMIT_BYTES: usize = 1000;

/// No character needs more bytes; a smaller limit is raised to this.
const CHARACTER_MAX_BYTES: usize = 4;

/// Cuts a text into parts of at most `limit_bytes` each, in order. White space around each part is dropped;
/// everything else is kept. A text of nothing but white space has no parts.
#[must_use]
pub fn parts(text: &str, limit_bytes: usize) -> Vec<String> {
    let limit = limit_bytes.max(CHARACTER_MAX_BYTES);
    let mut parts = Vec::new();
    let mut rest = trimmed(text);
    while rest.len() > limit {
        let (part, after) = rest.split_at(cut(rest, limit));
        let part = trimmed_end(part);
        // Of a grapheme that is too long, the white space that begins it may be cut off alone.
        if !part.is_empty() {
            parts.push(part.to_owned());
        }
        rest = trimmed_start(after);
    }
    if !rest.is_empty() {
        parts.push(rest.to_owned());
    }
    parts
}

/// Where to cut: the last border of the best kind within reach. `rest` starts with something visible and is
/// longer than the limit.
fn cut(rest: &str, limit: usize) -> usize {
    let reach = reach(rest, limit);
    // Borders of sentences and words count only where they are borders of graphemes as well.
    let graphemes: Vec<usize> = ends(rest.graphemes(true))
        .take_while(|end| *end <= reach)
        .collect();
    let last = |ends: &mut dyn Iterator<Item = usize>| {
        ends.take_while(|end| *end <= reach)
            .filter(|end| graphemes.binary_search(end).is_ok())
            .last()
    };
    last(&mut ends(rest.split_sentence_bounds()))
        .or_else(|| last(&mut ends(rest.split_inclusive(char::is_whitespace))))
        .or_else(|| last(&mut ends(rest.split_word_bounds())))
        .or_else(|| graphemes.last().copied())
        // One grapheme longer than the limit: between its characters, then.
        .unwrap_or_else(|| rest.floor_char_boundary(limit))
}

/// How far a part may reach. White space beyond the limit does no harm, since it is dropped; so this is where
/// the first visible grapheme starts that would end beyond the limit.
fn reach(rest: &str, limit: usize) -> usize {
    let beyond = rest
        .grapheme_indices(true)
        .find(|(at, grapheme)| at + grapheme.len() > limit && !is_blank(grapheme));
    beyond.map_or(rest.len(), |(at, _)| at)
}

fn ends<'a>(pieces: impl Iterator<Item = &'a str>) -> impl Iterator<Item = usize> {
    pieces.scan(0, |end, piece| {
        *end += piece.len();
        Some(*end)
    })
}

fn is_blank(grapheme: &str) -> bool {
    grapheme.chars().all(char::is_whitespace)
}

/// Trimming goes by graphemes: a space that carries an accent is no white space.
fn trimmed_start(text: &str) -> &str {
    let visible = text
        .grapheme_indices(true)
        .find(|(_, grapheme)| !is_blank(grapheme));
    visible.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

fn trimmed_end(text: &str) -> &str {
    let visible = text
        .grapheme_indices(true)
        .rfind(|(_, grapheme)| !is_blank(grapheme));
    visible
        .and_then(|(at, grapheme)| text.get(..at + grapheme.len()))
        .unwrap_or_default()
}

fn trimmed(text: &str) -> &str {
    trimmed_end(trimmed_start(text))
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
