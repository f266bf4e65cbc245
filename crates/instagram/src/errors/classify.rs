//! From code and subcode to one row of the table.

use super::rule::{Codes, Rule, Subcode};
use super::table::{FALLBACK, RULES};

/// Finds the row for a code and subcode. Always answers: what no row names gets the general row of its code,
/// and an unknown code the last row of all.
///
/// The order is the contract's (5.2): an exact pair is more specific than any bare code, so it goes first.
/// That puts 10/1893063 before the window test and 200/1545041 before bare 200 by construction. The rows of
/// 190 and 102 agree on their class, so looking for their exact pair first cannot hide a dead token.
#[must_use]
pub fn classify(code: i64, subcode: Option<i64>) -> &'static Rule {
    subcode
        .and_then(|subcode| {
            find(|rule| rule.codes == Codes::One(code) && rule.subcode == Subcode::Is(subcode))
        })
        .or_else(|| find(|rule| rule.codes == Codes::One(code) && rule.subcode == Subcode::Any))
        .or_else(|| find(|rule| covers(rule.codes, code)))
        .unwrap_or(&FALLBACK)
}

fn find(matches: impl Fn(&Rule) -> bool) -> Option<&'static Rule> {
    RULES.iter().find(|rule| matches(rule))
}

fn covers(codes: Codes, code: i64) -> bool {
    matches!(codes, Codes::Range(first, last) if (first..=last).contains(&code))
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
