//! The autopilot: what it answers, what it is told, when it fails, and when it keeps silent.

mod answers;
mod bursts;
mod failures;
mod prompt;
mod restart;
mod silence;
