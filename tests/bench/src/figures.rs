//! Figures: percentiles, the table, the machine they were taken on, and the bounds.

use std::time::Duration;

/// Times of one thing, in the order in which they were taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Adds one.
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Adds others.
    pub(crate) fn extend(&mut self, others: impl IntoIterator<Item = Duration>) {
        self.0.extend(others);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time, in ms, that `percent` of them do not pass: an observed one, never a mean of two.
    pub(crate) fn percentile(&self, percent: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (percent / 100.0 * count(sorted.len())).ceil().max(1.0);
        let last = sorted.len().saturating_sub(1);
        // A rank is a small whole number here.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rank lies between 1 and the number of times"
        )]
        let index = (rank as usize - 1).min(last);
        sorted.get(index).copied().map_or(f64::NAN, ms)
    }
}

/// Milliseconds.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A count as a number to divide by.
pub(crate) fn count(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The middle of some figures.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A figure with its bound.
struct Bound {
    what: String,
    figure: f64,
    bound: f64,
    unit: &'static str,
    at_least: bool,
}

impl Bound {
    fn holds(&self) -> bool {
        if self.at_least {
            self.figure >= self.bound
        } else {
            self.figure <= self.bound
        }
    }
}

/// What a run has to say.
#[derive(Default)]
pub(crate) struct Report {
    title: String,
    notes: Vec<String>,
    rows: Vec<Vec<String>>,
    bounds: Vec<Bound>,
}

impl Report {
    /// An empty one.
    pub(crate) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            ..Self::default()
        }
    }

    /// A line of prose: what was measured, and on what.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// A row of the table; the first is its head.
    pub(crate) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// A figure that must reach its bound.
    pub(crate) fn at_least(&mut self, what: &str, figure: f64, bound: f64, unit: &'static str) {
        self.bound(what, figure, bound, unit, true);
    }

    /// A figure that must not pass its bound.
    pub(crate) fn at_most(&mut self, what: &str, figure: f64, bound: f64, unit: &'static str) {
        self.bound(what, figure, bound, unit, false);
    }

    fn bound(&mut self, what: &str, figure: f64, bound: f64, unit: &'static str, at_least: bool) {
        self.bounds.push(Bound {
            what: what.to_owned(),
            figure,
            bound,
            unit,
            at_least,
        });
    }

    /// Prints everything, and says whether every bound held.
    pub(crate) fn print(&self) -> bool {
        say(&format!("\n{}\n{}", self.title, machine()));
        for note in &self.notes {
            say(note);
        }
        say("");
        for line in table(&self.rows) {
            say(&line);
        }
        say("");
        for bound in &self.bounds {
            let (sign, word) = if bound.at_least {
                ("≥", "at least")
            } else {
                ("≤", "at most")
            };
            let verdict = if bound.holds() { "holds " } else { "MISSED" };
            let unit = bound.unit;
            say(&format!(
                "{verdict} {sign} {}: {:.2}{unit}, {word} {:.2}{unit}",
                bound.what, bound.figure, bound.bound
            ));
        }
        self.bounds.iter().all(Bound::holds)
    }
}

fn table(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let width = |row: &Vec<String>| row.get(column).map_or(0, |cell| cell.chars().count());
            rows.iter().map(width).max().unwrap_or_default()
        })
        .collect();
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                if column == 0 {
                    line.push_str(&format!("{cell:<width$}"));
                } else {
                    line.push_str(&format!("  {cell:>width$}"));
                }
            }
            line
        })
        .collect()
}

/// What the figures were taken on, and what else it was doing.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let load: Vec<String> = read("/proc/loadavg")
        .split_whitespace()
        .take(3)
        .map(str::to_owned)
        .collect();
    let model = read("/proc/cpuinfo")
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_start_matches([' ', '\t', ':']).to_owned())
        .unwrap_or_default();
    format!(
        "{cores} cores ({model}); load average at the end {}",
        load.join(" ")
    )
}

/// One line for whoever runs this.
#[expect(clippy::print_stdout, reason = "printing figures is this program's job")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}
