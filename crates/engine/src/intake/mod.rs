//! Intake: from a delivery to the journal. `bytes → signature → items → commands → commit → 200`.

pub(crate) mod body;
mod deliver;
pub(crate) mod listener;
pub(crate) mod serve;
pub(crate) mod translate;
