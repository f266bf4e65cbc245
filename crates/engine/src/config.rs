//! What a host passes in. Flags and environment are the host's matter; nothing here is read from either.

use secrecy::SecretBox;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// Everything an engine needs to start.
pub struct Config {
    /// Where the desk's files are. Created when missing; locked while the engine runs.
    pub data_dir: PathBuf,
    /// The key of every stored secret: 32 random bytes that live outside the data directory.
    pub data_key: SecretBox<[u8; 32]>,
    /// Where webhooks and the sign-in redirect arrive. A tunnel exposes this port and nothing else.
    pub listener: SocketAddr,
    /// Whether that address was asked for; else the port of the settings goes before it.
    pub listener_is_fixed: bool,
    /// Where the platform is, for connections that are made from now on.
    pub platform: Platform,
    /// The practice platform, when the host runs one: its base URL. Its port may differ at each start.
    pub practice: Option<Url>,
    /// Delays and bounds of the engine itself.
    pub pace: Pace,
    /// The rules' delays and bounds, to be kept from now on; `None` leaves what is stored.
    pub timings: Option<desk::Timings>,
}

/// Where the platform is. Fixed for each connection when it is made (rules 7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The hosts of sign-in, tokens and Graph calls.
    pub hosts: instagram::Hosts,
    /// The Graph version.
    pub version: String,
    /// Whether the hosts are Meta's own; anything else is a custom platform.
    pub is_meta: bool,
    /// The model server that a new account's autopilot is set to.
    pub model: Option<Url>,
}

impl Platform {
    /// Meta's own hosts.
    pub fn meta() -> Self {
        Self {
            hosts: instagram::Hosts::meta(),
            version: instagram::DEFAULT_VERSION.to_owned(),
            is_meta: true,
            model: None,
        }
    }
}

/// The engine's own delays and bounds. Delays in ms.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pace {
    /// The slow poll behind every wake-up: stored due times are read again this often (rules 6).
    pub reread: u64,
    /// After an error in a worker.
    pub after_error: u64,
    /// How long one model call may take.
    pub model: u64,
    /// How long a Graph call for the desk may take.
    pub graph: u64,
    /// How long the body of a delivery may take to arrive (rules 2).
    pub body: u64,
    /// The largest body of a delivery that is read, bytes.
    pub body_bytes: usize,
    /// How many bodies are read at once (a count).
    pub bodies: usize,
    /// How long a stop waits for answers that are on their way.
    pub stop: u64,
    /// A wall clock that jumps by more than this counts as a wake-up (rules 6).
    pub jump: u64,
    /// A clock that is off Meta's by more than this shows in Health (rules 6).
    pub clock_off: u64,
    /// Profiles are read again after this.
    pub profile_refresh: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            reread: 5_000,
            after_error: 1_000,
            model: 45_000,
            graph: 30_000,
            body: 10_000,
            body_bytes: 8 * 1024 * 1024,
            bodies: 64,
            stop: 4_000,
            jump: 30_000,
            clock_off: 60_000,
            profile_refresh: 24 * 3_600_000,
        }
    }
}

/// Reads the rules' delays and bounds from JSON; what it does not name keeps its default.
///
/// # Errors
/// It is no JSON, names something unknown, or holds what the rules could not work with.
pub fn read_timings(json: &str) -> Result<desk::Timings, serde_json::Error> {
    let timings: desk::Timings = serde_json::from_str(json)?;
    match timings.fault() {
        Some(fault) => Err(serde::de::Error::custom(fault)),
        None => Ok(timings),
    }
}

impl Pace {
    /// Reads JSON; what it does not name keeps its default.
    ///
    /// # Errors
    /// It is no JSON, names something unknown, or leaves no time or no room to work in.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        let pace: Self = serde_json::from_str(json)?;
        let bounds = [
            ("reread", pace.reread == 0),
            ("after_error", pace.after_error == 0),
            ("model", pace.model == 0),
            ("graph", pace.graph == 0),
            ("body", pace.body == 0),
            ("body_bytes", pace.body_bytes == 0),
            ("bodies", pace.bodies == 0),
            ("jump", pace.jump == 0),
            ("profile_refresh", pace.profile_refresh == 0),
        ];
        match bounds.iter().find(|(_, is_zero)| *is_zero) {
            Some((name, _)) => Err(serde::de::Error::custom(format!(
                "`{name}` has to be more than 0"
            ))),
            None => Ok(pace),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_keeps_what_is_not_named_and_refuses_what_would_not_work() {
        let pace = Pace::read(r#"{"bodies": 2}"#).unwrap();
        assert_eq!((pace.bodies, pace.reread), (2, 5_000));
        for (json, word) in [
            ("{", "EOF"),
            (r#"{"body": 0}"#, "`body` has to be"),
            (r#"{"boddies": 2}"#, "boddies"),
        ] {
            let error = Pace::read(json).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn timings_that_the_rules_could_not_work_with_are_refused() {
        assert_eq!(read_timings(r#"{"quiet": 7}"#).unwrap().quiet, 7);
        for (json, word) in [
            (r#"{"quiet": -1}"#, "between 0"),
            (r#"{"looks": [10, 99999999999]}"#, "between 0"),
            (r#"{"looks": []}"#, "`looks`"),
            (r#"{"looks": [10, 5]}"#, "`looks`"),
            (r#"{"most_tries": 0}"#, "count is"),
            (r#"{"quite": 5}"#, "quite"),
        ] {
            let error = read_timings(json).unwrap_err().to_string();
            assert!(error.contains(word), "{json}: {error}");
        }
    }
}
