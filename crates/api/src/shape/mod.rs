//! The shapes on the wire. They mirror the desk's words and hold no rule: a shape is made from what the
//! engine shows, with the sentences of `words`.

mod account;
mod conversation;
mod decision;
mod health;
mod item;
mod owner;
mod practice;
mod send;
mod settings;
mod wizard;

pub use account::*;
pub use conversation::*;
pub use decision::*;
pub use health::*;
pub use item::*;
pub use owner::*;
pub use practice::*;
pub use send::*;
pub use settings::*;
pub use wizard::*;
