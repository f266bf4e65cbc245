//! What the desk's tests share: the people, and a store in memory.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

pub(crate) mod memory;
pub(crate) mod people;
