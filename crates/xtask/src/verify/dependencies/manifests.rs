//! The borders that are in the manifests, read through `cargo metadata`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use crate::programs;

/// For each crate, the crates of the house that it may depend on.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("desk", &[]),
    ("instagram", &[]),
    ("sandbox", &[]),
    ("xtask", &[]),
    ("store", &["desk"]),
    ("autopilot", &["desk"]),
    ("engine", &["desk", "store", "instagram", "autopilot"]),
    ("api", &["desk", "engine"]),
    ("hub", &["api", "engine", "sandbox"]),
    ("switchboard", &["api", "engine", "sandbox"]),
];

/// Tests of these crates may use the practice Instagram as well.
const TESTED_AGAINST_THE_SANDBOX: &[&str] = &["engine", "api", "hub"];

/// Libraries that belong to one crate: the beginning of their names, and whose they are.
const OWNED: &[(&str, &str)] = &[
    ("sqlx", "store"),
    ("tauri", "switchboard"),
    ("wry", "switchboard"),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

/// Every dependency that crosses a border, as a sentence.
pub(super) fn broken_borders() -> anyhow::Result<Vec<String>> {
    let text = programs::output(&mut programs::cargo([
        "metadata",
        "--format-version",
        "1",
        "--no-deps",
        "--locked",
    ]))?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;
    Ok(check(&metadata.packages))
}

fn check(packages: &[Package]) -> Vec<String> {
    let house: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let tests: BTreeSet<&str> = packages
        .iter()
        .filter(|package| is_test(package))
        .map(|package| package.name.as_str())
        .collect();
    packages
        .iter()
        .filter(|package| !is_test(package))
        .flat_map(|package| borders_of(package, &house, &tests))
        .collect()
}

/// Whole-product tests and benchmarks live in `tests/`. They may know everybody, and nobody may know them.
fn is_test(package: &Package) -> bool {
    let folder = Path::new(&package.manifest_path).parent().and_then(Path::parent);
    folder.is_some_and(|folder| folder.ends_with("tests"))
}

fn borders_of(package: &Package, house: &BTreeSet<&str>, tests: &BTreeSet<&str>) -> Vec<String> {
    let name = package.name.as_str();
    let Some((_, allowed)) = MAY_KNOW.iter().find(|(crate_name, _)| *crate_name == name) else {
        return vec![format!(
            "{name}: a new crate; say in the design and in xtask whom it may know"
        )];
    };
    let mut broken = Vec::new();
    for Dependency { name: other, kind } in &package.dependencies {
        let in_tests = kind.as_deref() == Some("dev");
        let extra = in_tests && other == "sandbox" && TESTED_AGAINST_THE_SANDBOX.contains(&name);
        let itself = in_tests && other == name;
        if tests.contains(other.as_str()) {
            broken.push(format!("{name} depends on {other}, which is a test"));
        } else if house.contains(other.as_str()) && !allowed.contains(&other.as_str()) && !extra && !itself {
            broken.push(format!("{name} may not know {other}"));
        }
        for (library, owner) in OWNED {
            if other.starts_with(library) && name != *owner {
                broken.push(format!("{name} uses {other}, which only {owner} may"));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, folder: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        let dependency = |(name, kind): &(&str, Option<&str>)| Dependency {
            name: (*name).into(),
            kind: kind.map(Into::into),
        };
        Package {
            name: name.into(),
            manifest_path: format!("/house/{folder}/{name}/Cargo.toml"),
            dependencies: dependencies.iter().map(dependency).collect(),
        }
    }

    #[test]
    fn the_house_keeps_its_borders() {
        assert_eq!(broken_borders().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_forbidden_edge_is_found() {
        let packages = [
            package("sandbox", "crates", &[("instagram", None)]),
            package("instagram", "crates", &[]),
        ];
        assert_eq!(check(&packages), ["sandbox may not know instagram"]);
    }

    #[test]
    fn a_library_has_one_owner() {
        let packages = [package("engine", "crates", &[("sqlx", None), ("tokio", None)])];
        assert_eq!(check(&packages), ["engine uses sqlx, which only store may"]);
    }

    #[test]
    fn a_crate_nobody_spoke_about_is_found() {
        assert_eq!(check(&[package("helpers", "crates", &[])]).len(), 1);
    }

    #[test]
    fn tests_may_know_everybody_and_are_known_by_nobody() {
        let packages = [
            package("flows", "tests", &[("hub", None), ("sqlx", None)]),
            package(
                "hub",
                "crates",
                &[("sandbox", Some("dev")), ("flows", Some("dev"))],
            ),
        ];
        assert_eq!(check(&packages), ["hub depends on flows, which is a test"]);
    }
}
