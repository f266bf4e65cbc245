//! What the wizard says about a call that went wrong: the platform's words quoted, likely causes in order,
//! and what to press.

use super::wizard::{Check, CheckName, CheckState};
use instagram::CallError;

/// What to press when what was signed in may be used once more, or not at all: both are buttons of the wizard.
const AGAIN_OR_ANEW: &str =
    "Press Try again. If it stays like this, press Open Instagram again to sign in anew.";

/// The check that a failed call turns `name` into.
pub(crate) fn failed(name: CheckName, error: &CallError) -> Check {
    let bad = |sentence: &str| Check::new(name, CheckState::Bad, sentence);
    match error {
        CallError::NotSent(_) => bad("Instagram could not be reached from this computer.")
            .next("Check the internet connection, then press Try again."),
        CallError::Interrupted(_) | CallError::Unreadable { .. } => {
            bad("Instagram did not give a usable answer.").next("Press Try again in a minute.")
        }
        CallError::SignInRefused(refusal) if name == CheckName::Exchange => {
            bad("Instagram refused to exchange the sign-in for a token.")
                .quote(refusal.message.clone())
                .causes(&[
                    "The app secret does not belong to this app id. The Instagram app has its own id and secret, apart from the Meta app’s.",
                    "The redirect address is not registered exactly as shown: check for a trailing slash.",
                    "The code was used before, or is older than an hour.",
                ])
                .next("Press Try again to sign in anew, or Change the secret.")
        }
        CallError::SignInRefused(refusal) => bad("Instagram refused this.")
            .quote(refusal.message.clone())
            .next(AGAIN_OR_ANEW),
        CallError::Refused(error) => {
            bad(error.verdict().sentence).quote(quoted(error)).next(AGAIN_OR_ANEW)
        }
        CallError::NotDone => bad("Instagram answered, but did not do it.").next("Press Try again."),
    }
}

/// Meta's own text with its code; the text may be in any language (contract 0.6).
pub(crate) fn quoted(error: &instagram::GraphError) -> String {
    let text = error.user_message.as_deref().unwrap_or(&error.message);
    match error.subcode {
        Some(subcode) => format!("{text} (code {}/{subcode})", error.code),
        None => format!("{text} (code {})", error.code),
    }
}
