//! Connecting an account: the wizard's steps (rules 7). Nothing half-connected stays: until the last step
//! everything is in memory, and the last step is one transaction.

mod finish;
mod flow;
mod session;
mod wizard;
mod words;

pub(crate) use session::Sessions;
pub use wizard::{Check, CheckName, CheckState, Host, Question, ShapeError, Step, Wizard};

use crate::accounts::practice_hosts;
use crate::inner::Inner;
use crate::intake::listener::SIGN_IN_PATH;
use crate::practice::{APP_ID, PracticeClient};
use crate::{Error, Handle};
use flow::Flow;
use instagram::{App, AuthorizeRequest, Redirected, Transport};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;

/// The secret of a wizard whose account is connected is stored, and no longer the wizard's.
const CONNECTED: &str = "This account is connected already. To sign in anew, connect it once more.";

/// Where a new account shall live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectTo {
    /// The practice platform.
    Practice,
    /// Instagram, or what the host's flags put in its place.
    Instagram,
}

impl Handle {
    /// Opens a wizard. Practice runs every step by itself.
    ///
    /// # Errors
    /// This host runs no practice platform.
    pub async fn connect(&self, to: ConnectTo) -> Result<Wizard, Error> {
        let inner = &self.inner;
        let host = match to {
            ConnectTo::Practice => Host::Practice,
            ConnectTo::Instagram if inner.platform.is_meta => Host::Meta,
            ConnectTo::Instagram => Host::Custom,
        };
        if host == Host::Practice && inner.practice.is_none() {
            return Err(Error::NoPractice);
        }
        let id = uuid::Uuid::new_v4().to_string();
        let redirect = redirect_uri(false, inner.listener.port());
        inner.sessions.open(Wizard::new(id.clone(), host, redirect));
        if host == Host::Practice {
            self.spawn(&id, |inner, id| async move { practise(&inner, &id).await });
        }
        self.wizard(&id)
    }

    /// What practice does by itself; it ends with the desk.
    fn spawn<F>(&self, id: &str, work: impl FnOnce(Arc<Inner>, String) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let stop = self.inner.stop.clone();
        let work = work(Arc::clone(&self.inner), id.to_owned());
        self.inner.tasks.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = work => {}
            }
        });
    }

    /// The wizard as it stands, what was seen of its receiving included.
    ///
    /// # Errors
    /// There is no such wizard: it was closed, or the program was.
    pub fn wizard(&self, id: &str) -> Result<Wizard, Error> {
        self.inner
            .sessions
            .with(id, |session| session.wizard.clone())
            .ok_or(Error::NotFound("wizard"))
    }

    /// Closes a wizard. What it was doing stops, and nothing of it stays.
    ///
    /// # Errors
    /// There is no such wizard.
    pub fn close_wizard(&self, id: &str) -> Result<(), Error> {
        if self.inner.sessions.close(id) {
            Ok(())
        } else {
            Err(Error::NotFound("wizard"))
        }
    }

    /// Enters app id and secret. The pair is proven later, by the exchange.
    ///
    /// # Errors
    /// A shape that cannot be right; no such wizard.
    pub fn enter_app(&self, id: &str, app_id: &str, app_secret: SecretString) -> Result<Wizard, Error> {
        let (app_id, secret) = (app_id.trim(), app_secret.expose_secret().trim().to_owned());
        wizard::shapes(app_id, &secret)?;
        self.inner
            .sessions
            .with(id, |session| {
                session.halt();
                session.secret = Some(secret.into());
                session.signed = None;
                session.state = None;
                session.wizard.app_id = Some(app_id.to_owned());
                session.wizard.authorize_url = None;
                session.wizard.step = Step::SignIn;
                let sentence = "Both have the right shape. The sign-in will prove them.";
                session
                    .wizard
                    .set(Check::new(CheckName::AppShape, CheckState::Ok, sentence));
                session.wizard.reset_after(CheckName::AppShape);
            })
            .ok_or(Error::NotFound("wizard"))?;
        self.inner.notice_connect(id);
        self.wizard(id)
    }

    /// Chooses the redirect URI's scheme. Some dashboards take https alone (contract 1.1); nothing here answers to
    /// that, so the browser ends at a page that cannot be opened, and its address is pasted. A sign-in that was begun
    /// with the other address is given up: the exchange must name the one that the browser was sent to.
    ///
    /// # Errors
    /// No such wizard; its account is connected.
    pub fn choose_redirect(&self, id: &str, https: bool) -> Result<Wizard, Error> {
        let uri = redirect_uri(https, self.inner.listener.port());
        let chosen = self
            .inner
            .sessions
            .with(id, |session| session.redirect_to(uri))
            .ok_or(Error::NotFound("wizard"))?;
        if !chosen {
            return Err(Error::Invalid(CONNECTED.to_owned()));
        }
        self.inner.notice_connect(id);
        self.wizard(id)
    }

    /// Begins a sign-in: a new `state`, and the page to open in the browser.
    ///
    /// # Errors
    /// No app was entered; no such wizard.
    pub fn begin_sign_in(&self, id: &str) -> Result<Wizard, Error> {
        self.inner.begin_sign_in(id)?;
        self.wizard(id)
    }

    /// Takes the address that the browser ended at.
    ///
    /// # Errors
    /// No such wizard, or no app was entered in it.
    pub fn paste(&self, id: &str, address: &str) -> Result<Wizard, Error> {
        self.inner.redirect(id, Redirected::read(address))?;
        self.wizard(id)
    }

    /// Answers the wizard's question.
    ///
    /// # Errors
    /// No such wizard, or it asks nothing.
    pub fn answer_question(&self, id: &str, replace: bool) -> Result<Wizard, Error> {
        let asked = self
            .inner
            .sessions
            .with(id, |session| {
                session.may_replace = replace;
                session.wizard.question.take().is_some()
            })
            .ok_or(Error::NotFound("wizard"))?;
        if !asked {
            return Err(Error::Invalid("The wizard asks nothing now.".to_owned()));
        }
        if replace {
            self.inner.sign_in_again(id)?;
        } else {
            self.inner.sessions.with(id, |session| {
                let sentence = "The old connection was kept, and nothing was changed.";
                session.show(
                    Check::new(CheckName::Subscription, CheckState::Bad, sentence)
                        .next("Close this, or sign in with another account."),
                );
            });
            self.inner.notice_connect(id);
        }
        self.wizard(id)
    }

    /// Tries again what failed, from what is signed in already; without that, begins a new sign-in.
    ///
    /// # Errors
    /// No such wizard, or no app was entered in it.
    pub fn try_again(&self, id: &str) -> Result<Wizard, Error> {
        let (signed, wizard) = self
            .inner
            .sessions
            .with(id, |session| (session.signed.is_some(), session.wizard.clone()))
            .ok_or(Error::NotFound("wizard"))?;
        match (wizard.host, wizard.account) {
            (Host::Practice, Some(account)) => self.spawn(id, |inner, id| async move {
                inner.receive_practice(&id, &account).await;
            }),
            (Host::Practice, None) if !signed => {
                self.spawn(id, |inner, id| async move { practise(&inner, &id).await });
            }
            (_, Some(_)) => return Err(Error::Invalid(CONNECTED.to_owned())),
            (_, None) if signed => self.inner.sign_in_again(id)?,
            // The code is spent by then: what runs must not be thrown away.
            (_, None) if self.inner.is_signing_in(id) => {}
            (_, None) => self.inner.begin_sign_in(id)?,
        }
        self.wizard(id)
    }
}

/// Where the browser is sent after the sign-in: to the listener, or to where nobody listens.
fn redirect_uri(https: bool, port: u16) -> String {
    let scheme = if https { "https" } else { "http" };
    format!("{scheme}://localhost:{port}{SIGN_IN_PATH}")
}

impl Inner {
    fn begin_sign_in(&self, id: &str) -> Result<(), Error> {
        let flow_hosts = self.hosts_for(id)?;
        let (app, redirect) = self.entered(id)?;
        let state = uuid::Uuid::new_v4().simple().to_string();
        let url = AuthorizeRequest::new(app, redirect, state.clone()).url(&flow_hosts);
        let now = self.now().wall;
        self.sessions
            .with(id, |session| session.begin_sign_in(state, url.to_string(), now));
        self.notice_connect(id);
        Ok(())
    }

    fn entered(&self, id: &str) -> Result<(String, String), Error> {
        let entered = self
            .sessions
            .with(id, |session| {
                (session.wizard.app_id.clone(), session.wizard.redirect_uri.clone())
            })
            .ok_or(Error::NotFound("wizard"))?;
        match entered {
            (Some(app), redirect) => Ok((app, redirect)),
            (None, _) => Err(Error::Invalid(
                "Enter the app id and the app secret first.".to_owned(),
            )),
        }
    }

    fn hosts_for(&self, id: &str) -> Result<instagram::Hosts, Error> {
        let host = self
            .sessions
            .with(id, |session| session.wizard.host)
            .ok_or(Error::NotFound("wizard"))?;
        match host {
            Host::Practice => practice_hosts(self.practice.as_ref().ok_or(Error::NoPractice)?),
            Host::Meta | Host::Custom => Ok(self.platform.hosts.clone()),
        }
    }

    /// The browser came back to the listener. Whether a wizard waited for it.
    pub(crate) fn redirected(self: &Arc<Self>, query: &str) -> bool {
        let redirected = Redirected::read(&format!("http://localhost/?{query}"));
        let state = match &redirected {
            Redirected::Code { state, .. } | Redirected::Denied { state, .. } => state.clone(),
            Redirected::Unreadable => None,
        };
        if let Redirected::Code { code, .. } = &redirected
            && self.sessions.is_used(code.expose_secret())
        {
            // The tab was loaded again: the sign-in goes on with what it brought the first time.
            return true;
        }
        let Some(id) = state.and_then(|state| self.sessions.by_state(&state)) else {
            return false;
        };
        self.redirect(&id, redirected).is_ok()
    }

    fn redirect(self: &Arc<Self>, id: &str, redirected: Redirected) -> Result<(), Error> {
        let flow = self.flow(id)?;
        match flow.read_redirect(redirected) {
            Ok(code) => {
                self.tasks.spawn(flow.run(code));
            }
            // A sign-in that is under way goes on, whatever else the browser brings.
            Err(_) if self.is_signing_in(id) => {}
            Err(check) => flow.show(check),
        }
        Ok(())
    }

    fn sign_in_again(self: &Arc<Self>, id: &str) -> Result<(), Error> {
        if self.is_signing_in(id) {
            return Ok(());
        }
        let flow = self.flow(id)?;
        self.sessions.with(id, |session| session.run(flow.stop.clone()));
        self.tasks.spawn(flow.run_again());
        Ok(())
    }

    fn is_signing_in(&self, id: &str) -> bool {
        self.sessions
            .with(id, |session| session.running.is_some())
            .unwrap_or(false)
    }

    fn flow(self: &Arc<Self>, id: &str) -> Result<Flow, Error> {
        let hosts = self.hosts_for(id)?;
        let (client_id, redirect_uri) = self.entered(id)?;
        let (host, secret) = self
            .sessions
            .with(id, |session| (session.wizard.host, session.secret.clone()))
            .ok_or(Error::NotFound("wizard"))?;
        let client_secret = secret.ok_or_else(|| Error::Invalid(CONNECTED.to_owned()))?;
        let transport = Transport::for_hosts(&hosts, &self.timeouts())
            .map_err(|error| Error::Platform(error.to_string()))?;
        let app = App {
            client_id,
            client_secret,
        };
        Ok(Flow {
            inner: Arc::clone(self),
            id: id.to_owned(),
            host,
            app,
            redirect_uri,
            transport,
            hosts,
            stop: self.stop.child_token(),
        })
    }
}

/// Practice: the same steps, with the dashboard and the consent page pressed by the desk.
async fn practise(inner: &Arc<Inner>, id: &str) {
    let done = async {
        let practice = PracticeClient::new(inner.practice.as_ref().ok_or(Error::NoPractice)?)?;
        let secret = practice.app_secret().await?;
        let handle = Handle {
            inner: Arc::clone(inner),
        };
        let wizard = handle.enter_app(id, APP_ID, secret.into())?;
        practice.register_redirect(&wizard.redirect_uri).await?;
        let wizard = handle.begin_sign_in(id)?;
        let page = wizard.authorize_url.unwrap_or_default();
        let page = page.parse().map_err(|_| Error::Platform(page.clone()))?;
        let redirect = practice.consent(&page).await?;
        inner.redirect(id, Redirected::read(&redirect))
    };
    if let Err(error) = done.await {
        let check = Check::new(
            CheckName::SignIn,
            CheckState::Bad,
            format!("Practice could not start: {error}."),
        )
        .next("Press Try again. If it stays like this, start Switchboard again.");
        inner.sessions.with(id, |session| session.show(check));
        inner.notice_connect(id);
    }
}
