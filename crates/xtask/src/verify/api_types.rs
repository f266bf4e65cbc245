//! The API's document and the UI's types are generated and committed; this says whether they are still what the
//! router says.

use super::steps::Step;
use crate::types;

pub(super) const STEP: Step = Step {
    name: "api-types",
    about: "openapi.json and schema.d.ts are what the router says",
    run: types::check,
};
