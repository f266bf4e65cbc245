//! What a sandbox is started with.

use std::path::PathBuf;
use std::sync::Arc;

use crate::clock::{Clock, TestClock};

/// How to start a sandbox. Every field has a default, so `Config { seed: 7, ..Config::default() }` is the usual form.
#[derive(Debug, Clone)]
pub struct Config {
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Ids, tokens and the customers' choices follow from it.
    pub seed: u64,
    /// Where the state is kept and reloaded from; `None` keeps nothing.
    pub state_file: Option<PathBuf>,
    /// What every access token begins with; tokens with another prefix are refused.
    pub token_prefix: String,
    /// The time everything in the sandbox reads.
    pub clock: Arc<dyn Clock>,
    /// Factor on every delay of the scripts: 1.0 is comfortable to watch, 0.0 has no delays.
    pub pace: f64,
    /// Redirect URIs registered for the seeded app, beside those the state file already holds.
    pub redirect_uris: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            state_file: None,
            token_prefix: TOKEN_PREFIX.to_owned(),
            clock: Arc::new(TestClock::default()),
            pace: 1.0,
            redirect_uris: Vec::new(),
        }
    }
}

/// Prefix of ordinary tokens (contract, flavour names).
pub const TOKEN_PREFIX: &str = "IGAA";
/// Prefix of practice tokens, which a real connection refuses.
pub const PRACTICE_TOKEN_PREFIX: &str = "IGAAPRACTICE";
/// The app that is there from the start.
pub const DEFAULT_APP_ID: &str = "700000000000001";
/// Its app secret: 32 hexadecimal digits, as the platform's are.
pub const DEFAULT_APP_SECRET: &str = "0badcafe0badcafe0badcafe0badcafe";
/// The account that is there from the start (`user_id`).
pub const DEFAULT_ACCOUNT: &str = "17841400000000001";
/// The first customer of that account, Ada Example (`ada.bakes`).
pub const ADA: &str = "6100000000000001";
/// The second customer of that account, Ben Example (`ben.rolls`).
pub const BEN: &str = "6100000000000002";
