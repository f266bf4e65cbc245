//! Where the store's time comes from. Nothing in this crate reads a clock of its own.

use desk::Now;

/// The clock of the desk: wall time, and Meta's time as it is known (rules 6).
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> Now;
}

impl<F: Fn() -> Now + Send + Sync> Clock for F {
    fn now(&self) -> Now {
        self()
    }
}
