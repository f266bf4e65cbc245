//! Who may know whom: the borders of the design, so that nobody loosens one by accident.
//!
//! Cargo enforces that a crate uses only what its manifest names; this looks at the manifests, and at the few borders
//! that no manifest can express: who imports Tauri's JavaScript, and who names a table.

mod manifests;
mod sources;

use super::steps::Step;

pub(super) const STEP: Step = Step {
    name: "deps",
    about: "nobody in the house knows more than the design allows",
    run: |log| {
        let mut broken = manifests::broken_borders()?;
        broken.extend(sources::broken_borders()?);
        broken.iter().try_for_each(|line| log.note(line))?;
        anyhow::ensure!(broken.is_empty(), "{} broken borders", broken.len());
        Ok(())
    },
};
