//! The TypeScript side: lint, types, tests.

use super::steps::Step;
use crate::programs::npm;
use crate::repository;

pub(super) const LINT: Step = Step {
    name: "ui-lint",
    about: "eslint, the borders between features, prettier",
    run: |log| {
        let ui = repository::root().join("ui");
        log.run(&mut npm(&ui, ["run", "lint"]))?;
        log.run(&mut npm(&ui, ["run", "format:check"]))
    },
};

pub(super) const TYPES: Step = Step {
    name: "ui-types",
    about: "TypeScript, strict",
    run: |log| log.run(&mut npm(&repository::root().join("ui"), ["run", "typecheck"])),
};

pub(super) const TESTS: Step = Step {
    name: "ui-test",
    about: "the UI's own tests",
    run: |log| log.run(&mut npm(&repository::root().join("ui"), ["run", "test"])),
};
