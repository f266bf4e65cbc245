//! What the emulated Instagram and its model hold: the truth that the desk's own account is measured against.

use crate::{APP, Broken, Stage, list, number, text};
use serde_json::{Value, json};

impl Stage {
    /// What the emulated Instagram holds of a thread: `(who, text, accepted_count)`, oldest first.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn truth(&self, who: &str) -> Result<Vec<(String, String, u64)>, Broken> {
        let thread = self.control().thread(who).await?;
        let said = |message: &Value| {
            let count = message.get("accepted_count").and_then(Value::as_u64).unwrap_or(0);
            (
                text(message, "/who").to_owned(),
                text(message, "/text").to_owned(),
                count,
            )
        };
        Ok(list(&thread, "/messages").iter().map(said).collect())
    }

    /// The texts that the desk has really said in a thread, oldest first.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn really_said(&self, who: &str) -> Result<Vec<String>, Broken> {
        let truth = self.truth(who).await?;
        let own = truth.into_iter().filter(|(who, ..)| who == "api");
        Ok(own.map(|(_, text, _)| text).collect())
    }

    /// What the desk has really said in a thread, once it is this much.
    ///
    /// # Errors
    /// It never is, or it is more.
    pub async fn said(&self, who: &str, count: usize) -> Result<Vec<String>, Broken> {
        self.until(&format!("{count} messages of the desk"), || async {
            let said = self.really_said(who).await?;
            if said.len() > count {
                return Err(format!("more than {count} were said: {said:?}").into());
            }
            Ok((said.len() == count).then_some(said))
        })
        .await
    }

    /// How many sends the emulated Instagram was asked for, refused and lost ones included.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn sends_asked(&self) -> Result<usize, Broken> {
        let all = self.requests("graph", "/messages").await?;
        Ok(all
            .iter()
            .filter(|request| text(request, "/method") == "POST")
            .count())
    }

    /// The requests on one of the emulated hosts whose path holds this.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn requests(&self, surface: &str, path: &str) -> Result<Vec<Value>, Broken> {
        let found = self
            .control()
            .get(&format!("/requests?surface={surface}&path={path}"))
            .await?;
        Ok(list(&found, "/requests"))
    }

    /// What the model was asked, oldest first.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn model_asked(&self) -> Result<Vec<Value>, Broken> {
        Ok(list(&self.control().get("/model/requests").await?, ""))
    }

    /// The fields that an app is subscribed to for the account; empty when it is not.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn subscribed(&self, app: &str) -> Result<Vec<Value>, Broken> {
        let known = self.control().get(&format!("/apps/{app}")).await?;
        Ok(list(&known, &format!("/subscriptions/{}", crate::ACCOUNT)))
    }

    /// Posts a body to the app's callback as the platform would, rightly signed; the status.
    ///
    /// # Errors
    /// It was not answered.
    pub async fn deliver(&self, body: &str) -> Result<i64, Broken> {
        self.deliver_signed(body, "right").await
    }

    /// Posts a body, signed `right`, `wrong` or `none`; the status.
    ///
    /// # Errors
    /// It was not answered.
    pub async fn deliver_signed(&self, body: &str, sign: &str) -> Result<i64, Broken> {
        let raw = json!({ "body": body, "sign": sign });
        let answer = self.control().post(&format!("/apps/{APP}/deliver"), raw).await?;
        match number(&answer, "/status") {
            0 => Err(format!("the delivery was not answered: {answer}").into()),
            status => Ok(status),
        }
    }

    /// Waits until every webhook so far has been delivered.
    ///
    /// # Errors
    /// Some are left.
    pub async fn all_delivered(&self) -> Result<(), Broken> {
        if self.control().settle(10_000).await? {
            Ok(())
        } else {
            Err("webhooks are left".into())
        }
    }
}
