//! Licences, duplicate bans and sources of every dependency, read by cargo-deny without the network.
//!
//! Advisories are not asked for: their database is not part of the repository, and a check that needs the network
//! would fail on a good day's work for a reason that is not in the work.

use super::steps::Step;
use crate::programs::program;

pub(super) const STEP: Step = Step {
    name: "licences",
    about: "every dependency may be used and comes from the registry",
    run: |log| {
        let mut command = program("cargo-deny");
        command.args([
            "--offline",
            "--locked",
            "--workspace",
            "check",
            "--hide-inclusion-graph",
            "licenses",
            "bans",
            "sources",
        ]);
        log.run(&mut command)
    },
};
