//! Secrets at rest: each one sealed with the data key and bound to whose it is and what it is called.
//!
//! XChaCha20-Poly1305 with a random nonce; owner and name are authenticated beside the words, so that a row
//! moved to another account or name does not open (rules 7). The nonce comes from the operating system: a
//! repeated one would break the seal, so this is the one place that takes no injected randomness.

use crate::primary::secret::SecretName;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use std::fmt;
use zeroize::Zeroize;

/// Length of a nonce, bytes.
const NONCE: usize = 24;

/// The one key behind all secrets: 32 random bytes, kept outside the data directory.
pub type DataKey = SecretBox<[u8; 32]>;

/// Seals and opens. It holds the data key and shows it to nobody.
pub struct Vault {
    cipher: XChaCha20Poly1305,
}

/// A sealed secret: nonce and ciphertext.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(pub(crate) Vec<u8>);

/// A secret could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The operating system gave no randomness.
    #[error("no randomness to seal with")]
    NoRandomness,
    /// The words are too long to seal.
    #[error("the secret cannot be sealed")]
    NotSealable,
    /// Another key, another owner or name, or changed bytes.
    #[error("the secret does not open: another key sealed it, or it was changed")]
    DoesNotOpen,
}

impl Vault {
    /// The vault of this key.
    pub fn new(key: &DataKey) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(key.expose_secret().into()),
        }
    }

    /// Seals a secret under its name.
    ///
    /// # Errors
    /// [`VaultError::NoRandomness`], [`VaultError::NotSealable`].
    pub fn seal(&self, name: &SecretName, secret: &SecretString) -> Result<Sealed, VaultError> {
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::NoRandomness)?;
        let bound = name.bound();
        let payload = Payload {
            msg: secret.expose_secret().as_bytes(),
            aad: bound.as_bytes(),
        };
        let words = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| VaultError::NotSealable)?;
        Ok(Sealed([&nonce[..], &words].concat()))
    }

    /// Opens a secret that was sealed under this name.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`].
    pub fn open(&self, name: &SecretName, sealed: &Sealed) -> Result<SecretString, VaultError> {
        let (nonce, words) = sealed
            .0
            .split_first_chunk::<NONCE>()
            .ok_or(VaultError::DoesNotOpen)?;
        let bound = name.bound();
        let payload = Payload {
            msg: words,
            aad: bound.as_bytes(),
        };
        let open = self
            .cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| VaultError::DoesNotOpen)?;
        String::from_utf8(open).map(SecretString::from).map_err(|error| {
            error.into_bytes().zeroize();
            VaultError::DoesNotOpen
        })
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::AccountId;

    const ACCOUNT: &str = "17841400000000001";
    const WORDS: &str = "IGAA-a-token";

    fn vault(key: u8) -> Vault {
        Vault::new(&DataKey::new(Box::new([key; 32])))
    }

    fn token(account: &str) -> SecretName {
        SecretName::Token(AccountId::from(account))
    }

    fn sealed() -> Sealed {
        vault(1).seal(&token(ACCOUNT), &WORDS.into()).unwrap()
    }

    fn opened(vault: &Vault, name: &SecretName, sealed: &Sealed) -> Result<String, VaultError> {
        let secret = vault.open(name, sealed)?;
        Ok(secret.expose_secret().to_owned())
    }

    #[test]
    fn a_secret_opens_under_its_own_owner_and_name_and_under_no_other() {
        let sealed = sealed();
        assert_eq!(opened(&vault(1), &token(ACCOUNT), &sealed).as_deref(), Ok(WORDS));
        for moved in [
            token("17841400000000002"),
            SecretName::ModelKey(AccountId::from(ACCOUNT)),
            SecretName::AppSecret(ACCOUNT.to_owned()),
        ] {
            let opened = opened(&vault(1), &moved, &sealed);
            assert_eq!(opened, Err(VaultError::DoesNotOpen), "{moved:?}");
        }
    }

    #[test]
    fn another_data_key_opens_nothing() {
        let opened = opened(&vault(2), &token(ACCOUNT), &sealed());
        assert_eq!(opened, Err(VaultError::DoesNotOpen));
    }

    #[test]
    fn a_changed_or_missing_byte_opens_nothing() {
        let whole = sealed();
        for at in 0..whole.0.len() {
            let mut changed = whole.clone();
            changed.0[at] ^= 1;
            let cut = Sealed(whole.0[..at].to_vec());
            for broken in [changed, cut] {
                let opened = opened(&vault(1), &token(ACCOUNT), &broken);
                assert_eq!(opened, Err(VaultError::DoesNotOpen), "byte {at} of {broken:?}");
            }
        }
    }

    #[test]
    fn the_same_secret_is_never_sealed_alike_and_is_not_readable() {
        let (one, two) = (sealed(), sealed());
        assert_ne!(one, two);
        let words = WORDS.as_bytes();
        assert!(!one.0.windows(words.len()).any(|window| window == words));
    }
}
