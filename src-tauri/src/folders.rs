//! Where the desktop app keeps things: one folder with a place for each owner.
//!
//! `desk/` belongs to the engine (and may be given to a hub as its data folder), `webview/` to the web view,
//! `practice.json` to the practice Instagram, `window.json` to the window. Nothing is kept outside, so that two desks
//! with two folders share nothing.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// There is no folder to keep data in.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The platform names no folder for application data (no home directory, for example).
    #[error("this system names no folder for application data; choose one with --data-dir")]
    NoPlatformFolder,
    /// The folder cannot be made.
    #[error("the data folder {} cannot be made", .0.display())]
    Make(PathBuf, #[source] io::Error),
}

/// The data folder and its parts, all of them existing.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    root: PathBuf,
}

impl Folders {
    /// Makes the data folder, readable by its owner only.
    ///
    /// # Errors
    /// When there is no place for it, or it cannot be made.
    pub(crate) fn prepare(chosen: Option<&Path>) -> Result<Self, FolderError> {
        let root = match chosen {
            Some(folder) => folder.to_owned(),
            None => dirs::data_dir()
                .ok_or(FolderError::NoPlatformFolder)?
                .join("switchboard"),
        };
        let make = |folder: &Path| {
            private_dir()
                .create(folder)
                .map_err(|error| FolderError::Make(folder.to_owned(), error))
        };
        make(&root)?;
        let root = root
            .canonicalize()
            .map_err(|error| FolderError::Make(root.clone(), error))?;
        let folders = Self { root };
        make(&folders.desk())?;
        Ok(folders)
    }

    pub(crate) fn desk(&self) -> PathBuf {
        self.root.join("desk")
    }

    pub(crate) fn webview(&self) -> PathBuf {
        self.root.join("webview")
    }

    pub(crate) fn practice(&self) -> PathBuf {
        self.root.join("practice.json")
    }

    pub(crate) fn window_state(&self) -> PathBuf {
        self.root.join("window.json")
    }

    /// One running app for each data folder; the name must suit a D-Bus service.
    pub(crate) fn instance_name(&self) -> String {
        let digest = Sha256::digest(self.root.as_os_str().as_encoded_bytes());
        let short = digest.get(..8).unwrap_or_default();
        format!("desk.switchboard.d{}", hex::encode(short))
    }
}

fn private_dir() -> std::fs::DirBuilder {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_folders_are_two_desks() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let one = Folders::prepare(Some(one.path())).unwrap();
        let two = Folders::prepare(Some(two.path())).unwrap();
        assert_ne!(one.instance_name(), two.instance_name());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_data_folder() {
        use std::os::unix::fs::PermissionsExt;
        let parent = tempfile::tempdir().unwrap();
        let folders = Folders::prepare(Some(&parent.path().join("new"))).unwrap();
        let mode = std::fs::metadata(folders.desk()).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}
