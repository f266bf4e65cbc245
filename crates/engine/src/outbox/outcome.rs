//! From the wire's answer to the rules' outcome of an attempt (rules 5, contract 5.2).

use crate::limits;
use desk::{AccountAsk, Attempt, Class, Loss, Mid, Millis, Retry, Timings};
use instagram::{Doubt, SendOutcome, Unreached};

/// What the answer says about the whole account.
pub(crate) fn account(
    outcome: &SendOutcome,
    attempt: &Attempt,
    now: Millis,
    timings: &Timings,
) -> Option<AccountAsk> {
    let SendOutcome::Refused(error) = outcome else {
        return None;
    };
    let rule = error.verdict();
    if let Some(rest) = limits::restriction(rule.retry, now, timings) {
        return Some(rest);
    }
    let asks_to_sign_in = matches!(
        attempt,
        Attempt::Refused {
            retry: Retry::Auth,
            ..
        }
    );
    (asks_to_sign_in || rule.stops == instagram::Stops::Account).then(|| AccountAsk::Stop {
        class: class(rule.class),
        code: Some(error.code),
        subcode: error.subcode,
    })
}

/// What became of attempt number `number`.
pub(crate) fn attempt(outcome: &SendOutcome, number: u32) -> Attempt {
    match outcome {
        SendOutcome::NotSent(Unreached::Unbuildable) => Attempt::Unsendable,
        SendOutcome::NotSent(Unreached::Name | Unreached::Connection) => Attempt::NotSent,
        SendOutcome::Accepted { message_id, .. } => Attempt::Accepted(Mid::from(message_id.as_str())),
        SendOutcome::Refused(error) => {
            let rule = error.verdict();
            let class = class(rule.class);
            Attempt::Refused {
                class,
                retry: retry(class, rule.retry, number),
                code: error.code,
                subcode: error.subcode,
            }
        }
        SendOutcome::Unknown(doubt) => Attempt::Lost(match doubt {
            Doubt::TimedOut => Loss::Timeout,
            Doubt::Cut => Loss::Cut,
            Doubt::TooLong
            | Doubt::Server { .. }
            | Doubt::Unreadable { .. }
            | Doubt::Graph(_)
            | Doubt::NoMessageId => Loss::Unclear,
        }),
    }
}

/// The rules' word for a class of error.
pub(crate) fn class(class: instagram::Class) -> Class {
    use instagram::Class as Wire;
    match class {
        Wire::Auth => Class::Auth,
        Wire::Permission => Class::Permission,
        Wire::WindowClosed => Class::WindowClosed,
        Wire::RecipientUnavailable | Wire::NotFound | Wire::ConsentMissing => Class::RecipientUnavailable,
        Wire::ThreadHeldByOther => Class::ThreadHeld,
        Wire::RateLimited => Class::Limit,
        Wire::Transient => Class::Transient,
        Wire::InvalidContent => Class::InvalidContent,
        Wire::ConfigurationWrong => Class::Configuration,
        Wire::AccountRestricted | Wire::MessagesDisabled => Class::AccountRestricted,
        Wire::Unknown | Wire::Other => Class::Other,
    }
}

fn retry(class: Class, retry: instagram::Retry, number: u32) -> Retry {
    use instagram::Retry as Wire;
    match (class, retry) {
        // A restriction of some hours pauses the account as a limit does.
        (Class::Limit, _) | (_, Wire::LaterLong) => Retry::Limit,
        (Class::Auth, _) | (_, Wire::AfterSignIn) => Retry::Auth,
        (_, Wire::LaterOnce) if number > 1 => Retry::Never,
        (_, Wire::Later | Wire::LaterOnce) => Retry::Later,
        (_, Wire::Never | Wire::WhenFixed | Wire::ReconcileFirst) => Retry::Never,
    }
}
