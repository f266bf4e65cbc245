//! The Graph API's error envelope (contract 5).

use serde_json::{Value, json};

/// Why Graph refuses, as the platform says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GraphError {
    /// HTTP status; `None`: the usual one for the code.
    pub(crate) status: Option<u16>,
    pub(crate) code: i64,
    pub(crate) subcode: Option<i64>,
    pub(crate) kind: &'static str,
    pub(crate) message: String,
    /// Title and text meant for people.
    pub(crate) user: Option<(&'static str, &'static str)>,
}

impl GraphError {
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        let kind = if matches!(code, 190 | 102 | 10 | 4 | 1 | 2) {
            "OAuthException"
        } else {
            "IGApiException"
        };
        Self {
            status: None,
            code,
            subcode: None,
            kind,
            message: message.into(),
            user: None,
        }
    }

    pub(crate) fn sub(mut self, subcode: i64) -> Self {
        self.subcode = Some(subcode);
        self
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    pub(crate) fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    pub(crate) fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    pub(crate) fn user(mut self, title: &'static str, text: &'static str) -> Self {
        self.user = Some((title, text));
        self
    }

    /// A token that cannot be read, is unknown, or belongs on another host (190 without a subcode).
    pub(crate) fn unreadable_token() -> Self {
        Self::new(190, "Invalid OAuth access token - Cannot parse access token")
    }

    /// A node that does not exist or may not be seen (100/33).
    pub(crate) fn no_such_object(method: &str, id: &str) -> Self {
        let message = format!(
            "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing \
             permissions, or does not support this operation",
            method.to_lowercase()
        );
        Self::new(100, message).sub(33).kind("GraphMethodException")
    }

    /// A bad parameter (100).
    pub(crate) fn parameter(message: &str) -> Self {
        Self::new(100, format!("(#100) {message}"))
    }

    /// A permission the person did not grant (10).
    pub(crate) fn permission() -> Self {
        Self::new(10, "(#10) Application does not have permission for this action")
    }

    /// The HTTP status it arrives with (contract 5.1); `dead_token` is the one for 190.
    pub(crate) fn http_status(&self, dead_token: u16) -> u16 {
        self.status.unwrap_or(match self.code {
            190 => dead_token,
            230 => 403,
            1 | 2 => 500,
            _ => 400,
        })
    }

    /// The body, with its trace id.
    pub(crate) fn body(&self, trace: &str) -> Value {
        let mut error = json!({
            "message": self.message,
            "type": self.kind,
            "code": self.code,
            "fbtrace_id": trace,
        });
        if let Some(fields) = error.as_object_mut() {
            if let Some(subcode) = self.subcode {
                fields.insert("error_subcode".to_owned(), json!(subcode));
                fields.insert("is_transient".to_owned(), json!(self.code == 2));
            }
            if let Some((title, text)) = self.user {
                fields.insert("error_user_title".to_owned(), json!(title));
                fields.insert("error_user_msg".to_owned(), json!(text));
            }
        }
        json!({ "error": error })
    }
}

impl GraphError {
    /// The error a fault asks for, with these numbers where it names none.
    pub(crate) fn of(fault: &crate::fault::Fault, code: i64, message: &str) -> Self {
        let code = fault.code.unwrap_or(code);
        let mut error = Self::new(code, fault.text.clone().unwrap_or_else(|| message.to_owned()));
        error.subcode = fault.subcode;
        error.status = fault.status;
        error
    }
}
