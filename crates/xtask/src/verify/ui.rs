//! The TypeScript side: lint, types, tests.

use super::steps::Step;
use crate::programs::npm;
use crate::repository;

pub(super) const LINT: Step = Step {
    name: "ui-lint",
    about: "eslint and prettier, the browser tests included; the borders between features",
    run: |log| {
        for folder in ["ui", "tests/browser"] {
            let folder = repository::root().join(folder);
            log.run(&mut npm(&folder, ["run", "lint"]))?;
            log.run(&mut npm(&folder, ["run", "format:check"]))?;
        }
        Ok(())
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
