//! What the hub is told: flags and environment, no third way.

use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// The desk without a window: API, live feed and UI over loopback.
#[derive(Clone, Debug, Parser)]
#[command(name = "switchboard-hub", version)]
pub struct Options {
    /// Does something else than run the desk.
    #[command(subcommand)]
    pub instead: Option<Instead>,
    /// Where the desk's files are.
    #[arg(long, env = "SWITCHBOARD_DATA_DIR", default_value = "switchboard-data")]
    pub data_dir: PathBuf,
    /// A file with the data key, 64 hexadecimal digits, outside the data directory. Made when it is missing.
    /// The variable SWITCHBOARD_DATA_KEY goes before it.
    #[arg(long, env = "SWITCHBOARD_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Where the API and the UI are served: loopback only, port 0 for any.
    #[arg(long, default_value = "127.0.0.1:4780")]
    pub listen: SocketAddr,
    /// Where webhooks and the sign-in redirect arrive. Without it: port 4781, or the port of the settings.
    #[arg(long, env = "SWITCHBOARD_LISTENER")]
    pub listener: Option<SocketAddr>,
    /// The token that the API asks for. Without it, a new one at each start.
    #[arg(long, env = "SWITCHBOARD_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// The folder of the built UI.
    #[arg(long, env = "SWITCHBOARD_UI", default_value = "ui/dist")]
    pub ui: PathBuf,
    /// The sign-in page of connections made from now on.
    #[arg(long, env = "SWITCHBOARD_AUTHORIZE_URL")]
    pub authorize_url: Option<Url>,
    /// The token host.
    #[arg(long, env = "SWITCHBOARD_TOKEN_URL")]
    pub token_url: Option<Url>,
    /// The Graph host of Instagram Login.
    #[arg(long, env = "SWITCHBOARD_GRAPH_URL")]
    pub graph_url: Option<Url>,
    /// The Graph host of Facebook Login.
    #[arg(long, env = "SWITCHBOARD_GRAPH_FACEBOOK_URL")]
    pub graph_facebook_url: Option<Url>,
    /// The Graph version.
    #[arg(long, env = "SWITCHBOARD_GRAPH_VERSION")]
    pub graph_version: Option<String>,
    /// The model server that a new account's autopilot is set to.
    #[arg(long, env = "SWITCHBOARD_MODEL_URL")]
    pub model_url: Option<Url>,
    /// Runs a practice platform beside the desk.
    #[arg(long)]
    pub practice: bool,
    /// A practice platform that runs elsewhere.
    #[arg(long, conflicts_with = "practice")]
    pub practice_url: Option<Url>,
    /// The rules' delays and bounds, as JSON; what it does not name keeps its default.
    #[arg(long, env = "SWITCHBOARD_TIMINGS")]
    pub timings: Option<PathBuf>,
    /// The engine's own delays and bounds, as JSON; what it does not name keeps its default.
    #[arg(long, env = "SWITCHBOARD_PACE")]
    pub pace: Option<PathBuf>,
}

/// What the hub can do instead of running.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Instead {
    /// Prints the OpenAPI document.
    Openapi,
}

impl Options {
    /// Where connections made from now on go.
    pub fn platform(&self) -> engine::Platform {
        let mut platform = engine::Platform::meta();
        let hosts = [
            (&self.authorize_url, &mut platform.hosts.authorize),
            (&self.token_url, &mut platform.hosts.token),
            (&self.graph_url, &mut platform.hosts.graph_instagram),
            (&self.graph_facebook_url, &mut platform.hosts.graph_facebook),
        ];
        for (given, host) in hosts {
            if let Some(given) = given {
                host.clone_from(given);
                platform.is_meta = false;
            }
        }
        if let Some(version) = &self.graph_version {
            platform.version.clone_from(version);
        }
        platform.model.clone_from(&self.model_url);
        platform
    }
}
