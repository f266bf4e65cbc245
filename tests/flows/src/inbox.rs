//! The inbox as the operator has it: conversations, messages, decisions, and the buttons.

use crate::{ACCOUNT, Broken, Stage, any, list, text};
use serde_json::{Value, json};

impl Stage {
    /// The path of an act on the conversation with a customer.
    pub fn at(&self, who: &str, act: &str) -> String {
        let slash = if act.is_empty() { "" } else { "/" };
        format!("/api/conversations/{ACCOUNT}.{who}{slash}{act}")
    }

    /// The conversation with a customer, once it is as wanted.
    ///
    /// # Errors
    /// It never is; what it was last is told.
    pub async fn conversation(&self, who: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value, Broken> {
        let path = self.at(who, "");
        let last = std::cell::RefCell::new(Value::Null);
        let found = self
            .until("the conversation as wanted", || async {
                let (status, conversation) = self.call("GET", &path, None).await?;
                let fits = status == 200 && wanted(&conversation);
                last.replace(conversation.clone());
                Ok(fits.then_some(conversation))
            })
            .await;
        found.map_err(|error| format!("{error}: it was {}", last.borrow()).into())
    }

    /// The conversation once this is why somebody owns it.
    ///
    /// # Errors
    /// It never is.
    pub async fn owned(&self, who: &str, reason: &str) -> Result<Value, Broken> {
        self.conversation(who, |found| text(found, "/owner/reason") == reason)
            .await
    }

    /// What stands in a conversation, oldest first, changes of owner included.
    ///
    /// # Errors
    /// The connection failed.
    pub async fn items(&self, who: &str) -> Result<Vec<Value>, Broken> {
        let path = self.at(who, "items?limit=200");
        let (_, page) = self.call("GET", &path, None).await?;
        let mut items = list(&page, "/items");
        items.reverse();
        Ok(items)
    }

    /// The messages of a conversation, oldest first, once they are as wanted.
    ///
    /// # Errors
    /// They never are; what they were last is told.
    pub async fn messages(&self, who: &str, wanted: impl Fn(&[Value]) -> bool) -> Result<Vec<Value>, Broken> {
        let last = std::cell::RefCell::new(Vec::new());
        let found = self
            .until("the messages as wanted", || async {
                let mut messages = self.items(who).await?;
                messages.retain(|item| text(item, "/type") == "message");
                let fits = wanted(&messages);
                last.replace(messages.clone());
                Ok(fits.then_some(messages))
            })
            .await;
        found.map_err(|error| {
            let shown = |message: &Value| {
                let at = |pointer: &str| text(message, pointer).to_owned();
                (at("/who"), at("/text"), at("/kind"), at("/send/state"))
            };
            let messages: Vec<_> = last.borrow().iter().map(shown).collect();
            format!("{error}: they were {messages:?}").into()
        })
    }

    /// One message by its key, once it is as wanted.
    ///
    /// # Errors
    /// It never is.
    pub async fn message(
        &self,
        who: &str,
        key: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value, Broken> {
        let is_it = |message: &Value| text(message, "/key") == key && wanted(message);
        let messages = self.messages(who, |messages| messages.iter().any(is_it)).await?;
        let found = messages.into_iter().find(is_it);
        found.ok_or_else(|| format!("no message {key}").into())
    }

    /// The decisions of a conversation, newest first.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn decisions(&self, who: &str) -> Result<Vec<Value>, Broken> {
        Ok(list(&self.get(&self.at(who, "decisions")).await?, ""))
    }

    /// The one decision of a conversation, once there is one.
    ///
    /// # Errors
    /// There never is, or there is more than one.
    pub async fn decision(&self, who: &str) -> Result<Value, Broken> {
        self.until("a decision", || async {
            let mut found = match self.call("GET", &self.at(who, "decisions"), None).await? {
                (200, found) => list(&found, ""),
                _ => Vec::new(),
            };
            match (found.pop(), found.len()) {
                (found, 0) => Ok(found),
                (_, more) => Err(format!("{} decisions", more + 1).into()),
            }
        })
        .await
    }

    /// A button of the conversation that takes nothing: `typed`, `take-over`, `hand-back`.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn button(&self, who: &str, button: &str) -> Result<Value, Broken> {
        self.act("POST", &self.at(who, button), json!({})).await
    }

    /// Sends as the operator, having seen everything.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn reply(&self, who: &str, send: &str, words: &str) -> Result<Value, Broken> {
        match self.try_reply(who, send, words).await? {
            (200, sent) => Ok(sent),
            (status, problem) => Err(format!("the reply: {status} {problem}").into()),
        }
    }

    /// Tries to send as the operator, having seen everything: status and body.
    ///
    /// # Errors
    /// There is no such conversation.
    pub async fn try_reply(&self, who: &str, send: &str, words: &str) -> Result<(u16, Value), Broken> {
        let conversation = self.conversation(who, any).await?;
        let body = json!({ "send_id": send, "text": words, "seen": conversation.get("newest") });
        self.call("POST", &self.at(who, "reply"), Some(body)).await
    }

    /// A customer writes and the message is in the inbox; its `mid`.
    ///
    /// # Errors
    /// It never comes.
    pub async fn hears(&self, who: &str, words: &str) -> Result<String, Broken> {
        let mid = self.control().customer_writes(who, words).await?;
        self.message(who, &mid, any).await?;
        Ok(mid)
    }

    /// A part of the health line, once it is as wanted.
    ///
    /// # Errors
    /// It never is.
    pub async fn health(&self, wanted: impl Fn(&Value) -> bool) -> Result<Value, Broken> {
        self.until("health as wanted", || async {
            let health = self.get("/api/health").await?;
            Ok(wanted(&health).then_some(health))
        })
        .await
    }
}
