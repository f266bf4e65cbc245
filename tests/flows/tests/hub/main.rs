//! The hub: its door, its document, its feed, its process, and its secrets.

mod door;
mod elsewhere;
mod environment;
mod feed;
mod process;
mod secrets;
mod settings;
mod side_by_side;
mod whole;
