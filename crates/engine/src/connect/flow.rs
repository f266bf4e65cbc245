//! The sign-in, step by step, each step shown as it happens (contract 1.3 to 1.5, 2.1, 3.2).
//!
//! Nothing is stored before the last step: the account, its secrets and its app are written in one
//! transaction once Instagram has agreed to deliver its messages. A step that fails says so, in its own
//! check, with what to do next; what was signed in so far stays in memory for *Try again*.

use super::session::{Signed, Unusable};
use super::wizard::{Check, CheckName, CheckState, Host, Question};
use super::words;
use crate::accounts::Live;
use crate::inner::Inner;
use crate::practice::TOKEN_PREFIX;
use instagram::{App, CallError, Redirected, SignIn, TokenKind};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use store::Clock as _;
use tokio_util::sync::CancellationToken;

/// What the sign-in needs at each step.
pub(super) struct Flow {
    pub(super) inner: Arc<Inner>,
    pub(super) id: String,
    pub(super) host: Host,
    pub(super) app: App,
    pub(super) redirect_uri: String,
    pub(super) transport: instagram::Transport,
    pub(super) hosts: instagram::Hosts,
    /// Stops this sign-in: its wizard was closed, or begins anew.
    pub(super) stop: CancellationToken,
}

/// A step that ended the sign-in; what happened is shown in its check.
pub(super) struct Stopped;

impl Flow {
    /// What a stopped sign-in finds no longer belongs in the wizard.
    pub(super) fn show(&self, check: Check) {
        if self.stop.is_cancelled() {
            return;
        }
        self.inner.sessions.with(&self.id, |session| session.show(check));
        self.inner.notice_connect(&self.id);
    }

    fn running(&self, name: CheckName, sentence: &str) {
        self.show(Check::new(name, CheckState::Run, sentence));
    }

    fn ok(&self, name: CheckName, sentence: impl Into<String>) {
        self.show(Check::new(name, CheckState::Ok, sentence));
    }

    /// From the code to the stored account.
    pub(super) async fn run(self, code: SecretString) {
        let found = async {
            self.exchange(code).await?;
            self.resume().await
        };
        self.finish(found).await;
    }

    /// Again, from what is signed in already.
    pub(super) async fn run_again(self) {
        self.finish(self.resume()).await;
    }

    /// Finding out whose account it is ends when told to. Connecting it does not: cut between two of its
    /// steps, it would leave one of them behind.
    async fn finish(&self, found: impl Future<Output = Result<instagram::Me, Stopped>>) {
        let found = tokio::select! {
            () = self.stop.cancelled() => return,
            found = found => found,
        };
        if let Ok(me) = found {
            let _ends_in_its_check: Result<(), Stopped> = self.connect(&me).await;
        }
    }

    async fn resume(&self) -> Result<instagram::Me, Stopped> {
        self.lengthen().await?;
        let me = self.identify().await?;
        self.may_connect(&me).await?;
        Ok(me)
    }

    async fn connect(&self, me: &instagram::Me) -> Result<(), Stopped> {
        let signed = self.signed()?;
        let access = instagram::Access {
            account: me.user_id.clone(),
            token: signed.token.clone(),
        };
        // What arrives from the subscription on has nowhere to go until the account is stored.
        let _expected = self
            .inner
            .accounts
            .expect(desk::AccountId::from(me.user_id.as_str()));
        self.subscribe(&access).await?;
        self.store(me, signed, &access).await
    }

    /// The code in a redirect, taken once and only by the sign-in that it belongs to; or what to say instead.
    pub(super) fn read_redirect(&self, redirected: Redirected) -> Result<SecretString, Check> {
        let (code, state) = match redirected {
            Redirected::Code { code, state } => (code, state),
            Redirected::Denied { description, .. } => {
                return Err(Check::new(
                    CheckName::SignIn,
                    CheckState::Bad,
                    "The sign-in was cancelled or refused. Nothing was connected.",
                )
                .quote(description)
                .causes(&[
                    "Cancel was pressed on Instagram’s page.",
                    "The app is still in development mode: Instagram then refuses in the person’s name. Publish it in the dashboard.",
                ])
                .next("Press Sign in again."));
            }
            Redirected::Unreadable => {
                return Err(Check::new(
                    CheckName::SignIn,
                    CheckState::Bad,
                    "There is no sign-in code in that address.",
                )
                .next("Copy the whole address from the browser’s address bar after pressing Allow; it contains code= and state=."));
            }
        };
        let now = self.inner.clock.now().wall;
        self.inner
            .sessions
            .take_code(&self.id, code.expose_secret(), state.as_deref(), now, &self.stop)
            .map_err(Unusable::check)?;
        self.ok(CheckName::SignIn, "The browser came back with a code.");
        Ok(code)
    }

    async fn exchange(&self, code: SecretString) -> Result<(), Stopped> {
        self.running(CheckName::Exchange, "Exchanging the code for a token…");
        let sign_in = SignIn::new(self.hosts.clone(), self.transport.clone());
        let answer = sign_in.exchange(&self.app, &self.redirect_uri, &code).await;
        self.inner.learn_clock(&answer.meters);
        let short = answer.value.map_err(|error| {
            self.show(words::failed(CheckName::Exchange, &error));
            Stopped
        })?;
        self.right_platform(&short.token)?;
        self.ok(
            CheckName::Exchange,
            "App id and secret belong together; the sign-in became a token.",
        );
        self.check_permissions(&short.permissions)?;
        let at = self.inner.clock.now().wall;
        let signed = Signed {
            token: short.token,
            at,
            expires: Some(at + instagram::SHORT_TOKEN_LIFETIME_S * 1_000),
            is_long: false,
        };
        self.inner
            .sessions
            .with(&self.id, |session| session.signed = Some(signed));
        Ok(())
    }

    /// No real token reaches the practice platform, no practice token the real one (rules 7).
    fn right_platform(&self, token: &SecretString) -> Result<(), Stopped> {
        if takes(self.host, token) {
            return Ok(());
        }
        self.show(
            Check::new(
                CheckName::Exchange,
                CheckState::Bad,
                "The token is of another kind than this connection takes, so it was thrown away.",
            )
            .next("Use the app id and secret of API setup with Instagram login, and sign in anew."),
        );
        Err(Stopped)
    }

    fn check_permissions(&self, granted: &[String]) -> Result<(), Stopped> {
        // An answer that names none tells nothing; the next calls will.
        let missing: Vec<&str> = instagram::SCOPES
            .iter()
            .copied()
            .filter(|scope| !granted.is_empty() && !granted.iter().any(|own| own == scope))
            .collect();
        if missing.is_empty() {
            self.ok(CheckName::Permissions, "Everything that is needed was allowed.");
            return Ok(());
        }
        let lost = missing.iter().map(|scope| match *scope {
            "instagram_business_manage_messages" => "reading and answering messages",
            _ => "reading the account",
        });
        let lost: Vec<&str> = lost.collect();
        let sentence = format!(
            "Without {} there is no {}.",
            missing.join(" and "),
            lost.join(" and no ")
        );
        self.show(
            Check::new(CheckName::Permissions, CheckState::Bad, sentence)
                .next("Press Sign in again and leave every permission ticked."),
        );
        Err(Stopped)
    }

    fn signed(&self) -> Result<Signed, Stopped> {
        self.inner
            .sessions
            .with(&self.id, |session| session.signed.clone())
            .flatten()
            .ok_or_else(|| {
                let sentence = "What was signed in before is gone. Nothing was connected.";
                self.show(
                    Check::new(CheckName::SignIn, CheckState::Bad, sentence).next("Press Sign in again."),
                );
                Stopped
            })
    }

    async fn lengthen(&self) -> Result<(), Stopped> {
        let mut signed = self.signed()?;
        if signed.is_long {
            return Ok(());
        }
        self.running(CheckName::LongLived, "Asking for a token that lasts 60 days…");
        let sign_in = SignIn::new(self.hosts.clone(), self.transport.clone());
        let answer = sign_in.lengthen(&self.app, &signed.token).await;
        self.inner.learn_clock(&answer.meters);
        match answer.value {
            Ok(long) => {
                let days = long.expires_in_s.unwrap_or(60 * 86_400) / 86_400;
                signed.expires = long.expires_in_s.map(|seconds| {
                    let now = self.inner.clock.now().wall;
                    now.saturating_add(seconds.saturating_mul(1_000))
                });
                signed.token = long.token;
                signed.is_long = true;
                self.ok(CheckName::LongLived, format!("The token lasts {days} days."));
            }
            // A fault that may pass: the token of an hour is not what anybody would go on with.
            Err(error) if !is_refusal(&error) => {
                self.show(words::failed(CheckName::LongLived, &error));
                return Err(Stopped);
            }
            Err(error) => {
                let check = words::failed(CheckName::LongLived, &error);
                let minutes = (signed.expires.unwrap_or_default() - self.inner.clock.now().wall) / 60_000;
                self.show(Check {
                    state: CheckState::Warn,
                    sentence: format!(
                        "Instagram refused the token that lasts 60 days. The one you have works for another {minutes} minutes."
                    ),
                    next_step: Some(
                        "You can go on now, and sign in again before it ends.".to_owned(),
                    ),
                    ..check
                });
            }
        }
        self.inner
            .sessions
            .with(&self.id, |session| session.signed = Some(signed));
        Ok(())
    }

    async fn identify(&self) -> Result<instagram::Me, Stopped> {
        self.running(CheckName::Identity, "Reading the account…");
        let signed = self.signed()?;
        let answer = self.client().me(&signed.token).await;
        self.inner.learn_clock(&answer.meters);
        let me = answer.value.map_err(|error| {
            self.show(words::failed(CheckName::Identity, &error));
            Stopped
        })?;
        let name = me.username.clone().unwrap_or_else(|| me.user_id.clone());
        let account = desk::AccountId::from(me.user_id.as_str());
        let present = self.inner.accounts.get(&account);
        let is_renewed = present.is_some_and(|present| self.is_same_connection(&present));
        self.ok(
            CheckName::Identity,
            if is_renewed {
                format!("This is @{name}, which is connected here already. Its sign-in is renewed; its history and settings stay.")
            } else {
                format!("This is @{name}.")
            },
        );
        self.inner
            .sessions
            .with(&self.id, |session| session.identity = Some(me.clone()));
        Ok(me)
    }

    pub(super) fn client(&self) -> instagram::Client {
        let version = self.inner.platform.version.clone();
        instagram::Client::new(
            instagram::Flavour::InstagramLogin,
            self.hosts.clone(),
            version,
            self.transport.clone(),
        )
    }

    pub(super) fn is_same_connection(&self, other: &Live) -> bool {
        other.app_id == self.app.client_id && other.host == self.host
    }

    /// An account has exactly one live connection; another way of signing in replaces it after a question.
    async fn may_connect(&self, me: &instagram::Me) -> Result<(), Stopped> {
        let account = desk::AccountId::from(me.user_id.as_str());
        let Some(other) = self.inner.accounts.get(&account) else {
            return Ok(());
        };
        let agreed = self
            .inner
            .sessions
            .with(&self.id, |session| session.may_replace)
            .unwrap_or(false);
        if self.is_same_connection(&other) || agreed {
            return Ok(());
        }
        let name = me.username.clone().unwrap_or_else(|| me.user_id.clone());
        self.inner.sessions.with(&self.id, |session| {
            session.running = None;
            session.wizard.question = Some(Question {
                sentence: format!(
                    "@{name} is connected here already, through another app. Connect it through this one instead? Its history stays; the old connection is unsubscribed."
                ),
                choices: vec![
                    ("replace".to_owned(), "Use this connection".to_owned()),
                    ("keep".to_owned(), "Keep the old one".to_owned()),
                ],
            });
        });
        self.inner.notice_connect(&self.id);
        Err(Stopped)
    }

    async fn subscribe(&self, access: &instagram::Access) -> Result<(), Stopped> {
        self.running(
            CheckName::Subscription,
            "Asking Instagram to deliver the messages…",
        );
        let answer = self.client().subscribe(access, instagram::MESSAGE_FIELDS).await;
        answer.value.map_err(|error| {
            self.show(words::failed(CheckName::Subscription, &error));
            Stopped
        })?;
        self.ok(
            CheckName::Subscription,
            "Instagram will deliver messages, reactions, reads, taps and edits.",
        );
        Ok(())
    }
}

/// Whether a connection to this side takes such a token.
fn takes(host: Host, token: &SecretString) -> bool {
    let is_practice = token.expose_secret().starts_with(TOKEN_PREFIX);
    match host {
        Host::Practice => is_practice,
        Host::Meta => !is_practice && TokenKind::of(token) == TokenKind::Instagram,
        Host::Custom => true,
    }
}

fn is_refusal(error: &CallError) -> bool {
    match error {
        CallError::Refused(error) => !matches!(
            error.verdict().class,
            instagram::Class::Transient | instagram::Class::RateLimited
        ),
        CallError::SignInRefused(_) => true,
        CallError::NotSent(_)
        | CallError::Interrupted(_)
        | CallError::Unreadable { .. }
        | CallError::NotDone => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_takes_practice_tokens_alone_and_meta_takes_none_of_them() {
        for (token, practice, meta) in [
            ("IGAAPRACTICE4711", true, false),
            ("IGAA4711", false, true),
            ("IGAAPRACTIC", false, true),
            ("EAA4711", false, false),
            ("practice", false, false),
            ("", false, false),
        ] {
            let taken = [Host::Practice, Host::Meta].map(|host| takes(host, &token.into()));
            assert_eq!(taken, [practice, meta], "{token}");
        }
    }
}
