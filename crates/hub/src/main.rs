//! `switchboard-hub`: the desk without a window.

use anyhow::Context;
use clap::Parser;
use hub::{Hub, Instead, Options};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    if let Some(Instead::Openapi) = options.instead {
        let document = api::openapi()
            .to_pretty_json()
            .context("the document has no form in JSON")?;
        say(&document);
        return Ok(());
    }
    // The model client's library logs bodies that it cannot read; they hold what customers wrote. So it is
    // silent whatever the environment asks for.
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info"))
        .add_directive("async_openai=off".parse()?);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let hub = Hub::start(&options).await?;
    say(&hub.greeting());
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    hub.stop().await;
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "whoever started the hub reads its address and token from there"
)]
fn say(line: &str) {
    println!("{line}");
}
