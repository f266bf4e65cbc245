//! Where the data key comes from: the environment, a key file, or the system's keychain, in this order.

use std::path::{Path, PathBuf};

use engine::data_key::{self, DataKey, KEY_VARIABLE};
use keyring::{Entry, Error as KeychainError};
use secrecy::ExposeSecret;

const KEYCHAIN_SERVICE: &str = "desk.switchboard";
const KEYCHAIN_ENTRY: &str = "data-key";

/// The key could not be found, read or kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// The environment, the file or what the keychain holds.
    #[error(transparent)]
    Key(#[from] data_key::KeyError),
    /// The system's keychain does not answer, or there is none.
    #[error("the system's keychain does not answer")]
    Keychain(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The data folder is in use, but its key is not in this keychain.
    #[error("the keychain holds no key for the existing data in {}", .0.display())]
    Lost(PathBuf),
}

impl KeyError {
    /// What the operator can do about it, in one or two sentences.
    pub(crate) fn next_step(&self) -> String {
        match self {
            Self::Key(error) => error.next_step().to_owned(),
            Self::Keychain(_) => format!(
                "Unlock the keychain (on Linux: a Secret Service such as GNOME Keyring or KWallet) and start again. \
                 Without one, start Switchboard with `--key-file ~/switchboard.key`, or put 64 hexadecimal digits into \
                 {KEY_VARIABLE}."
            ),
            Self::Lost(_) => {
                "Start with the key file or keychain this folder was made with. If that is gone, choose another folder \
                 with `--data-dir` and connect the accounts again."
                    .to_owned()
            }
        }
    }
}

/// Finds the key for the data in `folder`, and makes one when the folder is still empty.
///
/// # Errors
/// Whatever keeps the desk from having its key; nothing is stored then.
pub(crate) fn find(folder: &Path, file: Option<&Path>) -> Result<DataKey, KeyError> {
    if let Some(key) = data_key::from_environment()? {
        return Ok(key);
    }
    match file {
        Some(file) => Ok(data_key::from_file(folder, file)?),
        None => from_keychain(folder),
    }
}

fn from_keychain(folder: &Path) -> Result<DataKey, KeyError> {
    let broken = |error: KeychainError| KeyError::Keychain(error.into());
    if let Err(error) = Entry::store_status() {
        return Err(KeyError::Keychain(error.to_string().into()));
    }
    let entry = Entry::new(KEYCHAIN_SERVICE, KEYCHAIN_ENTRY).map_err(broken)?;
    match entry.get_password() {
        Ok(value) => Ok(data_key::decoded(&value.into(), "the keychain")?),
        Err(KeychainError::NoEntry) if data_key::is_empty(folder) => {
            let key = data_key::fresh()?;
            let digits = data_key::encoded(&key);
            entry.set_password(digits.expose_secret()).map_err(broken)?;
            Ok(key)
        }
        Err(KeychainError::NoEntry) => Err(KeyError::Lost(folder.to_owned())),
        Err(error) => Err(broken(error)),
    }
}
