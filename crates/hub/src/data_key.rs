//! The data key of a hub: from the environment, or from a file outside the data directory.

use anyhow::{Context, bail};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use std::io::Write;
use std::path::Path;

/// The environment variable that may hold the key.
const VARIABLE: &str = "SWITCHBOARD_DATA_KEY";

/// Finds the key; a missing file is made, readable by its owner alone.
pub(crate) fn find(data_dir: &Path, file: Option<&Path>) -> anyhow::Result<SecretBox<[u8; 32]>> {
    if let Ok(value) = std::env::var(VARIABLE) {
        return decode(&value.into()).with_context(|| format!("{VARIABLE} does not hold a key"));
    }
    let Some(file) = file else {
        bail!(
            "No data key. Start with --key-file PATH (it is made when it is missing), or put 64 hexadecimal digits into {VARIABLE}."
        );
    };
    std::fs::create_dir_all(data_dir).with_context(|| format!("{} cannot be made", data_dir.display()))?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let folder = folder
        .canonicalize()
        .with_context(|| format!("{} is not there", folder.display()))?;
    if folder.starts_with(data_dir.canonicalize()?) {
        bail!(
            "The key file {} lies inside the data directory, where it protects nothing.",
            file.display()
        );
    }
    if !file.exists() {
        make(file)?;
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    decode(&text.into()).with_context(|| format!("{} does not hold a key", file.display()))
}

fn make(file: &Path) -> anyhow::Result<()> {
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key).context("the system gave no random bytes")?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options
        .open(file)
        .with_context(|| format!("{} cannot be made", file.display()))?;
    writeln!(out, "{}", hex::encode(key))?;
    out.sync_all()?;
    Ok(())
}

fn decode(text: &SecretString) -> anyhow::Result<SecretBox<[u8; 32]>> {
    let mut key = Box::new([0_u8; 32]);
    // The text of a decoding error names digits of the key, so it is not passed on.
    let decoded = hex::decode_to_slice(text.expose_secret().trim(), key.as_mut_slice());
    if decoded.is_err() {
        bail!("it is not 64 hexadecimal digits");
    }
    Ok(SecretBox::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_file_is_made_once_and_one_inside_the_data_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let (data, file) = (root.path().join("data"), root.path().join("key"));
        let first = find(&data, Some(&file)).unwrap();
        let again = find(&data, Some(&file)).unwrap();
        assert_eq!(first.expose_secret(), again.expose_secret());
        let inside = data.join("key");
        assert!(
            find(&data, Some(&inside))
                .unwrap_err()
                .to_string()
                .contains("inside the data directory")
        );
    }

    #[test]
    fn a_broken_key_is_refused_without_its_digits() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("key");
        std::fs::write(&file, "4711xyz").unwrap();
        let error = format!("{:#}", find(&root.path().join("data"), Some(&file)).unwrap_err());
        assert!(!error.contains("4711"), "{error}");
    }
}
