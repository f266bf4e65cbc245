//! What the connect wizard shows: its steps, and for each check what happened and what to do next.

use desk::AccountId;

/// Where an account lives (rules 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// The practice platform of this desk.
    Practice,
    /// Instagram.
    Meta,
    /// Another platform with Instagram's interface, set by flag.
    Custom,
}

/// The wizard's steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The app's id and secret.
    App,
    /// The sign-in.
    SignIn,
    /// Receiving.
    Receive,
    /// Connected and receiving, or left so.
    Done,
}

/// What is checked, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckName {
    /// The shape of app id and secret.
    AppShape,
    /// The browser came back with a code.
    SignIn,
    /// The code became a token, which proves id and secret.
    Exchange,
    /// What the person allowed.
    Permissions,
    /// The token became a long-lived one.
    LongLived,
    /// Whose account it is.
    Identity,
    /// Instagram will deliver this account's messages.
    Subscription,
    /// Instagram verified the callback URL.
    Handshake,
    /// The dashboard's test event arrived, rightly signed.
    TestEvent,
    /// A real message arrived.
    FirstMessage,
}

/// How a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// Not yet its turn, or waiting for somebody else.
    Wait,
    /// Being tried.
    Run,
    /// Good.
    Ok,
    /// Works, but not as it should.
    Warn,
    /// Stops the wizard.
    Bad,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub name: CheckName,
    /// How it stands.
    pub state: CheckState,
    /// What happened, in a sentence.
    pub sentence: String,
    /// What to do next.
    pub next_step: Option<String>,
    /// The platform's own words, in whatever language it chose.
    pub quoted: Option<String>,
    /// Likely causes, the likeliest first.
    pub causes: Vec<String>,
}

impl Check {
    /// A check in this state with this sentence.
    pub(crate) fn new(name: CheckName, state: CheckState, sentence: impl Into<String>) -> Self {
        Self {
            name,
            state,
            sentence: sentence.into(),
            next_step: None,
            quoted: None,
            causes: Vec::new(),
        }
    }

    pub(crate) fn next(mut self, next_step: impl Into<String>) -> Self {
        self.next_step = Some(next_step.into());
        self
    }

    pub(crate) fn quote(mut self, quoted: impl Into<String>) -> Self {
        self.quoted = Some(quoted.into());
        self
    }

    pub(crate) fn causes(mut self, causes: &[&str]) -> Self {
        self.causes = causes.iter().map(|cause| (*cause).to_owned()).collect();
        self
    }
}

/// A question that only the operator can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub sentence: String,
    /// Value and label of each answer.
    pub choices: Vec<(String, String)>,
}

/// The wizard as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wizard {
    /// Its id.
    pub id: String,
    /// Where the account will live.
    pub host: Host,
    /// The current step.
    pub step: Step,
    /// The app's id, when entered.
    pub app_id: Option<String>,
    /// The exact redirect URI to register.
    pub redirect_uri: String,
    /// The sign-in page, once asked for.
    pub authorize_url: Option<String>,
    /// The checks.
    pub checks: Vec<Check>,
    /// The question, when there is one.
    pub question: Option<Question>,
    /// The account, once connected.
    pub account: Option<AccountId>,
}

impl Wizard {
    /// A fresh wizard.
    pub(crate) fn new(id: String, host: Host, redirect_uri: String) -> Self {
        let waiting = |(name, sentence): (CheckName, &str)| Check::new(name, CheckState::Wait, sentence);
        let checks = [
            (CheckName::AppShape, "Enter the app id and the app secret."),
            (CheckName::SignIn, "Sign in with the Instagram account."),
            (CheckName::Exchange, "The sign-in is exchanged for a token."),
            (
                CheckName::Permissions,
                "The permissions that were allowed are checked.",
            ),
            (
                CheckName::LongLived,
                "The token is exchanged for one that lasts 60 days.",
            ),
            (CheckName::Identity, "The account is read."),
            (
                CheckName::Subscription,
                "Instagram is asked to deliver this account’s messages.",
            ),
        ]
        .map(waiting)
        .to_vec();
        Self {
            id,
            host,
            step: Step::App,
            app_id: None,
            redirect_uri,
            authorize_url: None,
            checks,
            question: None,
            account: None,
        }
    }

    /// Puts the check in its place.
    pub(crate) fn set(&mut self, check: Check) {
        match self.checks.iter_mut().find(|other| other.name == check.name) {
            Some(place) => *place = check,
            None => self.checks.push(check),
        }
    }

    /// Puts every check after `name` back to waiting: what it found no longer counts.
    pub(crate) fn reset_after(&mut self, name: CheckName) {
        let fresh = Self::new(String::new(), self.host, String::new());
        for check in &mut self.checks {
            if check.name > name
                && let Some(waiting) = fresh.checks.iter().find(|other| other.name == check.name)
            {
                *check = waiting.clone();
            }
        }
        self.question = None;
    }
}

/// Why app id or secret cannot be right, by shape alone. No call is known that checks the pair (rules 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// Not 10 to 20 digits.
    #[error(
        "An Instagram app id is a number, mostly of 15 to 17 digits. Copy it from the dashboard: Instagram → API setup with Instagram login → Instagram app ID."
    )]
    AppId,
    /// Not 32 hexadecimal digits.
    #[error(
        "An app secret has 32 characters, digits and the letters a to f. Press Show beside Instagram app secret and copy all of it."
    )]
    AppSecret,
}

/// Checks the shapes.
pub(crate) fn shapes(app_id: &str, app_secret: &str) -> Result<(), ShapeError> {
    let digits = app_id.chars().all(|letter| letter.is_ascii_digit());
    if !digits || !(10..=20).contains(&app_id.len()) {
        return Err(ShapeError::AppId);
    }
    if app_secret.len() != 32 || !app_secret.chars().all(|letter| letter.is_ascii_hexdigit()) {
        return Err(ShapeError::AppSecret);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_checked_at_once() {
        let secret = "0badcafe0badcafe0badcafe0badcafe";
        assert_eq!(shapes("700000000000001", secret), Ok(()));
        assert_eq!(shapes("my app", secret), Err(ShapeError::AppId));
        assert_eq!(shapes("700000000000001", "secret"), Err(ShapeError::AppSecret));
    }

    #[test]
    fn a_new_sign_in_forgets_what_later_checks_found() {
        let mut wizard = Wizard::new("w".to_owned(), Host::Meta, String::new());
        wizard.set(Check::new(CheckName::Identity, CheckState::Ok, "@bakery.test"));
        wizard.reset_after(CheckName::SignIn);
        let identity = wizard
            .checks
            .iter()
            .find(|check| check.name == CheckName::Identity);
        assert_eq!(identity.map(|check| check.state), Some(CheckState::Wait));
    }
}
