//! The borders that only the sources show.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::repository;

const IMPORTS_OF_TAURI: &[&str] = &["\"@tauri-apps/", "'@tauri-apps/"];
const BEFORE_A_TABLE: &[&str] = &["FROM", "INTO", "JOIN", "UPDATE", "TABLE"];

/// Every crossing, as a sentence.
pub(super) fn broken_borders() -> anyhow::Result<Vec<String>> {
    let root = repository::root();
    let mut broken = tauri_imports(root)?;
    broken.extend(named_tables(root)?);
    Ok(broken)
}

/// Only `ui/src/backend` may know which host it runs in.
fn tauri_imports(root: &Path) -> anyhow::Result<Vec<String>> {
    let backend = root.join("ui/src/backend");
    let mut broken = Vec::new();
    for file in files(&root.join("ui/src"), &["ts", "tsx"]) {
        let text = std::fs::read_to_string(&file)?;
        if !file.starts_with(&backend) && IMPORTS_OF_TAURI.iter().any(|import| text.contains(import)) {
            broken.push(format!(
                "{} imports @tauri-apps; only ui/src/backend may",
                relative(root, &file)
            ));
        }
    }
    Ok(broken)
}

/// Only `store` may name a table.
fn named_tables(root: &Path) -> anyhow::Result<Vec<String>> {
    let store = root.join("crates/store");
    let mut tables = BTreeSet::new();
    for file in files(&store, &["sql"]) {
        tables.extend(tables_made_in(&std::fs::read_to_string(file)?));
    }
    let mut broken = Vec::new();
    for file in files(&root.join("crates"), &["rs"])
        .into_iter()
        .chain(files(&root.join("src-tauri/src"), &["rs"]))
    {
        if file.starts_with(&store) || file.starts_with(root.join("crates/xtask")) {
            continue;
        }
        for table in tables_used_in(&std::fs::read_to_string(&file)?, &tables) {
            broken.push(format!(
                "{} names the table {table}; only store may",
                relative(root, &file)
            ));
        }
    }
    Ok(broken)
}

fn tables_made_in(sql: &str) -> Vec<String> {
    let words: Vec<&str> = sql
        .split_whitespace()
        .filter(|word| !matches!(*word, "IF" | "NOT" | "EXISTS" | "VIRTUAL"))
        .collect();
    let made = words.windows(3).filter_map(|three| match three {
        ["CREATE", "TABLE", name] => Some(name.split('(').next().unwrap_or(name).to_owned()),
        _ => None,
    });
    made.collect()
}

fn tables_used_in(source: &str, tables: &BTreeSet<String>) -> BTreeSet<String> {
    let words: Vec<&str> = source
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let used = words.windows(2).filter_map(|two| match two {
        [before, name] if BEFORE_A_TABLE.contains(before) && tables.contains(*name) => {
            Some((*name).to_owned())
        }
        _ => None,
    });
    used.collect()
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn relative(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_from_migrations() {
        let sql = "CREATE TABLE journal (seq INTEGER) STRICT;\nCREATE TABLE IF NOT EXISTS sends(id TEXT); CREATE VIRTUAL TABLE search USING fts5(text);";
        assert_eq!(tables_made_in(sql), ["journal", "sends", "search"]);
    }

    #[test]
    fn a_table_in_a_statement_is_found_and_a_word_in_a_sentence_is_not() {
        let tables = BTreeSet::from(["journal".to_owned(), "sends".to_owned()]);
        let source = "let a = \"SELECT 1 FROM journal\"; // read from sends, later";
        assert_eq!(
            tables_used_in(source, &tables),
            BTreeSet::from(["journal".to_owned()])
        );
    }
}
