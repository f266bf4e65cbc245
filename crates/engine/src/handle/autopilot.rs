//! The autopilot's settings, for each account.

use crate::{Error, Handle, pilot};
use desk::{AccountAsk, AccountId};
use secrecy::SecretString;
use store::{AutopilotSettings, Job, Keep, SecretName};

/// The settings as the owner sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutopilotView {
    /// Whether it answers.
    pub on: bool,
    /// What it is told.
    pub settings: AutopilotSettings,
    /// Whether a key for the model server is stored.
    pub has_key: bool,
}

/// What a trial call came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Whether the model answered.
    pub ok: bool,
    /// How long it took, ms.
    pub latency: Option<i64>,
    /// What happened, in a sentence.
    pub sentence: String,
}

/// With less memory the instructions themselves would not fit; no model has more.
const LEAST_MEMORY: u32 = 500;
const MOST_MEMORY: u32 = 1_000_000;
/// A shorter answer is no sentence; a longer one is no message.
const LEAST_ANSWER: u32 = 100;
const MOST_ANSWER: u32 = 20_000;

impl Handle {
    /// The settings.
    ///
    /// # Errors
    /// There is no such account, or the database failed.
    pub async fn autopilot(&self, id: &AccountId) -> Result<AutopilotView, Error> {
        let account = self.account(id).await?;
        let has_key = self
            .inner
            .store
            .has_secret(&SecretName::ModelKey(id.clone()))
            .await?;
        let on = account.state.autopilot_since.is_some();
        Ok(AutopilotView {
            on,
            settings: account.autopilot,
            has_key,
        })
    }

    /// Changes the settings and the switch, in one transaction.
    ///
    /// # Errors
    /// On without a model; no such account; the database failed.
    pub async fn set_autopilot(
        &self,
        id: &AccountId,
        on: bool,
        mut settings: AutopilotSettings,
    ) -> Result<AutopilotView, Error> {
        self.account(id).await?;
        let unset = settings.model.trim().is_empty() || settings.base_url.trim().is_empty();
        if on && unset {
            return Err(Error::Invalid(
                "Enter the model’s name and its server’s address before switching the autopilot on."
                    .to_owned(),
            ));
        }
        model_address(settings.base_url.trim())?;
        if !(LEAST_MEMORY..=MOST_MEMORY).contains(&settings.context_tokens) {
            return Err(Error::Invalid(format!(
                "The memory of the conversation is between {LEAST_MEMORY} and {MOST_MEMORY} tokens."
            )));
        }
        if !(LEAST_ANSWER..=MOST_ANSWER).contains(&settings.max_reply_bytes) {
            return Err(Error::Invalid(format!(
                "The longest answer is between {LEAST_ANSWER} and {MOST_ANSWER} bytes."
            )));
        }
        settings.prompt_version = prompt_version(&settings);
        self.inner
            .commit(vec![
                Job::Keep(Keep::Autopilot(id.clone(), settings)),
                Job::Account(id.clone(), AccountAsk::SwitchAutopilot { on }),
            ])
            .await?;
        self.autopilot(id).await
    }

    /// Stores or removes the key for the model server.
    ///
    /// # Errors
    /// There is no such account, or the database failed.
    pub async fn set_model_key(&self, id: &AccountId, key: Option<SecretString>) -> Result<(), Error> {
        self.account(id).await?;
        let name = SecretName::ModelKey(id.clone());
        let keep = match key {
            None => Keep::ForgetSecret(name),
            Some(key) => {
                let sealed = self.inner.vault.seal(&name, &key);
                let sealed = sealed.map_err(|_| Error::Invalid("The key could not be sealed.".to_owned()))?;
                Keep::Secret(name, sealed)
            }
        };
        self.inner.keep(keep).await
    }

    /// Asks the model one small question.
    ///
    /// # Errors
    /// There is no such account, or the database failed. A model that does not answer is a result.
    pub async fn try_autopilot(&self, id: &AccountId) -> Result<Tried, Error> {
        let account = self.account(id).await?;
        let key = self.inner.secret(SecretName::ModelKey(id.clone())).await?;
        let profile = pilot::profile(&account.autopilot, key, self.inner.pace.model);
        let tried = autopilot::try_out(&profile).await;
        Ok(Tried {
            ok: tried.ok,
            latency: tried.latency_ms,
            sentence: tried.sentence,
        })
    }
}

/// The key and what customers wrote travel to this address, so nobody on the way may read along.
fn model_address(text: &str) -> Result<(), Error> {
    if text.is_empty() {
        return Ok(());
    }
    let url = url::Url::parse(text).map_err(|_| {
        Error::Invalid(
            "The model server’s address must be a full address, such as https://models.example.test/v1"
                .to_owned(),
        )
    })?;
    // It is shown and logged, so nothing secret may stand in it; and a path is put behind it.
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
        && !text.contains(char::is_control);
    if !is_plain {
        return Err(Error::Invalid(
            "The model server’s address must be plain, such as https://models.example.test/v1. A key has its own field."
                .to_owned(),
        ));
    }
    if instagram::is_private(&url) {
        return Ok(());
    }
    Err(Error::Invalid(
        "The model server must be reached over https, unless it runs on this computer: the key and your customers’ words would be readable on the way."
            .to_owned(),
    ))
}

/// What a new account's autopilot is set to.
pub(crate) fn autopilot_defaults() -> AutopilotSettings {
    AutopilotSettings {
        prompt: "You answer the Instagram messages of a small business. Be helpful and brief. Answer only what you know from the information below; when you do not know, or when somebody asks for a person, hand over.".to_owned(),
        tone: "Warm, plain and short.".to_owned(),
        context_tokens: 6_000,
        max_reply_bytes: 2_000,
        ..AutopilotSettings::default()
    }
}

/// The practice bakery's settings.
pub(crate) fn practise_bakery(settings: &mut AutopilotSettings) {
    settings.company = "Bakery Test".to_owned();
    settings.sector = "Bakery and café".to_owned();
    settings.model = "bakery-1".to_owned();
    settings.key_information = "We are open Tuesday to Sunday from 7:00 to 18:00. On Sunday we open from 8:00 to 14:00. We are closed on Monday.\n\
        A birthday cake must be ordered two days ahead and costs from 38 euros.\n\
        We deliver within the city for 4 euros; delivery on Saturday ends at noon.\n\
        Our rye bread and our almond cake are free of wheat; we cannot promise that anything is free of gluten.\n\
        We take cash and cards.".to_owned();
}

/// A short hash of everything the owner wrote into the prompt.
pub(crate) fn prompt_version(settings: &AutopilotSettings) -> String {
    pilot::profile(settings, None, 0).prompt_version()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_elsewhere_is_reached_over_https_only() {
        for good in [
            "",
            "https://models.example.test/v1",
            "http://127.0.0.1:8080/v1",
            "http://localhost/v1",
        ] {
            assert!(model_address(good).is_ok(), "{good}");
        }
        for bad in [
            "models.example.test",
            "http://models.example.test/v1",
            "http://192.168.1.7:11434/v1",
            "https://user:word@models.example.test/v1",
            "https://models.example.test/v1?key=word",
            "https://models.example.test/v1#word",
            "https://models.example.test/v1\r\nX: y",
        ] {
            assert!(model_address(bad).is_err(), "{bad}");
        }
    }
}
