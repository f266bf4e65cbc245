//! The flags of the desktop app, most with an environment variable; there is no third way.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use url::Url;

/// Switchboard: an inbox for the people who answer a business's Instagram messages.
#[derive(Debug, Clone, Parser)]
#[command(name = "switchboard", version)]
pub struct Options {
    /// Folder for everything Switchboard keeps [default: the platform's folder for application data].
    #[arg(long, env = "SWITCHBOARD_DATA_DIR")]
    pub data_dir: Option<PathBuf>,

    /// File with the data key, 64 hexadecimal digits, outside the data folder [default: the keychain].
    #[arg(long, env = "SWITCHBOARD_KEY_FILE")]
    pub key_file: Option<PathBuf>,

    /// Address on which webhooks and the sign-in redirect arrive; a tunnel leads to this port and to nothing else.
    /// Without it, the port of the settings.
    #[arg(long, env = "SWITCHBOARD_LISTENER")]
    pub listener: Option<SocketAddr>,

    /// Open on a practice account whose customers write on their own.
    #[arg(long)]
    pub practice: bool,

    /// Use the practice Instagram that already runs at this address instead of starting one.
    #[arg(long, env = "SWITCHBOARD_PRACTICE_URL")]
    pub practice_url: Option<Url>,

    /// The rules' delays and bounds, as JSON; what it does not name keeps its default.
    #[arg(long, env = "SWITCHBOARD_TIMINGS")]
    pub timings: Option<PathBuf>,

    /// The engine's own delays and bounds, as JSON; what it does not name keeps its default.
    #[arg(long, env = "SWITCHBOARD_PACE")]
    pub pace: Option<PathBuf>,
}
