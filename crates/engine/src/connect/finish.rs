//! The last step of a sign-in: one transaction that makes the account, its secrets and its app exist; and
//! then receiving, which is part of connecting (rules 7).

use super::flow::{Flow, Stopped};
use super::session::Signed;
use super::wizard::{Check, CheckName, CheckState, Host, Step};
use crate::accounts::{self, AppKeys, stored_host, urls_of};
use crate::crash::{self, Point};
use crate::feed::Stale;
use crate::inner::Inner;
use crate::practice::{PracticeClient, STORY};
use crate::{Error, Handle};
use desk::{AccountAsk, AccountId};
use secrecy::{ExposeSecret, SecretString};
use store::{App, Connection, Job, Keep, SecretName, TokenKind};

impl Flow {
    /// Stores the account. On failure, or when the sign-in was stopped meanwhile, the platform is told to
    /// forget the subscription again.
    pub(super) async fn store(
        &self,
        me: &instagram::Me,
        signed: Signed,
        access: &instagram::Access,
    ) -> Result<(), Stopped> {
        let account = AccountId::from(me.user_id.as_str());
        let older = self.inner.accounts.get(&account);
        crash::point(Point::Subscribed);
        if self.stop.is_cancelled() {
            self.forget(&account, access).await;
            return Err(Stopped);
        }
        if let Err(error) = self.commit(me, &account, signed).await {
            tracing::error!(%account, %error, "a sign-in was not stored");
            self.forget(&account, access).await;
            let sentence = format!("The account could not be stored: {error}. Nothing was changed.");
            self.show(
                Check::new(CheckName::Subscription, CheckState::Bad, sentence).next("Press Try again."),
            );
            return Err(Stopped);
        }
        crash::point(Point::Connected);
        if let Some(older) = older.filter(|older| older.app_id != self.app.client_id) {
            // The connection that this one replaces hears of it; its end is not ours to wait for.
            if let Err(error) = older.client.unsubscribe(&older.access).await.value {
                tracing::warn!(%account, %error, "the replaced connection was not unsubscribed");
            }
        }
        if !self.stop.is_cancelled() {
            self.inner.sessions.with(&self.id, |session| {
                session.wizard.account = Some(account.clone());
                session.wizard.step = Step::Receive;
                session.running = None;
                session.signed = None;
                session.secret = None;
            });
            self.inner.notice_connect(&self.id);
        }
        self.inner.notice(Stale::Accounts);
        if self.host == Host::Practice {
            self.inner.receive_practice(&self.id, &account).await;
        }
        Ok(())
    }

    /// A subscription belongs to account and app: one that a working connection lives on stays.
    async fn forget(&self, account: &AccountId, access: &instagram::Access) {
        let present = self.inner.accounts.get(account);
        if present.is_some_and(|present| self.is_same_connection(&present)) {
            return;
        }
        if let Err(error) = self.client().unsubscribe(access).await.value {
            tracing::warn!(%error, "a subscription was left behind");
        }
    }

    async fn commit(&self, me: &instagram::Me, account: &AccountId, signed: Signed) -> Result<(), Error> {
        let inner = &self.inner;
        let app = self.app.client_id.clone();
        let connection = self.connection(me, account, &signed);
        // What a disconnection left must not go out with the new sign-in.
        inner.take_back_waiting(account).await?;
        let known_app = inner.store.app(&app).await?;
        let verify_token = known_app.as_ref().map_or_else(
            || uuid::Uuid::new_v4().simple().to_string(),
            |known| known.verify_token.clone(),
        );
        let is_new = inner.store.account(account).await?.is_none();
        let mut jobs = vec![
            Job::Account(
                account.clone(),
                AccountAsk::Connect {
                    username: connection.username.clone(),
                },
            ),
            Job::Keep(Keep::Connection(connection.clone())),
            self.sealed(SecretName::Token(account.clone()), &signed.token)?,
            self.sealed(SecretName::AppSecret(app.clone()), &self.app.client_secret)?,
            Job::Keep(Keep::App(App {
                id: app.clone(),
                verify_token: verify_token.clone(),
                public_address: known_app.and_then(|known| known.public_address),
                handshake_at: None,
                test_event_at: None,
                first_message_at: None,
            })),
        ];
        if is_new {
            jobs.extend(self.first_settings(account));
        }
        let live = accounts::live(
            &connection,
            signed.token,
            &inner.platform,
            inner.practice.as_ref(),
            &inner.timeouts(),
        )?;
        inner.commit(jobs).await?;
        inner.accounts.put(account.clone(), live);
        let secret = self.app.client_secret.clone();
        inner.accounts.put_app(
            app,
            AppKeys {
                secret,
                verify_token: verify_token.into(),
            },
        );
        Ok(())
    }

    fn connection(&self, me: &instagram::Me, account: &AccountId, signed: &Signed) -> Connection {
        Connection {
            account: account.clone(),
            host: stored_host(self.host),
            urls: urls_of(&self.hosts),
            flavour: "instagram_login".to_owned(),
            app: self.app.client_id.clone(),
            scoped_id: me.scoped_id.clone(),
            username: me.username.clone().unwrap_or_else(|| me.user_id.clone()),
            name: me.name.clone(),
            picture: me.picture_url.clone(),
            hue: hue(account),
            token: if signed.is_long {
                TokenKind::Long
            } else {
                TokenKind::Short
            },
            expires_at: signed.expires,
            token_at: signed.at,
        }
    }

    fn sealed(&self, name: SecretName, secret: &SecretString) -> Result<Job, Error> {
        let sealed = self
            .inner
            .vault
            .seal(&name, secret)
            .map_err(|_| Error::Invalid("A secret could not be sealed.".to_owned()))?;
        Ok(Job::Keep(Keep::Secret(name, sealed)))
    }

    /// A practice account's autopilot is set up and on; a real one's is off until its owner has read it.
    fn first_settings(&self, account: &AccountId) -> Vec<Job> {
        let mut settings = crate::handle::autopilot_defaults();
        if self.host == Host::Practice {
            let model = self.inner.practice.as_ref().and_then(crate::practice::model_at);
            settings.base_url = model.unwrap_or_default();
            crate::handle::practise_bakery(&mut settings);
        } else if let Some(model) = &self.inner.platform.model {
            settings.base_url = model.to_string();
        }
        settings.prompt_version = crate::handle::prompt_version(&settings);
        let mut jobs = vec![Job::Keep(Keep::Autopilot(account.clone(), settings))];
        if self.host == Host::Practice {
            jobs.push(Job::Account(
                account.clone(),
                AccountAsk::SwitchAutopilot { on: true },
            ));
        }
        jobs
    }
}

impl Inner {
    /// Enters the callback in the practice dashboard, sends its test event, and lets the customers begin.
    pub(super) async fn receive_practice(&self, id: &str, account: &AccountId) {
        let done = async {
            let practice = PracticeClient::new(self.practice.as_ref().ok_or(Error::NoPractice)?)?;
            self.practice_callback(&practice).await?;
            practice.test_event().await?;
            practice.start_script(STORY, account.as_str()).await?;
            Ok::<_, Error>(())
        };
        let done = done.await;
        self.sessions.with(id, |session| match &done {
            Ok(()) => session.wizard.step = Step::Done,
            Err(error) => {
                let sentence = format!("Practice messages cannot arrive: {error}.");
                session.show(
                    Check::new(CheckName::Handshake, CheckState::Bad, sentence).next("Press Try again."),
                );
            }
        });
        self.notice_connect(id);
        self.notice(Stale::Practice);
    }

    /// Tells the practice dashboard where this desk listens now: its port may have changed since.
    pub(crate) async fn practice_callback(&self, practice: &PracticeClient) -> Result<(), Error> {
        let app = crate::practice::APP_ID;
        let keys = self.accounts.app(app).ok_or(Error::NotFound("practice app"))?;
        let url = format!("http://{}/webhooks/instagram/{app}", self.listener);
        practice
            .set_callback(&url, keys.verify_token.expose_secret())
            .await?;
        Ok(())
    }
}

impl Handle {
    /// Ends a wizard whose account is connected.
    ///
    /// # Errors
    /// No such wizard, or its account is not connected.
    pub async fn finish_wizard(&self, id: &str) -> Result<store::Account, Error> {
        let account = self.wizard(id)?.account;
        let Some(account) = account else {
            return Err(Error::Invalid("The account is not connected yet.".to_owned()));
        };
        let account = self.account(&account).await?;
        self.inner.sessions.close(id);
        Ok(account)
    }
}

/// A colour for an account, the same at every start: a hue in degrees.
fn hue(account: &AccountId) -> u16 {
    let sum = account.as_str().bytes().fold(7_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    u16::try_from(sum % 360).unwrap_or_default()
}
