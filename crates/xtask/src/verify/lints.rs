//! Clippy over everything, tests and tools included, warnings denied.

use super::steps::Step;
use crate::programs::cargo;

pub(super) const STEP: Step = Step {
    name: "clippy",
    about: "no warning in any target of any crate",
    run: |log| {
        log.run(&mut cargo([
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    },
};
