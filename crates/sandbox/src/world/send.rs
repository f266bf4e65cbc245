//! The send API's rules, in the platform's order (contract 11.3.2, 4.2, 4.4).
//!
//! Token and node are checked by the route. Then: recipient known, messages allowed on the phone, thread ours, window or tag,
//! body, rate. What passes is accepted: it gets a `mid`, a place in the thread and an echo.

use serde_json::Value;

use super::World;
use super::small_acts::reaction;
use super::thread::{Attachment, Message, Reaction, ReplyTo, Thread, Who};
use crate::fault::Whom;
use crate::graph_error::GraphError;
use crate::settings::{DAY_MS, HOUR_MS};
use crate::switch::Switch;

/// Who is meant, after looking it up.
#[derive(Debug, Clone)]
pub(crate) struct Recipient {
    pub(crate) igsid: String,
    /// The comment this answers privately.
    pub(crate) comment: Option<String>,
}

/// What passes the checks.
#[derive(Debug, Clone)]
pub(crate) enum Checked {
    /// A message to be accepted.
    Message(Box<Message>),
    /// Typing, seen, or a reaction: nothing appears in the thread.
    Action(Option<(String, Option<Reaction>)>),
}

/// Longest text in bytes of UTF-8 (contract 4.2).
const TEXT_LIMIT: usize = 1_000;
const WINDOW_MS: i64 = DAY_MS;
const HUMAN_AGENT_MS: i64 = 7 * DAY_MS;
const COMMENT_MS: i64 = 7 * DAY_MS;

impl World {
    /// Looks the recipient up (contract 5.2: 100/2534014, 100/2534025 for comments).
    pub(crate) fn recipient(&self, account: &str, ask: &Value, now: i64) -> Result<Recipient, GraphError> {
        let field = |name: &str| ask.pointer(&format!("/recipient/{name}"));
        if let Some(id) = field("comment_id").and_then(as_id) {
            let comment = self.comments.get(&id).filter(|one| one.account == account);
            let invalid =
                || GraphError::new(100, "(#100) The comment is invalid for a private reply").sub(2_534_025);
            let comment = comment.ok_or_else(invalid)?;
            if comment.answered || now - comment.at > COMMENT_MS {
                return Err(invalid());
            }
            return Ok(Recipient {
                igsid: comment.igsid.clone(),
                comment: Some(id),
            });
        }
        let id = field("id")
            .and_then(as_id)
            .ok_or_else(|| GraphError::parameter("Param recipient must be a JSON object with an id"))?;
        let known = self
            .customers
            .get(&id)
            .is_some_and(|customer| customer.account == account);
        if !known {
            let missing = GraphError::new(100, "(#100) No matching user found").sub(2_534_014);
            return Err(missing.user("User not found", "The requested user cannot be found."));
        }
        Ok(Recipient {
            igsid: id,
            comment: None,
        })
    }

    /// The checks from the phone's switch to the body, in the platform's order.
    pub(crate) fn check_send(
        &self,
        account: &str,
        app: &str,
        to: &Recipient,
        ask: &Value,
        now: i64,
    ) -> Result<Checked, GraphError> {
        self.check_people(account, to)?;
        let thread = self.threads.get(&to.igsid);
        if thread.is_some_and(|thread| thread.owner_app.is_some()) {
            return Err(GraphError::new(100, "(#100) The app is not the thread owner").sub(2_534_037));
        }
        let tag = ask.get("tag").and_then(Value::as_str);
        if to.comment.is_none() {
            self.check_window(thread, tag, now)?;
        }
        if let Some(action) = ask.get("sender_action").and_then(Value::as_str) {
            return check_action(thread, action, ask);
        }
        let mut message = self.check_body(account, thread, ask, now)?;
        message.who = Who::Api(app.to_owned());
        message.tag = tag.map(str::to_owned);
        Ok(Checked::Message(Box::new(message)))
    }

    fn check_people(&self, account: &str, to: &Recipient) -> Result<(), GraphError> {
        let known = self.accounts.get(account);
        if !known.is_some_and(|one| one.dm_access) {
            let message = "The account owner has disabled access to Instagram Direct Messaging.";
            return Err(GraphError::new(200, message).sub(2_534_041));
        }
        if known.is_some_and(|one| one.sending_restricted) {
            return Err(
                GraphError::new(10, "(#10) This account is temporarily restricted from sending")
                    .sub(1_893_063),
            );
        }
        if self.customers.get(&to.igsid).is_some_and(|one| one.blocked) {
            return Err(GraphError::new(551, "(#551) This person isn't available right now.").sub(1_545_041));
        }
        Ok(())
    }

    fn check_window(&self, thread: Option<&Thread>, tag: Option<&str>, now: i64) -> Result<(), GraphError> {
        let since = thread
            .and_then(|thread| thread.window_from)
            .map(|from| now - from);
        let within = |limit: i64| since.is_some_and(|since| since <= limit);
        let outside = || {
            GraphError::new(10, "(#10) This message is sent outside of allowed window.")
                .sub(2_534_022)
                .user("Message not sent", "You can only reply within 24 hours.")
        };
        match tag {
            None if within(WINDOW_MS) => Ok(()),
            None => Err(outside()),
            Some("HUMAN_AGENT") if !self.settings.human_agent => Err(GraphError::permission()),
            Some("HUMAN_AGENT") if within(HUMAN_AGENT_MS) => Ok(()),
            Some("HUMAN_AGENT") => Err(outside()),
            Some(_) => Err(GraphError::parameter("Invalid message tag")),
        }
    }

    fn check_body(
        &self,
        account: &str,
        thread: Option<&Thread>,
        ask: &Value,
        now: i64,
    ) -> Result<Message, GraphError> {
        let body = ask
            .get("message")
            .filter(|message| message.is_object())
            .ok_or_else(|| GraphError::parameter("Param message must be a JSON object"))?;
        let mut message = Message::new(Who::Phone, now, now);
        if let Some(mid) = ask.pointer("/reply_to/mid").and_then(Value::as_str) {
            if thread.and_then(|thread| thread.message(mid)).is_none() {
                return Err(GraphError::parameter("Invalid reply_to message id"));
            }
            message.reply_to = Some(ReplyTo::Message(mid.to_owned()));
        }
        if let Some(text) = body.get("text").and_then(Value::as_str) {
            // An attachment beside a text is dropped without a word (contract 0.9).
            check_text(text)?;
            check_quick_replies(body)?;
            message.text = Some(text.to_owned());
            return Ok(message);
        }
        let attachments = match (body.get("attachments"), body.get("attachment")) {
            (Some(Value::Array(many)), _) => many.iter().collect(),
            (Some(one), _) | (None, Some(one)) => vec![one],
            (None, None) => return Err(GraphError::parameter("Param message must be non-empty")),
        };
        if attachments.is_empty() || attachments.len() > 10 {
            return Err(GraphError::new(100, "(#100) Invalid message data").sub(2_534_015));
        }
        for attachment in attachments {
            message
                .attachments
                .push(self.check_attachment(account, attachment)?);
        }
        Ok(message)
    }

    fn check_attachment(&self, account: &str, ask: &Value) -> Result<Attachment, GraphError> {
        let kind = ask.get("type").and_then(Value::as_str).unwrap_or_default();
        let mut made = Attachment {
            kind: kind.to_owned(),
            asset: None,
            url: None,
            title: None,
            payload: None,
        };
        match kind {
            "like_heart" => return Ok(made),
            "MEDIA_SHARE" | "template" => {
                made.payload = ask.get("payload").cloned();
                return Ok(made);
            }
            "image" | "audio" | "video" | "file" => {}
            _ => return Err(GraphError::new(100, "(#100) Invalid message data").sub(2_534_015)),
        }
        if let Some(id) = ask.pointer("/payload/attachment_id").and_then(as_id) {
            let known = self.attachment_ids.get(&id).filter(|one| one.account == account);
            let known =
                known.ok_or_else(|| GraphError::new(100, "(#100) Invalid attachment id").sub(2_018_074))?;
            made.url = known.url.clone();
            made.asset = known.asset.clone();
            return Ok(made);
        }
        let url = ask
            .pointer("/payload/url")
            .and_then(Value::as_str)
            .unwrap_or_default();
        check_public(url)?;
        made.url = Some(url.to_owned());
        Ok(made)
    }

    /// Accepts a message: it has a `mid` and a place in the thread from now on.
    pub(crate) fn accept(
        &mut self,
        account: &str,
        to: &Recipient,
        mut message: Message,
        request: u64,
    ) -> Message {
        message.request = Some(request);
        if let Some(comment) = to.comment.as_ref().and_then(|id| self.comments.get_mut(id)) {
            comment.answered = true;
        }
        self.file(account, &to.igsid, message)
    }

    /// Keeps the business's own reaction. No echo is sent for it (contract 3.6).
    pub(crate) fn react_as_business(&mut self, igsid: &str, mid: &str, given: Option<Reaction>) {
        if let Some(message) = self
            .threads
            .get_mut(igsid)
            .and_then(|thread| thread.message_mut(mid))
        {
            message.reactions.retain(|one| one.by != "business");
            message.reactions.extend(given);
        }
    }

    /// Counts a call of the account and answers the percentage of its hourly budget, climbing if a fault says so.
    pub(crate) fn count_call(&mut self, account: &str, now: i64) -> u64 {
        let calls = self.calls.entry(account.to_owned()).or_default();
        calls.retain(|at| now - at < HOUR_MS);
        calls.push(now);
        let count = u64::try_from(calls.len()).unwrap_or(u64::MAX);
        let percent = count * 100 / u64::from(self.settings.hourly_calls.max(1));
        match self.faults.hit(
            Switch::Usage,
            Whom {
                account: Some(account),
                customer: None,
            },
        ) {
            Some(fault) => {
                let hits = self.faults.armed(Switch::Usage).map_or(0, |armed| armed.hits);
                u64::from(fault.count.unwrap_or(0)) + u64::from(hits.saturating_sub(1))
            }
            None => percent,
        }
    }
}

fn check_text(text: &str) -> Result<(), GraphError> {
    if text.trim().is_empty() {
        return Err(GraphError::parameter(
            "Param message[text] must be non-empty UTF-8 text",
        ));
    }
    if text.len() > TEXT_LIMIT {
        return Err(GraphError::parameter(
            "Length of param message[text] must be less than or equal to 1000",
        ));
    }
    Ok(())
}

fn check_quick_replies(body: &Value) -> Result<(), GraphError> {
    let Some(replies) = body.get("quick_replies") else {
        return Ok(());
    };
    let texts = replies.as_array().is_some_and(|list| {
        list.len() <= 13
            && list
                .iter()
                .all(|one| one.get("content_type").and_then(Value::as_str) == Some("text"))
    });
    if texts {
        Ok(())
    } else {
        Err(GraphError::parameter("Invalid quick_replies"))
    }
}

fn check_action(thread: Option<&Thread>, action: &str, ask: &Value) -> Result<Checked, GraphError> {
    if ask.get("message").is_some() {
        return Err(
            GraphError::new(100, "(#100) Cannot use message and sender_action together").sub(2_018_014),
        );
    }
    match action {
        "typing_on" | "typing_off" | "mark_seen" => Ok(Checked::Action(None)),
        "react" | "unreact" => {
            let field = |name: &str| ask.pointer(&format!("/payload/{name}")).and_then(Value::as_str);
            let mid = field("message_id").unwrap_or_default();
            if thread.and_then(|thread| thread.message(mid)).is_none() {
                return Err(GraphError::parameter("Invalid message_id"));
            }
            let given = (action == "react").then(|| {
                let (word, emoji) = reaction(field("reaction"), None);
                Reaction {
                    by: "business".to_owned(),
                    reaction: word,
                    emoji: Some(emoji),
                }
            });
            Ok(Checked::Action(Some((mid.to_owned(), given))))
        }
        _ => Err(GraphError::parameter("Invalid sender_action")),
    }
}

/// The platform fetches the link itself: it must be public https (contract 4.2).
pub(crate) fn check_public(url: &str) -> Result<(), GraphError> {
    let unreachable = || GraphError::new(100, "(#100) The URL could not be fetched").sub(2_018_008);
    let parsed = url::Url::parse(url).map_err(|_| unreachable())?;
    let local = matches!(
        parsed.host_str(),
        None | Some("localhost" | "127.0.0.1" | "[::1]")
    );
    if parsed.scheme() != "https" || local {
        Err(unreachable())
    } else {
        Ok(())
    }
}

/// An id that came as a string or as a number.
pub(crate) fn as_id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}
