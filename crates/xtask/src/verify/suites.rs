//! The test suites. All of them run through nextest: a process for each test, and limits from `.config/nextest.toml`.
//!
//! Cargo chooses the features of shared dependencies by what is built together, so every suite names the whole
//! workspace and picks its tests with a filter: anything else would compile the same crates again.

use std::process::Command;

use super::steps::Step;
use crate::log::Log;
use crate::programs::{cargo, npm};
use crate::{display, repository};

/// The model check: every interleaving of a small world.
const MODEL_CHECK: &str = "package(desk) & binary(model)";
/// Tests of the whole product, each a suite of its own. What is neither of these is a unit test.
const WHOLE_PRODUCT: &str = "package(flows) | package(crash) | package(desktop-tests)";

pub(super) const UNIT: Step = Step {
    name: "unit",
    about: "rules, storage and wire formats: examples and properties",
    run: |log| {
        build(log)?;
        let filter = format!("not ({WHOLE_PRODUCT} | ({MODEL_CHECK}))");
        log.run(&mut nextest(cargo([]), &filter))
    },
};

pub(super) const MODEL: Step = Step {
    name: "model",
    about: "every interleaving of a small world, and the broken rules that it catches",
    run: |log| {
        build(log)?;
        log.run(&mut nextest(cargo([]), MODEL_CHECK))
    },
};

pub(super) const FLOWS: Step = Step {
    name: "flows",
    about: "hub and practice Instagram over real HTTP",
    run: |log| {
        build(log)?;
        log.run(&mut nextest(cargo([]), "package(flows)"))
    },
};

pub(super) const CRASH: Step = Step {
    name: "crash",
    about: "the hub killed at every named point and at any moment, and what it leaves",
    run: |log| {
        build(log)?;
        log.run(&mut nextest(cargo([]), "package(crash)"))
    },
};

pub(super) const BROWSER: Step = Step {
    name: "browser",
    about: "the hub's page in Chromium, accessibility included",
    run: |log| {
        build(log)?;
        log.run(&mut npm(&repository::root().join("tests/browser"), ["test"]))
    },
};

pub(super) const DESKTOP: Step = Step {
    name: "desktop",
    about: "the real window on a virtual screen",
    run: |log| {
        build(log)?;
        log.run(&mut nextest(
            display::virtual_screen("cargo"),
            "package(desktop-tests)",
        ))
    },
};

/// Compiles the programs that the whole-product tests start, and every test with them.
fn build(log: &Log) -> anyhow::Result<()> {
    log.run(&mut cargo([
        "build",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
        "--locked",
    ]))
}

fn nextest(mut cargo: Command, filter: &str) -> Command {
    cargo.args([
        "nextest",
        "run",
        "--workspace",
        "--locked",
        "--no-fail-fast",
        "--show-progress",
        "none",
        "-E",
        filter,
    ]);
    cargo
}
