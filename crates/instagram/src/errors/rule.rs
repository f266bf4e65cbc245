//! The words in which an error is judged.

use serde::Serialize;

/// One row of the table of known errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The codes it is about.
    pub codes: Codes,
    /// The subcodes it is about.
    pub subcode: Subcode,
    /// What kind of trouble it is.
    pub class: Class,
    /// Whether and when the same call may be repeated.
    pub retry: Retry,
    /// What must pause until the cause is gone.
    pub stops: Stops,
    /// What it means and what to do, in plain words for the operator.
    pub sentence: &'static str,
}

/// Which codes a row covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// One code.
    One(i64),
    /// All codes from the first to the last.
    Range(i64, i64),
    /// Whatever no other row covers.
    Any,
}

/// Which subcodes a row covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subcode {
    /// Exactly this one.
    Is(i64),
    /// None, or one that no other row names.
    Any,
}

/// The kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The token is dead; only signing in again helps.
    Auth,
    /// The app or the token lacks a permission.
    Permission,
    /// The customer has not written within the window (contract 4.4).
    WindowClosed,
    /// This person cannot be written to.
    RecipientUnavailable,
    /// Another app or a flow of Meta's owns the conversation.
    ThreadHeldByOther,
    /// Too many calls. A pause, not a failed try.
    RateLimited,
    /// A passing fault on Meta's side.
    Transient,
    /// It may have worked: look before doing anything (contract 0.8).
    Unknown,
    /// What was sent cannot be sent like this.
    InvalidContent,
    /// The app's id, secret, node or feature setting is wrong.
    ConfigurationWrong,
    /// Instagram restricts the account or the app.
    AccountRestricted,
    /// The account's owner does not let apps read and write its messages.
    MessagesDisabled,
    /// The person has not written to us, so their profile is closed to us.
    ConsentMissing,
    /// What was asked for does not exist, or no longer.
    NotFound,
    /// Nothing is known about this code.
    Other,
}

/// Whether the same call may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Repeating it gives the same answer.
    Never,
    /// With growing pauses.
    Later,
    /// One more time, after a pause.
    LaterOnce,
    /// After hours rather than minutes.
    LaterLong,
    /// After a new sign-in.
    AfterSignIn,
    /// After the operator has changed something outside this desk.
    WhenFixed,
    /// Only once it is certain that the first call did not work.
    ReconcileFirst,
}

/// What must pause until the cause is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stops {
    /// Only the call itself has failed.
    Nothing,
    /// Further sends to this person would fail alike.
    Conversation,
    /// The account's rate bucket.
    Pace,
    /// Everything the account sends.
    Account,
}
