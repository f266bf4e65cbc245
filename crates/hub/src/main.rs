//! hub.
fn main() {}
