//! Every public item is documented and every link in the documentation leads somewhere.

use super::steps::Step;
use crate::programs::cargo;

pub(super) const STEP: Step = Step {
    name: "docs",
    about: "the documentation builds without a warning",
    run: |log| {
        let mut command = cargo(["doc", "--workspace", "--no-deps", "--locked"]);
        log.run(command.env("RUSTDOCFLAGS", "-D warnings"))
    },
};
