//! The data key, from where every host may take it: the environment, or a file outside the data directory.
//!
//! The key seals every secret the desk keeps, so it is never written beside them: a key file inside the data
//! directory is refused. A new key is made only for an empty data directory: a fresh key over existing data would
//! silently make every stored secret unreadable.

use secrecy::{ExposeSecret, ExposeSecretMut, SecretBox, SecretString};
use std::env::VarError;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// 32 random bytes that seal every stored secret.
pub type DataKey = SecretBox<[u8; 32]>;

/// The environment variable that may hold the key, as 64 hexadecimal digits.
pub const KEY_VARIABLE: &str = "SWITCHBOARD_DATA_KEY";

/// The key could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The value is not 64 hexadecimal digits. Says where it came from, never what it was.
    #[error("{0} does not hold a data key (64 hexadecimal digits)")]
    Shape(String),
    /// The key file lies inside the data directory, where it would protect nothing.
    #[error("the key file {} lies inside the data directory; keep it somewhere else", .0.display())]
    BesideTheData(PathBuf),
    /// The key file cannot be read or made.
    #[error("the key file {} cannot be read", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// The key file is missing, but the data directory is in use: its key is another one.
    #[error("there is no key file {}, but there is data in {}", file.display(), data.display())]
    Missing {
        /// The file.
        file: PathBuf,
        /// The data directory.
        data: PathBuf,
    },
    /// No random bytes from the operating system.
    #[error("the operating system gave no random bytes")]
    Random(#[source] getrandom::Error),
}

impl KeyError {
    /// What the operator can do about it, in one or two sentences.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Shape(_) | Self::File(..) | Self::BesideTheData(_) => {
                "Name a file in a folder that is there, with 64 hexadecimal digits in it or not there yet: --key-file ~/switchboard.key"
            }
            Self::Missing { .. } => {
                "Start with the key file that this data was made with. If that is gone, choose another directory with --data-dir and connect the accounts again."
            }
            Self::Random(_) => "Start the computer again.",
        }
    }
}

/// The key in the environment, if there is one.
///
/// # Errors
/// [`KeyError::Shape`].
pub fn from_environment() -> Result<Option<DataKey>, KeyError> {
    match std::env::var(KEY_VARIABLE) {
        Ok(value) => decoded(&value.into(), KEY_VARIABLE).map(Some),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(KeyError::Shape(KEY_VARIABLE.to_owned())),
    }
}

/// The key in `file`. For an empty data directory a missing file is made, readable by its owner alone.
///
/// # Errors
/// Any [`KeyError`].
pub fn from_file(data: &Path, file: &Path) -> Result<DataKey, KeyError> {
    let unreadable = |error| KeyError::File(file.to_owned(), error);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder
        .unwrap_or(Path::new("."))
        .canonicalize()
        .map_err(unreadable)?;
    let real = file
        .canonicalize()
        .unwrap_or_else(|_| folder.join(file.file_name().unwrap_or_default()));
    let is_inside = |data: PathBuf| folder.starts_with(&data) || real.starts_with(&data);
    if data.canonicalize().is_ok_and(is_inside) {
        return Err(KeyError::BesideTheData(file.to_owned()));
    }
    if !real.exists() {
        if !is_empty(data) {
            let (file, data) = (file.to_owned(), data.to_owned());
            return Err(KeyError::Missing { file, data });
        }
        let key = fresh()?;
        write(&real, &key).map_err(unreadable)?;
        return Ok(key);
    }
    let text = std::fs::read_to_string(&real).map_err(unreadable)?;
    decoded(&text.into(), &format!("the file {}", file.display()))
}

/// Whether nothing was ever kept in the data directory. One that cannot be listed counts as in use: the careful
/// answer.
pub fn is_empty(data: &Path) -> bool {
    match std::fs::read_dir(data) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// A new key.
///
/// # Errors
/// [`KeyError::Random`].
pub fn fresh() -> Result<DataKey, KeyError> {
    let mut key = DataKey::new(Box::new([0; 32]));
    getrandom::fill(key.expose_secret_mut()).map_err(KeyError::Random)?;
    Ok(key)
}

/// The key that `digits` say; white space around them does no harm. `source` names it in the error.
///
/// # Errors
/// [`KeyError::Shape`].
pub fn decoded(digits: &SecretString, source: &str) -> Result<DataKey, KeyError> {
    let mut key = DataKey::new(Box::new([0; 32]));
    hex::decode_to_slice(digits.expose_secret().trim(), key.expose_secret_mut())
        // The decoder's error quotes what it could not read; that may be most of a key.
        .map_err(|_| KeyError::Shape(source.to_owned()))?;
    Ok(key)
}

/// The digits of a key, to be kept where secrets are.
pub fn encoded(key: &DataKey) -> SecretString {
    hex::encode(key.expose_secret()).into()
}

fn write(file: &Path, key: &DataKey) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file)?;
    writeln!(out, "{}", encoded(key).expose_secret())?;
    out.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[test]
    fn a_key_file_may_end_in_a_newline() {
        let (data, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = elsewhere.path().join("desk.key");
        std::fs::write(&file, format!("{KEY}\n")).unwrap();
        let key = from_file(data.path(), &file).unwrap();
        assert_eq!(encoded(&key).expose_secret(), KEY);
    }

    #[test]
    fn a_missing_key_file_is_made_once_for_an_empty_directory() {
        let root = tempfile::tempdir().unwrap();
        let (data, file) = (root.path().join("data"), root.path().join("key"));
        let first = from_file(&data, &file).unwrap();
        std::fs::create_dir(&data).unwrap();
        std::fs::write(data.join("desk.sqlite3"), "").unwrap();
        let again = from_file(&data, &file).unwrap();
        assert_eq!(first.expose_secret(), again.expose_secret());
        std::fs::remove_file(&file).unwrap();
        let error = from_file(&data, &file).unwrap_err();
        assert!(matches!(error, KeyError::Missing { .. }), "{error}");
        assert!(!file.exists());
    }

    #[test]
    fn a_key_file_inside_the_data_directory_is_refused_whether_it_is_there_or_not() {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("desk.key");
        for _ in 0..2 {
            let error = from_file(data.path(), &file).unwrap_err();
            assert!(matches!(error, KeyError::BesideTheData(_)), "{error}");
            std::fs::write(&file, KEY).unwrap();
        }
    }

    #[test]
    fn a_refused_key_is_not_repeated_in_the_error() {
        let error = decoded(&"hunter2".to_owned().into(), "the file").unwrap_err();
        assert!(!format!("{error:?} {error} {}", error.next_step()).contains("hunter2"));
    }

    #[test]
    fn a_fresh_key_differs_each_time() {
        let (one, two) = (fresh().unwrap(), fresh().unwrap());
        assert_ne!(one.expose_secret(), two.expose_secret());
    }
}
