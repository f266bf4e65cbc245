//! Kills the hub in the middle of everything and looks at what is left (rules 9).
//!
//! The hub is a process of its own and dies in two ways: by its own hand at a named crash point, and by SIGKILL
//! at any moment while customers, the operator and the platform go on. The emulated Instagram lives in the
//! test's process and survives, so it knows what it delivered with 200 and what it accepted. After each chain of
//! kills the [`oracle`] compares that truth with what the desk shows and keeps.
//!
//! SIGKILL keeps what the kernel holds, so it says nothing about the disk: [`trace`] reads from the system calls
//! whether a 200 follows its sync.

pub mod chain;
mod connect;
pub mod crowd;
pub mod hub;
pub mod oracle;
pub mod rebuild;
pub mod scene;
pub mod stage;
pub mod trace;
