//! One owner of the files: an exclusive lock on the data directory (rules 1).
//!
//! The lock is the operating system's and dies with its holder, however that ends. The file's words only say
//! who it is; they are written after the lock is taken and are never read by the holder.

use crate::error::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// The lock's file in the data directory.
const FILE: &str = "lock";

/// A lock on a data directory, held while it lives.
#[derive(Debug)]
pub(crate) struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes the directory, which is made when it is missing.
    pub(crate) fn take(dir: &Path, purpose: &str) -> Result<Self, StoreError> {
        let unusable = |source| StoreError::Directory {
            dir: dir.to_owned(),
            source,
        };
        for_its_owner_alone(dir).map_err(unusable)?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(dir.join(FILE))
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Without its words the holder is still there; only its name is missing.
                let _ = file.read_to_string(&mut holder);
                let holder = match holder.trim() {
                    "" => "another program".to_owned(),
                    words => words.to_owned(),
                };
                return Err(StoreError::InUse {
                    dir: dir.to_owned(),
                    holder,
                });
            }
            Err(TryLockError::Error(source)) => return Err(unusable(source)),
        }
        file.set_len(0).map_err(unusable)?;
        file.seek(SeekFrom::Start(0)).map_err(unusable)?;
        writeln!(file, "{purpose} (process {})", std::process::id()).map_err(unusable)?;
        file.flush().map_err(unusable)?;
        Ok(Self { _file: file })
    }
}

/// Makes the directory; what customers wrote is nobody else's on this computer, also where it was there before.
fn for_its_owner_alone(dir: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if let Err(error) = std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700)) {
            tracing::warn!(dir = %dir.display(), %error, "other users of this computer may read the data directory");
        }
    }
    Ok(())
}
