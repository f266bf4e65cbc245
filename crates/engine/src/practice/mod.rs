//! Practice: an account on a platform of our own, with customers that write by themselves and that one can
//! play. No real token ever reaches it, and no practice text a customer (rules 7).

mod client;
mod moved;

pub(crate) use client::{APP_ID, PracticeClient, PracticeError};
pub(crate) use moved::{follow, model_at};

/// The prefix of practice tokens: the real platform's connection refuses it, and practice refuses any other.
pub(crate) const TOKEN_PREFIX: &str = "IGAAPRACTICE";

/// The script in which customers write on their own, one after another.
pub(crate) const STORY: &str = "bakery_day";

/// A customer of the practice platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The IGSID.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// The handle.
    pub username: String,
}

/// A script that a customer can play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its name.
    pub name: String,
    /// What it plays, in words.
    pub title: String,
    /// Whether it runs.
    pub running: bool,
}

/// What a practice customer can attach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PracticeAttachment {
    /// A picture.
    Image,
    /// A voice note.
    Audio,
    /// A film.
    Video,
}

/// The practice platform, as the operator sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Practice {
    /// Whether this host runs one.
    pub running: bool,
    /// The connected practice account.
    pub account: Option<desk::AccountId>,
    /// Its customers.
    pub customers: Vec<Customer>,
    /// The scripts.
    pub scripts: Vec<Script>,
    /// Whether the customers write on their own.
    pub story_running: bool,
}
