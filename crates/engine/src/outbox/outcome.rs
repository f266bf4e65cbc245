//! From the wire's answer to the rules' outcome of an attempt (rules 5, contract 5.2).

use desk::{Attempt, Class, Loss, Mid, Retry};
use instagram::{Doubt, SendOutcome};

/// What became of the attempt.
pub(crate) fn attempt(outcome: &SendOutcome) -> Attempt {
    match outcome {
        SendOutcome::NotSent(_) => Attempt::NotSent,
        SendOutcome::Accepted { message_id, .. } => Attempt::Accepted(Mid::from(message_id.as_str())),
        SendOutcome::Refused(error) => {
            let rule = error.verdict();
            let class = class(rule.class);
            Attempt::Refused {
                class,
                retry: retry(class, rule.retry),
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

fn retry(class: Class, retry: instagram::Retry) -> Retry {
    use instagram::Retry as Wire;
    match (class, retry) {
        (Class::Limit, _) => Retry::Limit,
        (Class::Auth, _) | (_, Wire::AfterSignIn) => Retry::Auth,
        (_, Wire::Later | Wire::LaterOnce | Wire::LaterLong) => Retry::Later,
        (_, Wire::Never | Wire::WhenFixed | Wire::ReconcileFirst) => Retry::Never,
    }
}
