//! A wizard's session: what is shown, and beside it the secrets that are not. It lives in memory only, so
//! that closing the program half-way leaves nothing behind (rules 7).

use super::wizard::{Check, CheckName, CheckState, Host, Step, Wizard};
use desk::Millis;
use secrecy::SecretString;
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// A code and a state are good for an hour (contract 1.2).
const CODE_LIFETIME: Millis = desk::HOUR;

/// What a sign-in gave, until it is stored.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) token: SecretString,
    /// Wall time at which the short token was given, ms.
    pub(crate) at: Millis,
    /// Wall time at which the token ends, ms, and whether it is a long one.
    pub(crate) expires: Option<Millis>,
    pub(crate) is_long: bool,
}

/// One running wizard.
pub(crate) struct Session {
    pub(crate) wizard: Wizard,
    pub(crate) secret: Option<SecretString>,
    pub(crate) state: Option<(String, Millis)>,
    pub(crate) signed: Option<Signed>,
    pub(crate) identity: Option<instagram::Me>,
    pub(crate) running: Option<CancellationToken>,
    pub(crate) may_replace: bool,
}

/// All running wizards.
#[derive(Default)]
pub(crate) struct Sessions {
    open: Mutex<HashMap<String, Session>>,
    used_codes: Mutex<HashSet<u64>>,
}

/// Why a redirect is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// Its `state` is not the one that was sent out.
    OtherState,
    /// The sign-in was begun too long ago.
    TooOld,
    /// The code was used here already.
    Used,
}

impl Sessions {
    pub(crate) fn open(&self, wizard: Wizard) {
        let session = Session {
            wizard,
            secret: None,
            state: None,
            signed: None,
            identity: None,
            running: None,
            may_replace: false,
        };
        self.with_all(|all| all.insert(session.wizard.id.clone(), session));
    }

    /// Runs `change` on the session, if it is still there.
    pub(crate) fn with<T>(&self, id: &str, change: impl FnOnce(&mut Session) -> T) -> Option<T> {
        self.with_all(|all| all.get_mut(id).map(change))
    }

    fn with_all<T>(&self, change: impl FnOnce(&mut HashMap<String, Session>) -> T) -> T {
        let mut all = self
            .open
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        change(&mut all)
    }

    /// Ends a session and whatever it is doing.
    pub(crate) fn close(&self, id: &str) -> bool {
        let Some(mut session) = self.with_all(|all| all.remove(id)) else {
            return false;
        };
        session.halt();
        true
    }

    /// The wizard that sent this `state` out.
    pub(crate) fn by_state(&self, state: &str) -> Option<String> {
        self.with_all(|all| {
            all.values()
                .find(|session| session.state.as_ref().is_some_and(|(sent, _)| sent == state))
                .map(|session| session.wizard.id.clone())
        })
    }

    /// Takes a redirect that belongs to this session, is fresh, and whose code is new: its code and `state`
    /// are spent, and the sign-in that `running` stops runs from here on.
    pub(crate) fn take_code(
        &self,
        id: &str,
        code: &str,
        state: Option<&str>,
        now: Millis,
        running: &CancellationToken,
    ) -> Result<(), Unusable> {
        let taken = self.with(id, |session| {
            if self.is_used(code) {
                return Err(Unusable::Used);
            }
            let Some((sent, at)) = &session.state else {
                return Err(Unusable::OtherState);
            };
            if state.is_some_and(|state| state != sent) {
                return Err(Unusable::OtherState);
            }
            if now - at > CODE_LIFETIME {
                return Err(Unusable::TooOld);
            }
            self.used().insert(hash(code));
            session.state = None;
            session.run(running.clone());
            Ok(())
        });
        taken.unwrap_or(Err(Unusable::OtherState))
    }

    /// Whether this code was taken here before: a page that is loaded again brings it once more.
    pub(crate) fn is_used(&self, code: &str) -> bool {
        self.used().contains(&hash(code))
    }

    fn used(&self) -> std::sync::MutexGuard<'_, HashSet<u64>> {
        self.used_codes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn hash(code: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    code.hash(&mut hasher);
    hasher.finish()
}

impl Session {
    /// Shows a check; a bad one ends what is running.
    pub(crate) fn show(&mut self, check: Check) {
        if check.state == CheckState::Bad {
            self.running = None;
        }
        self.wizard.set(check);
    }

    /// What runs for this wizard from here on; what ran before is stopped.
    pub(crate) fn run(&mut self, running: CancellationToken) {
        if let Some(older) = self.running.replace(running) {
            older.cancel();
        }
    }

    /// Stops what runs.
    pub(crate) fn halt(&mut self) {
        if let Some(running) = self.running.take() {
            running.cancel();
        }
    }

    /// Takes another redirect URI; a sign-in that was begun with the old one is over. Not once the account is connected.
    pub(crate) fn redirect_to(&mut self, uri: String) -> bool {
        if self.wizard.account.is_some() {
            return false;
        }
        if self.wizard.redirect_uri != uri {
            self.halt();
            self.state = None;
            self.signed = None;
            self.identity = None;
            self.wizard.redirect_uri = uri;
            self.wizard.authorize_url = None;
            self.wizard.question = None;
            self.wizard.reset_after(CheckName::AppShape);
        }
        true
    }

    /// Starts a fresh sign-in with this `state`.
    pub(crate) fn begin_sign_in(&mut self, state: String, url: String, now: Millis) {
        self.halt();
        self.state = Some((state, now));
        self.signed = None;
        self.identity = None;
        self.may_replace = false;
        self.wizard.authorize_url = Some(url);
        self.wizard.step = Step::SignIn;
        self.wizard.reset_after(CheckName::SignIn);
        let sentence = if self.wizard.host == Host::Practice {
            "Signing in to the practice platform…"
        } else {
            "Waiting for the browser. Allow everything that Instagram asks for."
        };
        self.wizard
            .set(Check::new(CheckName::SignIn, CheckState::Run, sentence).next(
                "When the browser shows a page that cannot be opened, copy its address and paste it here.",
            ));
    }
}

impl Unusable {
    /// What the operator reads.
    pub(crate) fn check(self) -> Check {
        let bad = |sentence: &str| Check::new(CheckName::SignIn, CheckState::Bad, sentence);
        match self {
            Self::OtherState => bad("That address belongs to another sign-in, so it was not used.")
                .next("Press Sign in again and use the address that this sign-in leads to."),
            Self::TooOld => bad("That sign-in was begun more than an hour ago, and its code has expired.")
                .next("Press Sign in again to begin a new one."),
            Self::Used => bad("That code was used here already, and a code works once.")
                .next("Press Sign in again to get a new one."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting() -> Sessions {
        let sessions = Sessions::default();
        sessions.open(Wizard::new("w".to_owned(), Host::Meta, String::new()));
        sessions.with("w", |session| {
            session.begin_sign_in("s-1".to_owned(), String::new(), 1_000)
        });
        sessions
    }

    fn take(sessions: &Sessions, code: &str, state: Option<&str>, now: Millis) -> Result<(), Unusable> {
        sessions.take_code("w", code, state, now, &CancellationToken::new())
    }

    #[test]
    fn a_code_is_used_once() {
        let sessions = waiting();
        assert_eq!(take(&sessions, "AQDexample", Some("s-1"), 2_000), Ok(()));
        assert_eq!(
            take(&sessions, "AQDexample", Some("s-1"), 2_000),
            Err(Unusable::Used)
        );
    }

    #[test]
    fn a_state_is_spent_with_its_code() {
        let sessions = waiting();
        assert_eq!(take(&sessions, "a", Some("s-1"), 2_000), Ok(()));
        assert_eq!(
            take(&sessions, "b", Some("s-1"), 2_000),
            Err(Unusable::OtherState)
        );
    }

    #[test]
    fn an_unusable_redirect_leaves_what_runs_alone() {
        let sessions = waiting();
        let running = CancellationToken::new();
        let taken = sessions.take_code("w", "a", Some("s-1"), 2_000, &running);
        assert_eq!(taken, Ok(()));
        assert_eq!(take(&sessions, "a", Some("s-1"), 2_000), Err(Unusable::Used));
        assert!(!running.is_cancelled());
    }

    #[test]
    fn another_state_is_refused_and_a_bare_code_is_not() {
        let sessions = waiting();
        assert_eq!(
            take(&sessions, "a", Some("s-2"), 2_000),
            Err(Unusable::OtherState)
        );
        assert_eq!(take(&sessions, "a", None, 2_000), Ok(()));
    }

    #[test]
    fn an_old_sign_in_is_refused() {
        let sessions = waiting();
        let later = 1_000 + CODE_LIFETIME + 1;
        assert_eq!(take(&sessions, "a", Some("s-1"), later), Err(Unusable::TooOld));
    }
}
