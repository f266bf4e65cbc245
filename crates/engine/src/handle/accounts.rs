//! The accounts: what is connected, and how it is disconnected.

use crate::accounts::Standing;
use crate::crash::{self, Point};
use crate::{Error, Handle};
use desk::{AccountAsk, AccountId};
use store::{Account, App, Job, Keep, SecretName};

/// What became of a disconnection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disconnected {
    /// Whether the platform agreed to deliver nothing more.
    pub unsubscribed: bool,
}

impl Handle {
    /// Every account that was ever connected.
    ///
    /// # Errors
    /// The database failed.
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        Ok(self.inner.store.accounts().await?)
    }

    /// One account.
    ///
    /// # Errors
    /// There is none, or the database failed.
    pub async fn account(&self, id: &AccountId) -> Result<Account, Error> {
        self.inner
            .store
            .account(id)
            .await?
            .ok_or(Error::NotFound("account"))
    }

    /// How the account stands in this run.
    pub fn standing(&self, id: &AccountId) -> Standing {
        self.inner.accounts.standing(id)
    }

    /// The app of an account: its callback, its ticks.
    ///
    /// # Errors
    /// There is none, or the database failed.
    pub async fn app_of(&self, account: &Account) -> Result<App, Error> {
        let connection = account.connection.as_ref().ok_or(Error::NotFound("connection"))?;
        self.inner
            .store
            .app(&connection.app)
            .await?
            .ok_or(Error::NotFound("app"))
    }

    /// Lets an account that the platform had stopped send again, for the operator has seen to what it asked for.
    /// What waits goes out; the next refusal stops it anew.
    ///
    /// # Errors
    /// There is no such account, or the database failed.
    pub async fn resume(&self, id: &AccountId) -> Result<Account, Error> {
        self.account(id).await?;
        self.inner
            .commit(vec![Job::Account(id.clone(), AccountAsk::Resume)])
            .await?;
        self.account(id).await
    }

    /// Stores the public address under which the listener is reached.
    ///
    /// # Errors
    /// It is no https address; there is no such account; the database failed.
    pub async fn set_public_address(&self, id: &AccountId, address: Option<&str>) -> Result<Account, Error> {
        let account = self.account(id).await?;
        let mut app = self.app_of(&account).await?;
        app.public_address = match address.map(str::trim).filter(|address| !address.is_empty()) {
            None => None,
            Some(address) => Some(public_address(address)?),
        };
        self.inner.keep(Keep::App(app)).await?;
        self.inner.notice(crate::feed::Stale::Account(id.clone()));
        self.account(id).await
    }

    /// Disconnects: the platform is told first, the token is forgotten, the history stays.
    ///
    /// # Errors
    /// There is no such account, or the database failed.
    pub async fn disconnect(&self, id: &AccountId) -> Result<Disconnected, Error> {
        self.account(id).await?;
        let live = self.inner.accounts.get(id);
        let unsubscribed = match &live {
            Some(live) => match live.client.unsubscribe(&live.access).await.value {
                Ok(()) => true,
                Err(error) => {
                    tracing::warn!(account = %id, %error, "the account was not unsubscribed");
                    false
                }
            },
            None => false,
        };
        self.inner
            .commit(vec![
                Job::Account(id.clone(), AccountAsk::Disconnect),
                Job::Keep(Keep::ForgetSecret(SecretName::Token(id.clone()))),
            ])
            .await?;
        if let Some(live) = &live {
            self.inner.accounts.remove(id, live);
        }
        self.inner.accounts.unlock(id);
        crash::point(Point::Disconnected);
        // New sends are refused from here on.
        self.inner.take_back_waiting(id).await?;
        Ok(Disconnected { unsubscribed })
    }
}

/// The origin of a public address: Meta delivers to https only (contract 3.9). Plain http is taken for this
/// machine, where a test stands in for Meta.
fn public_address(text: &str) -> Result<String, Error> {
    let wrong = || {
        Error::Invalid("Enter the public https address that leads to this computer, such as https://plain-otter.example-tunnel.test".to_owned())
    };
    let url = url::Url::parse(text).map_err(|_| wrong())?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(wrong());
    }
    Ok(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_https_and_loses_its_path() {
        assert_eq!(
            public_address("https://a.example.test/x?y").unwrap(),
            "https://a.example.test"
        );
        assert_eq!(
            public_address("http://127.0.0.1:8080/").unwrap(),
            "http://127.0.0.1:8080"
        );
        assert!(public_address("http://a.example.test").is_err());
        assert!(public_address("a.example.test").is_err());
    }
}
