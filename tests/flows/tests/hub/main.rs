//! The hub: its door, its document, its feed, its process, and its secrets.

mod door;
mod feed;
mod process;
mod secrets;
mod whole;
