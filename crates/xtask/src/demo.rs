//! `cargo xtask demo`: the product on a practice account.
//!
//! In front of a person it opens the window and stays; the scripted customers write on their own. Without a display
//! the same program runs on a virtual screen and the whole story is played in its window, from connecting to handing
//! back: each step has to be seen there and in the practice Instagram.

use std::fs::File;
use std::io::Read;
use std::process::{Command, ExitCode};

use anyhow::Context;

use crate::console::{duration, say};
use crate::log::Log;
use crate::{display, programs, repository, setup};

/// How to show it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Play the story on a virtual screen even when there is a display.
    #[arg(long)]
    headless: bool,
}

/// Shows the product.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let headless = arguments.headless || !display::is_there();
    let log = Log::create("demo")?;
    say("setting up …");
    let set_up = if headless {
        setup::for_headless_demo
    } else {
        setup::for_demo
    };
    set_up(&log).with_context(|| log.tail(30))?;
    say(&format!(
        "building … ({} so far; a first build takes a while)",
        duration(log.elapsed())
    ));
    log.run(&mut programs::cargo([
        "build",
        "--locked",
        "--package",
        "switchboard",
        "--package",
        "desktop-tests",
        "--bins",
    ]))
    .with_context(|| log.tail(30))?;
    let pictures = repository::target().join("demo");
    std::fs::create_dir_all(&pictures)?;
    if headless {
        say("playing the story on a virtual screen …\n");
        let story = repository::built("story");
        let mut command = display::virtual_screen(&story.to_string_lossy());
        finished(command.arg(repository::built("switchboard")).arg(&pictures))
    } else {
        say("opening the window; close it, or quit from the tray, to end the demo");
        let data = pictures.join("data");
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        let mut command = programs::program(repository::built("switchboard"));
        command
            .arg("--practice")
            .arg("--data-dir")
            .arg(data)
            .env("SWITCHBOARD_DATA_KEY", fresh_key()?);
        finished(&mut command)
    }
}

/// The demo starts anew each time and has nothing to hide, so it does not ask the keychain.
fn fresh_key() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 32];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn finished(command: &mut Command) -> anyhow::Result<ExitCode> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", programs::written(command)))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
