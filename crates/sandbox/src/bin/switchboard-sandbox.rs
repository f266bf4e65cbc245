//! The sandbox as a program of its own: prints its base URL as one JSON line and runs until it is told to stop.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sandbox::{Config, Error, Sandbox};
use tokio::signal::unix::{SignalKind, signal};

/// An Instagram, a model and customers of our own, on this machine only.
#[derive(Debug, Parser)]
#[command(version)]
struct Flags {
    /// Port on 127.0.0.1; 0 takes any free one.
    #[arg(long, env = "SWITCHBOARD_SANDBOX_PORT", default_value_t = 0)]
    port: u16,
    /// What ids, tokens and the customers' choices follow from.
    #[arg(long, env = "SWITCHBOARD_SANDBOX_SEED", default_value_t = 1)]
    seed: u64,
    /// Where the state is kept and reloaded from.
    #[arg(long, env = "SWITCHBOARD_SANDBOX_STATE_FILE")]
    state_file: Option<PathBuf>,
    /// What access tokens begin with.
    #[arg(long, env = "SWITCHBOARD_SANDBOX_TOKEN_PREFIX", default_value = sandbox::TOKEN_PREFIX)]
    token_prefix: String,
    /// Factor on the delays of scripted customers.
    #[arg(long, env = "SWITCHBOARD_SANDBOX_PACE", default_value_t = 1.0)]
    pace: f64,
    /// Redirect URI to register for the seeded app; may be given several times.
    #[arg(long = "redirect-uri")]
    redirect_uris: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    match run(Flags::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the sandbox ended on an error"
            );
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "whoever starts the program reads where it listens from its first line"
)]
async fn run(flags: Flags) -> Result<(), Error> {
    let sandbox = Sandbox::start(Config {
        port: flags.port,
        seed: flags.seed,
        state_file: flags.state_file,
        token_prefix: flags.token_prefix,
        pace: flags.pace,
        redirect_uris: flags.redirect_uris,
        ..Config::default()
    })
    .await?;
    println!("{}", serde_json::json!({ "base_url": sandbox.base_url() }));
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::Serve)?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted.map_err(Error::Serve)?,
    }
    sandbox.stop().await
}
