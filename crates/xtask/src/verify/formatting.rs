//! One layout of Rust code, so that no review is about it. TypeScript's is part of `ui-lint`.

use super::steps::Step;
use crate::programs::cargo;

pub(super) const STEP: Step = Step {
    name: "fmt",
    about: "Rust is laid out by rustfmt",
    run: |log| log.run(&mut cargo(["fmt", "--all", "--check"])),
};
