//! The checks in the order they run: cheap ones first, and whatever shares compiled code next to each other.

use crate::log::Log;

use super::{api_types, dependencies, docs, formatting, licences, lints, setting_up, suites, ui};

/// One check.
pub(super) struct Step {
    /// What it is called on the command line.
    pub(super) name: &'static str,
    /// What it shows, for the person who waits.
    pub(super) about: &'static str,
    /// Does it; an error is a failed check.
    pub(super) run: fn(&Log) -> anyhow::Result<()>,
}

/// All of them.
pub(super) const STEPS: &[&Step] = &[
    &setting_up::STEP,
    &formatting::STEP,
    &dependencies::STEP,
    &licences::STEP,
    &ui::LINT,
    &ui::TYPES,
    &ui::TESTS,
    &lints::STEP,
    &docs::STEP,
    &api_types::STEP,
    &suites::UNIT,
    &suites::MODEL,
    &suites::FLOWS,
    &suites::CRASH,
    &suites::BROWSER,
    &suites::DESKTOP,
];
