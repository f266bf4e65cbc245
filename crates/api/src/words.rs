//! What the operator reads: one sentence for each state, each reason, each failure. The window shows these and
//! matches on codes alone.

use crate::shape::{AccountState, SendAction};
use desk::{
    Cancel, Class, Loss, MINUTE, Millis, Now, Outcome, OwnerReason, Proof, Reason, Requeue, Send, SendState,
    Timings, Writer,
};
use engine::{CheckName, Standing, Why, view};
use serde::Serialize;

/// The stable code of a plain enum: its word in snake case.
pub(crate) fn code<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Who answers, and why.
pub(crate) fn owner(reason: OwnerReason) -> &'static str {
    match reason {
        OwnerReason::Fresh | OwnerReason::HandedBack | OwnerReason::TimedBack => "Autopilot",
        OwnerReason::Typing => "You’re typing",
        OwnerReason::TookOver | OwnerReason::Sent | OwnerReason::Assigned => "You’re answering",
        OwnerReason::Phone => "Answered on the phone",
        OwnerReason::HandedOver => "Needs a human · handed over",
        OwnerReason::ModelFailed => "Needs a human · the model failed",
        OwnerReason::Unsupported => "Needs a human · cannot be read here",
        OwnerReason::TypingExpired => "Needs a human · draft not sent",
        OwnerReason::OperatorExpired => "Needs a human · still waiting",
        OwnerReason::TooOld => "Needs a human · older message",
        OwnerReason::WindowClosed => "Needs a human · window closed",
        OwnerReason::AccountStopped => "Needs a human · account cannot send",
        OwnerReason::CouldNotLook => "Needs a human · could not check",
        OwnerReason::Interrupted => "Needs a human · kept writing",
        OwnerReason::WaitedTooLong => "Needs a human · held up by a limit",
        OwnerReason::NotDelivered => "Needs a human · answer not delivered",
    }
}

/// A change of owner, as it stands between the messages.
pub(crate) fn owner_change(reason: OwnerReason) -> &'static str {
    match reason {
        OwnerReason::Fresh => "The autopilot answers",
        OwnerReason::HandedBack => "You handed back to the autopilot",
        OwnerReason::TimedBack => "Back to the autopilot: nobody was waiting",
        OwnerReason::Typing => "You took over by typing",
        OwnerReason::TookOver => "You took over",
        OwnerReason::Sent => "You took over by answering",
        OwnerReason::Assigned => "Assigned to you",
        OwnerReason::Phone => "Answered on the phone: the autopilot is silent",
        OwnerReason::HandedOver => "Handed to you by the autopilot",
        OwnerReason::ModelFailed => "Handed to you: the model gave no usable answer",
        OwnerReason::Unsupported => "Handed to you: something arrived that the autopilot cannot read",
        OwnerReason::TypingExpired => "Needs a human: your draft was not sent",
        OwnerReason::OperatorExpired => "Needs a human: the customer is still waiting",
        OwnerReason::TooOld => "Needs a human: the message was old when it arrived",
        OwnerReason::WindowClosed => "Needs a human: the 24 hours closed before an answer left",
        OwnerReason::AccountStopped => "Needs a human: the account cannot send",
        OwnerReason::CouldNotLook => "Needs a human: the conversation could not be checked after a restart",
        OwnerReason::Interrupted => "Needs a human: the customer kept writing into the answer",
        OwnerReason::WaitedTooLong => "Needs a human: a limit held the answer back",
        OwnerReason::NotDelivered => "Needs a human: the answer was not delivered",
    }
}

/// What calls for a person, each as title and body. No word of a customer's stands on a locked screen.
pub fn notifications(found: &engine::Notifications) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> = found
        .recent
        .iter()
        .map(|call| (call.name.clone(), calls(call.why).to_owned()))
        .collect();
    let older = match found.older {
        0 => return told,
        1 => "A conversation began to wait for you while you were away.".to_owned(),
        several => format!("{several} conversations began to wait for you while you were away."),
    };
    told.push(("Switchboard".to_owned(), older));
    told
}

fn calls(why: Why) -> &'static str {
    match why {
        Why::NeedsHuman(reason) => owner_change(reason),
        Why::Wrote => "Wrote to you again.",
        Why::Asks => "Did your message arrive? Switchboard could not find out.",
        Why::Failed => "A message to them was not sent.",
    }
}

/// The line in the list for a message without words.
pub(crate) fn preview(kind: &str) -> &'static str {
    match kind {
        "unsent" => "Message taken back",
        "image" => "Photo",
        "video" => "Video",
        "audio" => "Voice message",
        "file" => "File",
        "share" | "ig_post" => "Shared a post",
        "reel" => "Shared a reel",
        "ig_story" => "Forwarded a story",
        "story_mention" => "Mentioned you in a story",
        "story_reply" => "Replied to your story",
        "sticker" | "like_heart" => "Sticker",
        "template" => "Card",
        "ephemeral" => "A photo that could be seen once",
        _ => "Something that cannot be shown here",
    }
}

/// How an account stands.
pub(crate) fn account_state(account: &view::Account, standing: Standing, now: Now) -> AccountState {
    if account.state.connected.is_none() {
        AccountState::Disconnected
    } else if account.state.stopped == Some(Class::Auth)
        || standing != Standing::Ready
        || has_run_out(account, now)
    {
        AccountState::SignInAgain
    } else if account.state.stopped.is_some() {
        AccountState::Stopped
    } else if account.state.is_throttled(now.wall) {
        AccountState::Paused
    } else {
        AccountState::Live
    }
}

fn has_run_out(account: &view::Account, now: Now) -> bool {
    let connection = account.connection.as_ref();
    let expires = connection.and_then(|connection| connection.expires_at);
    expires.is_some_and(|at| at <= now.wall)
}

/// How an account stands, in words.
pub(crate) fn account(account: &view::Account, state: AccountState, standing: Standing, now: Now) -> String {
    match state {
        AccountState::Disconnected => "Disconnected. Its history stays here.".to_owned(),
        AccountState::SignInAgain if standing == Standing::Locked => {
            "This desk’s data key does not open the account’s sign-in, so nothing can be sent, and its messages may be turned away. Start Switchboard with the key it was connected with, or sign in again."
                .to_owned()
        }
        AccountState::SignInAgain if standing == Standing::Away => {
            "The platform that this account lives on is not running here.".to_owned()
        }
        AccountState::SignInAgain => {
            "Instagram no longer accepts the sign-in. Messages still arrive; sign in again to answer."
                .to_owned()
        }
        AccountState::Stopped => stopped(account.state.stopped).to_owned(),
        AccountState::Paused => "Instagram’s limit is reached. Sending goes on by itself.".to_owned(),
        AccountState::Live => {
            let expires = account
                .connection
                .as_ref()
                .and_then(|connection| connection.expires_at);
            match expires.map(|at| (at - now.wall) / MINUTE) {
                Some(minutes) if minutes < 120 => {
                    format!("Live. The sign-in lasts another {minutes} minutes.")
                }
                Some(minutes) => format!(
                    "Live. The sign-in lasts another {} days.",
                    (minutes / 1_440).max(1)
                ),
                None => "Live.".to_owned(),
            }
        }
    }
}

/// Why Instagram does not let an account send (contract 5.2).
fn stopped(class: Option<Class>) -> &'static str {
    match class {
        Some(Class::Permission) => "Instagram does not let the app send for this account.",
        Some(Class::Configuration) => {
            "Instagram does not know the app or the account as they are set up here."
        }
        _ => "Instagram has restricted this account, or its access to messages is switched off.",
    }
}

/// What to do about it.
pub(crate) fn after_stop(class: Option<Class>) -> &'static str {
    match class {
        Some(Class::Permission) => {
            "See that the app is live in Meta’s dashboard and that Instagram’s message controls allow access to messages. Then press Try again, or sign in again and allow everything."
        }
        Some(Class::Configuration) => "Check the app’s id and secret and sign in again.",
        _ => {
            "Open Instagram and do what it asks for; in its message controls, access to messages must be allowed. Then press Try again."
        }
    }
}

/// Why the operator cannot write; `None`: they can.
pub(crate) fn composer(row: &view::Row, account: Option<&view::Account>, now: Now) -> Option<String> {
    let Some(account) = account else {
        return Some("This account is not connected.".to_owned());
    };
    if account.state.connected.is_none() {
        return Some("This account is disconnected. Connect it again to answer.".to_owned());
    }
    match account.state.stopped {
        None => {}
        Some(Class::Auth) => {
            return Some(
                "This account cannot send now. Sign in again to answer; what you write is kept.".to_owned(),
            );
        }
        Some(_) => {
            return Some(
                "Instagram does not let this account send. Settings says what to do; what you write is kept."
                    .to_owned(),
            );
        }
    }
    match row.window_until {
        None => {
            Some("The customer has not written yet, so Instagram does not let you write first.".to_owned())
        }
        Some(until) if until <= now.meta => Some(
            "The 24 hours after the customer’s last message are over. You can answer when they write again."
                .to_owned(),
        ),
        Some(_) => None,
    }
}

/// The truth about a send.
pub(crate) fn send(item: &view::SendItem) -> String {
    let part = |words: &str| match item.send.parts {
        0 | 1 => words.to_owned(),
        parts => format!("{words} · part {} of {parts}", item.send.part),
    };
    match (item.send.state, item.remark) {
        (SendState::Held, _) => part("sending in a moment"),
        (SendState::Queued, Some(view::Remark::Waiting(why))) => part(waiting(why)),
        (SendState::Queued, _) => part("waiting to be sent"),
        (SendState::Sending, _) => part("sending…"),
        (SendState::Accepted, _) => part("sent"),
        (SendState::Confirmed, Some(view::Remark::Confirmed(Proof::Operator))) => part("delivered, you said"),
        (SendState::Confirmed, _) => part("delivered"),
        (SendState::Failed, Some(view::Remark::Failed { class, code, subcode })) => {
            failed(class, code, subcode)
        }
        (SendState::Failed, _) => "Not sent.".to_owned(),
        (SendState::Cancelled, Some(view::Remark::Cancelled(why))) => cancelled(why).to_owned(),
        (SendState::Cancelled, _) => "Not sent.".to_owned(),
        (SendState::Unknown, _) if item.send.asking => "Not known whether it arrived".to_owned(),
        (SendState::Unknown, Some(view::Remark::Lost(why))) => lost(why).to_owned(),
        (SendState::Unknown, _) => "Checking whether it went out…".to_owned(),
    }
}

fn waiting(why: Requeue) -> &'static str {
    match why {
        Requeue::NotSent => "Instagram cannot be reached; trying again",
        Requeue::Retry => "Instagram asked to try again",
        Requeue::Limit => "waiting for Instagram’s limit",
        Requeue::Account => "waiting until the account is signed in again",
        Requeue::NotFound => "it did not go out; sending again",
        Requeue::Again => "sending again",
        Requeue::Rest => "waiting to be sent",
    }
}

fn lost(why: Loss) -> &'static str {
    match why {
        Loss::Timeout => "No answer in time. Checking whether it went out…",
        Loss::Cut => "The connection was cut. Checking whether it went out…",
        Loss::Unclear => "Instagram’s answer was unclear. Checking whether it went out…",
        Loss::Stopped => "Switchboard stopped while sending. Checking whether it went out…",
    }
}

fn cancelled(why: Cancel) -> &'static str {
    match why {
        Cancel::Undone => "Taken back before it left.",
        Cancel::Human => "Not sent: you took over.",
        Cancel::Outdated => "Not sent: the customer wrote more.",
        Cancel::EarlierPart => {
            "Not sent: an earlier part did not go out. It follows when that one is sent again."
        }
        Cancel::WindowClosed => "Not sent: the 24 hours were over.",
        Cancel::WaitedTooLong => "Not sent: a limit held it back too long.",
        Cancel::Disconnected => "Not sent: the account was disconnected.",
        Cancel::SwitchedOff => "Not sent: the autopilot was switched off.",
    }
}

fn failed(class: Class, code: Option<i64>, subcode: Option<i64>) -> String {
    let words = match class {
        Class::Auth => "Not sent: sign in again, then retry.",
        Class::Permission => "Not sent: the app lacks a permission. Sign in again and allow everything.",
        Class::WindowClosed => "Not sent: the 24 hours after the customer’s last message were over.",
        Class::RecipientUnavailable => "Not sent: this person cannot receive messages from you.",
        Class::ThreadHeld => "Not sent: another app holds this conversation.",
        Class::Limit => "Not sent: Instagram’s limit was reached. Retry later.",
        Class::Transient => "Not sent: a fault at Instagram. Retry.",
        Class::InvalidContent => "Not sent: Instagram does not accept this content.",
        Class::Configuration => "Not sent: the connection is not set up rightly. Connect the account again.",
        Class::AccountRestricted => "Not sent: Instagram has restricted this account.",
        Class::TriedTooOften => "Not sent: Instagram kept asking to try again. Retry later.",
        Class::Other => "Not sent: Instagram refused it.",
    };
    match (code, subcode) {
        (Some(code), Some(subcode)) => format!("{words} (code {code}/{subcode})"),
        (Some(code), None) => format!("{words} (code {code})"),
        _ => words.to_owned(),
    }
}

/// The one question about an unknown send.
pub(crate) fn send_question(send: &Send) -> &'static str {
    match send.writer {
        Writer::Operator => {
            "Instagram did not say whether this arrived, and it could not be found. Look in Instagram: did it arrive?"
        }
        Writer::Autopilot => {
            "Instagram did not say whether the autopilot’s answer arrived, and it could not be found. Look in Instagram: did it arrive?"
        }
    }
}

/// What the operator can do with a send.
pub(crate) fn can(send: &Send, timings: &Timings, now: Now) -> Vec<SendAction> {
    match send.state {
        SendState::Held | SendState::Queued => vec![SendAction::Undo],
        SendState::Failed => vec![SendAction::Retry, SendAction::Copy],
        SendState::Cancelled => vec![SendAction::Copy],
        SendState::Unknown if pass_at(send, timings).is_some_and(|at| at <= now.wall) => {
            vec![SendAction::Copy, SendAction::Pass]
        }
        SendState::Unknown => vec![SendAction::Copy],
        SendState::Sending | SendState::Accepted | SendState::Confirmed => Vec::new(),
    }
}

/// From when later sends may be let past one whose outcome is not known: wall time, ms.
pub(crate) fn pass_at(send: &Send, timings: &Timings) -> Option<Millis> {
    (send.state == SendState::Unknown && !send.passed).then(|| send.lost.saturating_add(timings.lane_wait))
}

/// What the autopilot did, and why.
pub(crate) fn decision(record: &view::DecisionRecord) -> String {
    let words = reason(record.decision.reason);
    match (&record.note, record.decision.outcome) {
        (Some(note), Outcome::HandedOver) => format!("{words} “{note}”"),
        _ => words.to_owned(),
    }
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Answer => "It answered from what it was told about the business.",
        Reason::AskedForHuman => "It handed over to you:",
        Reason::Unsupported => "Something arrived that it cannot read, so it asked for a human.",
        Reason::Interrupted => "The customer kept writing into the answer, so it asked for a human.",
        Reason::Withdrawn => "The customer took everything back before it answered.",
        Reason::OperatorOwns => "You acted first, so it stayed silent.",
        Reason::AnsweredElsewhere => "Somebody answered on the phone, so it stayed silent.",
        Reason::OtherApp => "Another app answered, so it stayed silent.",
        Reason::NeedsHuman => "The conversation was waiting for a human, so it stayed silent.",
        Reason::SwitchedOff => "The autopilot was switched off.",
        Reason::WindowClosed => "The 24 hours closed before an answer could leave.",
        Reason::AccountStopped => "The account could not send, so it asked for a human.",
        Reason::WaitedTooLong => "A limit held the answer back too long, so it asked for a human.",
        Reason::CouldNotLook => {
            "After a restart it could not check the conversation, so it asked for a human."
        }
        Reason::ModelError => "The model server failed, so it asked for a human.",
        Reason::ModelTimeout => "The model did not answer in time, so it asked for a human.",
        Reason::ModelRefused => "The model refused to answer, so it asked for a human.",
        Reason::ModelEmpty => "The model said nothing usable, so it asked for a human.",
        Reason::ModelTooLong => "The model’s answer was too long, so it asked for a human.",
        Reason::ModelNotSet => "No model is set up, so it asked for a human.",
        Reason::NotPrepared => {
            "What it needs to know could not be read on this computer, so it asked for a human."
        }
    }
}

/// The title of a check.
pub(crate) fn check(name: CheckName) -> &'static str {
    match name {
        CheckName::AppShape => "App id and secret",
        CheckName::SignIn => "Sign-in",
        CheckName::Exchange => "The app secret is right",
        CheckName::Permissions => "Permissions",
        CheckName::LongLived => "A sign-in that lasts",
        CheckName::Identity => "The account",
        CheckName::Subscription => "Delivery of messages",
        CheckName::Handshake => "Meta verified this address",
        CheckName::TestEvent => "Meta’s test event arrived",
        CheckName::FirstMessage => "A real message arrived",
    }
}
