//! Practice: playing a customer.

use crate::feed::Stale;
use crate::practice::{PracticeClient, STORY};
use crate::{Error, Handle, Host, Practice, PracticeAttachment};
use desk::AccountId;

impl Handle {
    fn practice_client(&self) -> Result<PracticeClient, Error> {
        let base = self.inner.practice.as_ref().ok_or(Error::NoPractice)?;
        Ok(PracticeClient::new(base)?)
    }

    fn practice_account(&self) -> Option<AccountId> {
        let live = self.inner.accounts.all();
        live.into_iter()
            .find(|(_, live)| live.host == Host::Practice)
            .map(|(id, _)| id)
    }

    /// The practice platform as it stands.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn practice(&self) -> Result<Practice, Error> {
        let running = self.inner.practice.is_some();
        let account = self.practice_account();
        let (true, Some(account)) = (running, account.clone()) else {
            return Ok(Practice {
                running,
                account,
                ..Practice::default()
            });
        };
        let client = self.practice_client()?;
        let customers = client.customers(account.as_str()).await?;
        let scripts = client.scripts().await?;
        let story_running = scripts
            .iter()
            .any(|script| script.running && script.name == STORY);
        Ok(Practice {
            running,
            account: Some(account),
            customers,
            scripts,
            story_running,
        })
    }

    /// Writes as a customer of the practice account.
    ///
    /// # Errors
    /// No practice account; no such customer; nothing to write.
    pub async fn practise_writing(
        &self,
        customer: &str,
        text: Option<&str>,
        attachment: Option<PracticeAttachment>,
    ) -> Result<(), Error> {
        self.practice_account()
            .ok_or(Error::NotFound("practice account"))?;
        Ok(self.practice_client()?.write(customer, text, attachment).await?)
    }

    /// Lets a script begin.
    ///
    /// # Errors
    /// No practice account; no such script.
    pub async fn practise_script(&self, name: &str) -> Result<(), Error> {
        let account = self
            .practice_account()
            .ok_or(Error::NotFound("practice account"))?;
        self.practice_client()?
            .start_script(name, account.as_str())
            .await?;
        self.inner.notice(Stale::Practice);
        Ok(())
    }

    /// Lets the customers write on their own, or stop.
    ///
    /// # Errors
    /// No practice account, or the platform does not answer.
    pub async fn practise_story(&self, running: bool) -> Result<(), Error> {
        if running {
            return self.practise_script(STORY).await;
        }
        self.practice_client()?.stop_scripts().await?;
        self.inner.notice(Stale::Practice);
        Ok(())
    }
}
