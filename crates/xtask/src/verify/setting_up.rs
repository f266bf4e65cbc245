//! What the other checks need to be there.

use super::steps::Step;
use crate::setup;

pub(super) const STEP: Step = Step {
    name: "set-up",
    about: "Debian, cargo and npm packages, the built UI",
    run: setup::for_verify,
};
