//! Where the data key comes from: the environment, a key file, or the system's keychain, in this order.
//!
//! The key seals every secret the desk keeps, so it is never written beside them: a key file inside the data folder is
//! refused. A new key is made only for an empty data folder: a fresh key over existing data would silently make every
//! stored secret unreadable.

use std::io;
use std::path::{Path, PathBuf};

use keyring::{Entry, Error as KeychainError};
use secrecy::{ExposeSecret, ExposeSecretMut, SecretBox, SecretString};

/// 32 random bytes that seal every stored secret.
pub(crate) type DataKey = SecretBox<[u8; 32]>;

/// The environment variable that may hold the key, as 64 hexadecimal digits.
pub(crate) const KEY_VARIABLE: &str = "SWITCHBOARD_DATA_KEY";

const KEYCHAIN_SERVICE: &str = "desk.switchboard";
const KEYCHAIN_ENTRY: &str = "data-key";

/// The key could not be found, read or kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// The value is not 64 hexadecimal digits. Says where it came from, never what it was.
    #[error("{0} does not hold a data key (64 hexadecimal digits)")]
    Shape(String),
    /// The key file lies inside the data folder, where it would protect nothing.
    #[error("the key file {} lies inside the data folder; keep it somewhere else", .0.display())]
    BesideTheData(PathBuf),
    /// The key file cannot be read.
    #[error("the key file {} cannot be read", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// The system's keychain does not answer, or there is none.
    #[error("the system's keychain does not answer")]
    Keychain(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The data folder is in use, but its key is not in this keychain.
    #[error("the keychain holds no key for the existing data in {}", .0.display())]
    Lost(PathBuf),
    /// No random bytes from the operating system.
    #[error("the operating system gave no random bytes")]
    Random(#[source] getrandom::Error),
}

impl KeyError {
    /// What the operator can do about it, in one or two sentences.
    pub(crate) fn next_step(&self) -> String {
        match self {
            Self::Shape(_) | Self::File(..) | Self::BesideTheData(_) => {
                "Make a key with `openssl rand -hex 32 > ~/switchboard.key` and start Switchboard with \
                 `--key-file ~/switchboard.key`."
                    .into()
            }
            Self::Keychain(_) => format!(
                "Unlock the keychain (on Linux: a Secret Service such as GNOME Keyring or KWallet) and start again. \
                 Without one, make a key with `openssl rand -hex 32 > ~/switchboard.key` and start Switchboard with \
                 `--key-file ~/switchboard.key`, or put the 64 digits into {KEY_VARIABLE}."
            ),
            Self::Lost(_) => {
                "Start with the key file or keychain this folder was made with. If that is gone, choose \
                              another folder with `--data-dir` and connect the accounts again."
                    .into()
            }
            Self::Random(_) => "Start the computer again.".into(),
        }
    }
}

/// Finds the key for the data in `folder`, and makes one in the keychain when the folder is still empty.
///
/// # Errors
/// Whatever keeps the desk from having its key; nothing is stored then.
pub(crate) fn find(folder: &Path, file: Option<&Path>) -> Result<DataKey, KeyError> {
    if let Ok(value) = std::env::var(KEY_VARIABLE) {
        return decoded(&value.into(), KEY_VARIABLE);
    }
    match file {
        Some(file) => from_file(folder, file),
        None => from_keychain(folder),
    }
}

fn from_file(folder: &Path, file: &Path) -> Result<DataKey, KeyError> {
    let unreadable = |error| KeyError::File(file.to_owned(), error);
    let real = file.canonicalize().map_err(unreadable)?;
    if folder.canonicalize().is_ok_and(|folder| real.starts_with(folder)) {
        return Err(KeyError::BesideTheData(file.to_owned()));
    }
    let text = std::fs::read_to_string(&real).map_err(unreadable)?;
    decoded(&text.into(), &format!("the file {}", file.display()))
}

fn from_keychain(folder: &Path) -> Result<DataKey, KeyError> {
    let broken = |error: KeychainError| KeyError::Keychain(error.into());
    if let Err(error) = Entry::store_status() {
        return Err(KeyError::Keychain(error.to_string().into()));
    }
    let entry = Entry::new(KEYCHAIN_SERVICE, KEYCHAIN_ENTRY).map_err(broken)?;
    match entry.get_password() {
        Ok(value) => decoded(&value.into(), "the keychain"),
        Err(KeychainError::NoEntry) if is_empty(folder) => {
            let key = fresh()?;
            let digits = SecretString::from(hex::encode(key.expose_secret()));
            entry.set_password(digits.expose_secret()).map_err(broken)?;
            Ok(key)
        }
        Err(KeychainError::NoEntry) => Err(KeyError::Lost(folder.to_owned())),
        Err(error) => Err(broken(error)),
    }
}

/// A folder that cannot be listed counts as in use: the careful answer.
fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn fresh() -> Result<DataKey, KeyError> {
    let mut key = DataKey::new(Box::new([0; 32]));
    getrandom::fill(key.expose_secret_mut()).map_err(KeyError::Random)?;
    Ok(key)
}

fn decoded(digits: &SecretString, source: &str) -> Result<DataKey, KeyError> {
    let mut key = DataKey::new(Box::new([0; 32]));
    hex::decode_to_slice(digits.expose_secret().trim(), key.expose_secret_mut())
        // The decoder's error quotes what it could not read; that may be most of a key.
        .map_err(|_| KeyError::Shape(source.to_owned()))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[test]
    fn a_key_file_may_end_in_a_newline() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = elsewhere.path().join("desk.key");
        std::fs::write(&file, format!("{KEY}\n")).unwrap();
        let key = from_file(folder.path(), &file).unwrap();
        assert_eq!(hex::encode(key.expose_secret()), KEY);
    }

    #[test]
    fn a_key_file_inside_the_data_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("desk.key");
        std::fs::write(&file, KEY).unwrap();
        assert!(matches!(
            from_file(folder.path(), &file),
            Err(KeyError::BesideTheData(_))
        ));
    }

    #[test]
    fn a_refused_key_is_not_repeated_in_the_error() {
        let error = decoded(&"hunter2".to_owned().into(), "the keychain").unwrap_err();
        assert!(!format!("{error:?} {error} {}", error.next_step()).contains("hunter2"));
    }

    #[test]
    fn a_fresh_key_differs_each_time() {
        let (one, two) = (fresh().unwrap(), fresh().unwrap());
        assert_ne!(one.expose_secret(), two.expose_secret());
    }
}
