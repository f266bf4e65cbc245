//! Keeping the state: one JSON file, written to a temporary neighbour and renamed over the old one.
//!
//! Saving follows changes at once; changes made while a save runs share the next one. It does not force the disk: it must
//! survive a killed process, not a power cut.

use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::error::Error;
use crate::shared::Shared;
use crate::world::World;

/// Before a failed save is tried again.
const AFTER_ERROR: std::time::Duration = std::time::Duration::from_millis(200);

/// The world as the state file has it, or the seeded one.
pub(crate) fn load(config: &Config) -> Result<World, Error> {
    let mut world = match &config.state_file {
        Some(path) if path.exists() => {
            let bytes = std::fs::read(path).map_err(|source| Error::StateFile {
                path: path.clone(),
                source,
            })?;
            serde_json::from_slice(&bytes).map_err(|source| Error::StateShape {
                path: path.clone(),
                source,
            })?
        }
        _ => World::seeded(config),
    };
    world.token_prefix.clone_from(&config.token_prefix);
    world.register_redirect_uris(&config.redirect_uris);
    Ok(world)
}

/// Saves after every change until the sandbox stops.
pub(crate) async fn run(shared: Arc<Shared>) {
    if shared.config.state_file.is_none() {
        return;
    }
    let mut changes = shared.revision.subscribe();
    loop {
        let revision = *changes.borrow_and_update();
        let saving = shared.clone();
        match tokio::task::spawn_blocking(move || save(&saving)).await {
            Ok(Ok(())) => {
                shared.kept.send_replace(revision);
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the sandbox's state could not be saved");
                tokio::select! {
                    () = shared.stop.cancelled() => return,
                    () = tokio::time::sleep(AFTER_ERROR) => continue,
                }
            }
            Err(error) => tracing::error!(%error, "saving the sandbox's state ended abnormally"),
        }
        tokio::select! {
            () = shared.stop.cancelled() => return,
            changed = changes.changed() => if changed.is_err() { return },
        }
    }
}

/// Saves the state now, if it is kept at all.
pub(crate) fn save(shared: &Shared) -> Result<(), Error> {
    let Some(path) = &shared.config.state_file else {
        return Ok(());
    };
    let bytes = shared
        .look(|world, _| serde_json::to_vec(world))
        .map_err(|source| Error::StateShape {
            path: path.clone(),
            source,
        })?;
    write(path, &bytes).map_err(|source| Error::StateFile {
        path: path.clone(),
        source,
    })
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    std::fs::write(&name, bytes)?;
    std::fs::rename(&name, path)
}
