//! An account's autopilot as its owner set it up.

use secrecy::SecretString;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Bumped whenever the house's own part of the prompt changes.
const TEMPLATE: &str = "2";

/// What the owner wrote, and where the model is.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The owner's instructions.
    pub prompt: String,
    /// How it shall sound.
    pub tone: String,
    /// What it may state as true.
    pub key_information: String,
    /// Whom it speaks for.
    pub company: String,
    /// What kind of business that is.
    pub sector: String,
    /// The model's name as its server knows it.
    pub model: String,
    /// The server, up to and with its `/v1`.
    pub base_url: String,
    /// The server's key, where it wants one.
    pub api_key: Option<SecretString>,
    /// How many tokens a call may hold.
    pub context_tokens: u32,
    /// The longest answer, bytes of UTF-8.
    pub max_reply_bytes: u32,
    /// How long a call may take.
    pub timeout: Duration,
}

impl Profile {
    /// Names everything that shapes the prompt: the same settings give the same version, for ever.
    pub fn prompt_version(&self) -> String {
        let limit = self.max_reply_bytes.to_string();
        let parts = [
            TEMPLATE,
            &self.prompt,
            &self.tone,
            &self.key_information,
            &self.company,
            &self.sector,
            &limit,
        ];
        let mut hash = Sha256::new();
        for part in parts {
            // The length keeps two fields from running into each other.
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
        let mut version = hex::encode(hash.finalize());
        version.truncate(12);
        version
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn bakery(base_url: &str) -> Profile {
        Profile {
            prompt: "Answer briefly.".to_owned(),
            tone: "Warm.".to_owned(),
            key_information: "We open at nine.".to_owned(),
            company: "Bakery Test".to_owned(),
            sector: "Bakery".to_owned(),
            model: "bakery-1".to_owned(),
            base_url: base_url.to_owned(),
            api_key: Some("key-for-tests".into()),
            context_tokens: 4_000,
            max_reply_bytes: 1_500,
            timeout: Duration::from_secs(5),
        }
    }

    #[test]
    fn the_prompt_version_follows_the_words_and_not_the_server() {
        let one = bakery("http://a/v1");
        let other = bakery("http://b/v1");
        assert_eq!(one.prompt_version(), other.prompt_version());
        let moved = Profile {
            tone: "Warm.We open at nine.".to_owned(),
            key_information: String::new(),
            ..one.clone()
        };
        assert_ne!(one.prompt_version(), moved.prompt_version());
    }

    #[test]
    fn the_key_is_not_printed() {
        assert!(!format!("{:?}", bakery("http://a/v1")).contains("key-for-tests"));
    }
}
