//! `cargo xtask verify`: every check, one after another, with a table at the end.
//!
//! A failed check does not stop the others (only a failed set-up does): one run tells everything that is wrong.

mod api_types;
mod dependencies;
mod docs;
mod formatting;
mod licences;
mod lints;
mod setting_up;
mod steps;
mod suites;
mod ui;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::console::{duration, say};
use crate::log::Log;
use steps::{STEPS, Step};

const TAIL: usize = 60;

/// What to verify.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Names of checks to run; without any, all of them.
    filter: Vec<String>,
    /// List the checks and stop.
    #[arg(long)]
    list: bool,
}

struct Outcome {
    name: &'static str,
    took: Duration,
    passed: bool,
}

/// Runs the checks that were asked for.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.list {
        STEPS
            .iter()
            .for_each(|step| say(&format!("{:12} {}", step.name, step.about)));
        return Ok(ExitCode::SUCCESS);
    }
    let started = Instant::now();
    let mut outcomes = Vec::new();
    for step in chosen(&arguments.filter)? {
        say(&format!(
            "[{:>7}] {} — {}",
            duration(started.elapsed()),
            step.name,
            step.about
        ));
        let outcome = perform(step)?;
        let go_on = outcome.passed || step.name != setting_up::STEP.name;
        outcomes.push(outcome);
        if !go_on {
            break;
        }
    }
    Ok(report(&outcomes, started.elapsed()))
}

/// The steps the filter names, in their own order, behind the set-up that all of them may need.
fn chosen(filter: &[String]) -> anyhow::Result<Vec<&'static Step>> {
    for name in filter {
        ensure!(
            STEPS.iter().any(|step| step.name == name),
            "there is no check `{name}`; see cargo xtask verify --list"
        );
    }
    let wanted = |step: &&Step| {
        filter.is_empty() || step.name == setting_up::STEP.name || filter.iter().any(|name| name == step.name)
    };
    Ok(STEPS.iter().copied().filter(wanted).collect())
}

fn perform(step: &Step) -> anyhow::Result<Outcome> {
    let log = Log::create(step.name)?;
    let result = (step.run)(&log);
    let took = log.elapsed();
    match &result {
        Ok(()) => say(&format!("          passed in {}", duration(took))),
        Err(error) => {
            say(&log.tail(TAIL));
            say(&format!("\n          FAILED after {}: {error:#}", duration(took)));
            say(&format!("          all of its output: {}", log.path().display()));
            say(&format!(
                "          run it again:      cargo xtask verify {}\n",
                step.name
            ));
        }
    }
    Ok(Outcome {
        name: step.name,
        took,
        passed: result.is_ok(),
    })
}

fn report(outcomes: &[Outcome], took: Duration) -> ExitCode {
    say("");
    for outcome in outcomes {
        let word = if outcome.passed { "passed" } else { "FAILED" };
        say(&format!(
            "  {word}  {:12} {:>8}",
            outcome.name,
            duration(outcome.took)
        ));
    }
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    let failed = outcomes.len() - passed;
    say(&format!("\ntook {}", duration(took)));
    say(&format!("{passed} passed, {failed} failed"));
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_keeps_the_order_and_the_set_up() {
        let steps = chosen(&["docs".into(), "fmt".into()]).unwrap();
        let names: Vec<_> = steps.iter().map(|step| step.name).collect();
        assert_eq!(names, ["set-up", "fmt", "docs"]);
    }

    #[test]
    fn an_unknown_check_is_refused() {
        assert!(chosen(&["everything".into()]).is_err());
    }
}
