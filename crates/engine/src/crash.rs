//! Named places at which a test build kills itself, to prove what a crash there leaves behind (rules 9).
//!
//! Only a debug build has them; in a release a point is nothing.

/// Kills the process when the environment names this point in `SWITCHBOARD_CRASH_AT`, as `name` or as
/// `name:n` for the n-th time it is passed.
#[cfg(debug_assertions)]
pub(crate) fn point(name: &str) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static PASSED: AtomicU64 = AtomicU64::new(0);
    let Ok(wanted) = std::env::var("SWITCHBOARD_CRASH_AT") else {
        return;
    };
    let (wanted, times) = match wanted.split_once(':') {
        Some((wanted, times)) => (wanted.to_owned(), times.parse().unwrap_or(1)),
        None => (wanted, 1),
    };
    if wanted == name && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == times {
        // No destructor runs and nothing is flushed: as near to a power cut as a process comes.
        std::process::abort();
    }
}

#[cfg(not(debug_assertions))]
pub(crate) fn point(_name: &str) {}
