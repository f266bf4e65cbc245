//! What Meta's redirect says, read from a request or from what a person pasted (contract 1.2).

use secrecy::SecretString;
use url::form_urlencoded;

/// The shortest text that is taken for a bare code; real ones have more than a hundred characters.
const CODE_MIN_BYTES: usize = 8;

/// The answer of the consent page.
#[derive(Clone, Debug)]
pub enum Redirected {
    /// The person agreed.
    Code {
        /// To be exchanged within the hour, once.
        code: SecretString,
        /// The state that was sent; none when only the code was pasted.
        state: Option<String>,
    },
    /// The person refused or cancelled, or Meta refused in their name.
    Denied {
        /// `user_denied`, or Meta's `error` when no reason is given.
        reason: String,
        /// Meta's text; may be empty.
        description: String,
        /// The state that was sent.
        state: Option<String>,
    },
    /// It holds neither a code nor a refusal.
    Unreadable,
}

impl Redirected {
    /// Reads a whole address, a query string, or a bare code. Line breaks and quotes that pasting adds are
    /// ignored, and so is the `#_` that Meta appends.
    #[must_use]
    pub fn read(pasted: &str) -> Self {
        let text: String = pasted
            .chars()
            .filter(|c| !matches!(c, '\n' | '\r' | '\t'))
            .collect();
        let text = text.trim_matches(|c| matches!(c, ' ' | '"' | '\'' | '<' | '>' | '`'));
        let text = text.split('#').next().unwrap_or_default();
        match text.split_once('?') {
            Some((_, query)) => Self::from_query(query),
            None if text.contains('=') => Self::from_query(text),
            None if is_code(text) => Self::Code {
                code: text.into(),
                state: None,
            },
            None => Self::Unreadable,
        }
    }

    /// The presence of `error` decides; there is no code then.
    fn from_query(query: &str) -> Self {
        let parameter = |wanted: &str| {
            let (_, value) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == wanted)?;
            Some(without_fragment(&value).to_owned())
        };
        let state = parameter("state");
        if let Some(error) = parameter("error") {
            let reason = parameter("error_reason").unwrap_or(error);
            return Self::Denied {
                reason,
                description: parameter("error_description").unwrap_or_default(),
                state,
            };
        }
        match parameter("code").filter(|code| !code.is_empty()) {
            Some(code) => Self::Code {
                code: code.into(),
                state,
            },
            None => Self::Unreadable,
        }
    }
}

/// Drops Instagram's `#_` and Facebook's `#_=_` where they have become part of the last value.
fn without_fragment(text: &str) -> &str {
    text.strip_suffix("#_=_")
        .or_else(|| text.strip_suffix("#_"))
        .unwrap_or(text)
}

fn is_code(text: &str) -> bool {
    text.len() >= CODE_MIN_BYTES
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~'))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn code(pasted: &str) -> (String, Option<String>) {
        match Redirected::read(pasted) {
            Redirected::Code { code, state } => (code.expose_secret().to_owned(), state),
            other => panic!("{pasted} read as {other:?}"),
        }
    }

    #[test]
    fn a_code_is_found_however_it_is_pasted() {
        let expected = ("AQDexampleexample".to_owned(), Some("s-123".to_owned()));
        for pasted in [
            "https://auth.example.test/ig/callback?code=AQDexampleexample&state=s-123#_",
            "https://auth.example.test/ig/callback?code=AQDexampleexample&state=s-123%23_",
            "https://auth.example.test/ig/callback?state=s-123&code=AQDexampleexample%23_",
            "  \"https://auth.example.test/ig/callback?code=AQDexample\nexample&state=s-123#_\" ",
            "/ig/callback?code=AQDexampleexample&state=s-123",
            "?code=AQDexampleexample&state=s-123#_=_",
            "code=AQDexampleexample&state=s-123",
        ] {
            assert_eq!(code(pasted), expected, "{pasted}");
        }
    }

    #[test]
    fn a_bare_code_is_a_code_without_a_state() {
        assert_eq!(
            code("AQDexample_example-1#_"),
            ("AQDexample_example-1".to_owned(), None)
        );
    }

    #[test]
    fn a_refusal_keeps_its_reason_and_state() {
        let pasted = "https://auth.example.test/ig/callback?error=access_denied&error_reason=user_denied\
                      &error_description=The+user+denied+your+request&state=s-123#_";
        let Redirected::Denied {
            reason,
            description,
            state,
        } = Redirected::read(pasted)
        else {
            panic!("not a refusal")
        };
        assert_eq!(reason, "user_denied");
        assert_eq!(description, "The user denied your request");
        assert_eq!(state.as_deref(), Some("s-123"));
    }

    #[test]
    fn an_error_decides_even_beside_a_code() {
        let read = Redirected::read("?error=access_denied&code=AQDexampleexample");
        assert!(matches!(read, Redirected::Denied { reason, .. } if reason == "access_denied"));
    }

    #[test]
    fn what_holds_no_answer_is_unreadable() {
        for pasted in [
            "",
            "#_",
            "hello there",
            "https://www.instagram.com/",
            "https://www.instagram.com/oauth/authorize?client_id=700000000000001&state=s-123",
            "https://auth.example.test/ig/callback?code=#_",
        ] {
            assert!(
                matches!(Redirected::read(pasted), Redirected::Unreadable),
                "{pasted}"
            );
        }
    }

    #[test]
    fn a_code_does_not_show_in_debug_output() {
        let shown = format!("{:?}", Redirected::read("?code=AQDexampleexample&state=s-123"));
        assert!(!shown.contains("AQDexample"), "{shown}");
    }
}
