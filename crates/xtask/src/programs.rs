//! Commands as the tasks start them: in the root folder, without colours, with the repository's own tools on the path.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::repository;

/// Any program.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    let own = repository::tools().join("bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Ok(path) = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&path))) {
        command.env("PATH", path);
    }
    command
        .current_dir(repository::root())
        .env("CARGO_TERM_COLOR", "never")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null());
    command
}

/// Cargo with arguments.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// npm with arguments, in one of the folders that has a package.json.
pub(crate) fn npm<const N: usize>(folder: &Path, arguments: [&str; N]) -> Command {
    let mut command = program("npm");
    command
        .args(arguments)
        .current_dir(folder)
        .env("npm_config_fund", "false")
        .env("npm_config_audit", "false");
    command
}

/// Whether a command can be started and succeeds, its output thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What a command prints, if it succeeds.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    anyhow::ensure!(output.status.success(), "{} failed", written(command));
    Ok(String::from_utf8(output.stdout)?)
}

/// The command as one would type it.
pub(crate) fn written(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(name).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
