//! Plays the main job in the real window, prints it as a transcript and saves a picture of every step.
//!
//! `story PROGRAM FOLDER`: the desktop program to start, and where the pictures go.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use desktop_tests::{Desk, story};

#[tokio::main]
async fn main() -> ExitCode {
    match play().await {
        Ok(()) => {
            say("\nEvery step was seen in the window and at Instagram.");
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("\nNOT SEEN: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn play() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let program = arguments.next().context("usage: story PROGRAM FOLDER")?;
    let pictures = arguments.next().context("usage: story PROGRAM FOLDER")?;
    let mut desk = Desk::new(program).await?;
    let window = desk.open().await?;
    let started = Instant::now();
    let mut count = 0;
    let told = story::tell(&desk, &window, async |seen| {
        count += 1;
        say(&format!(
            "{:6.1}s  {}",
            started.elapsed().as_secs_f64(),
            seen.sentence
        ));
        window.settle().await?;
        window
            .picture(&pictures.join(format!("{count:02}-{}.png", seen.name)))
            .await
    })
    .await;
    if let Err(error) = told {
        // The picture of what was there instead is worth more than its failing to be saved.
        drop(window.picture(&pictures.join("not-seen.png")).await);
        return Err(error);
    }
    window.resize(1920, 1080).await?;
    window.settle().await?;
    window.picture(&pictures.join("11-wide.png")).await?;
    desk.quit().await?;
    say(&format!("        Pictures are in {}", pictures.display()));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the transcript is what this program is for")]
fn say(line: &str) {
    println!("{line}");
}
