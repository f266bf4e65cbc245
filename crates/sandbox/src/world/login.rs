//! Signing in: consent, code, tokens (contract 1.1–1.5).

use url::Url;

use super::World;
use super::app::{BASIC, Code, SCOPES, Token, TokenKind};
use crate::fault::Whom;
use crate::graph_error::GraphError;
use crate::settings::{DAY_MS, HOUR_MS};
use crate::switch::Switch;

/// A well-formed authorize request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) app: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) state: Option<String>,
}

/// What the code exchange gives.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) token: String,
    pub(crate) app_scoped_id: String,
    pub(crate) account: String,
    pub(crate) scopes: Vec<String>,
}

/// The fields of a code exchange as they were sent.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) grant_type: String,
    pub(crate) redirect_uri: String,
    pub(crate) code: String,
}

/// A token and the seconds it has left.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) token: String,
    pub(crate) expires_in: i64,
}

impl World {
    /// Checks the authorize parameters; the refusal is what the error page says.
    pub(crate) fn ask(&self, pairs: &[(String, String)]) -> Result<Ask, String> {
        let value = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        let app = value("client_id")
            .and_then(|id| self.apps.get(id))
            .ok_or("Invalid platform app")?;
        let redirect_uri = value("redirect_uri").unwrap_or_default();
        if !app.redirect_uris.iter().any(|one| one == redirect_uri) {
            return Err("Invalid redirect_uri".to_owned());
        }
        if Url::parse(redirect_uri).is_err() {
            return Err("Invalid redirect_uri".to_owned());
        }
        if value("response_type") != Some("code") {
            return Err("Invalid response_type".to_owned());
        }
        let scopes: Vec<String> = value("scope")
            .unwrap_or_default()
            .split([',', ' ', '+'])
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect();
        if scopes.is_empty() {
            return Err("Missing required parameter scope".to_owned());
        }
        if let Some(unknown) = scopes.iter().find(|scope| !SCOPES.contains(&scope.as_str())) {
            return Err(format!("Invalid scope: {unknown}"));
        }
        Ok(Ask {
            app: app.id.clone(),
            redirect_uri: redirect_uri.to_owned(),
            scopes,
            state: value("state").map(str::to_owned),
        })
    }

    /// The person pressed Allow: where the browser goes, with a new code.
    pub(crate) fn allow(&mut self, ask: &Ask, account: &str, scopes: &[String], now: i64) -> Option<String> {
        let whom = Whom {
            account: Some(account),
            customer: None,
        };
        if self.faults.hit(Switch::ConsentDenied, whom).is_some() {
            return deny(ask);
        }
        let code = format!("AQD{}", self.dice.word(157));
        let granted = ask
            .scopes
            .iter()
            .filter(|scope| scopes.contains(scope))
            .cloned()
            .collect();
        self.codes.insert(
            code.clone(),
            Code {
                app: ask.app.clone(),
                account: account.to_owned(),
                redirect_uri: ask.redirect_uri.clone(),
                scopes: granted,
                issued_at: now,
                used: false,
            },
        );
        let mut target = Url::parse(&ask.redirect_uri).ok()?;
        target.query_pairs_mut().append_pair("code", &code);
        if let Some(state) = &ask.state {
            target.query_pairs_mut().append_pair("state", state);
        }
        target.set_fragment(Some("_"));
        Some(target.to_string())
    }

    /// Code → short-lived token; the refusal is the flat envelope's `error_message`.
    pub(crate) fn exchange_code(&mut self, exchange: &Exchange, now: i64) -> Result<Grant, String> {
        const NOT_FOUND: &str = "Matching code was not found or was already used";
        let app = self.apps.get(&exchange.client_id).ok_or("Invalid platform app")?;
        if app.secret != exchange.client_secret {
            return Err("Error validating client secret".to_owned());
        }
        if exchange.grant_type != "authorization_code" {
            return Err("Invalid grant_type".to_owned());
        }
        // The platform hands codes out with `#_` behind them; one that still carries it is not the code.
        let code = self.codes.get_mut(&exchange.code).ok_or(NOT_FOUND)?;
        if code.used || code.app != exchange.client_id || now - code.issued_at > HOUR_MS {
            return Err(NOT_FOUND.to_owned());
        }
        if code.redirect_uri != exchange.redirect_uri {
            return Err("Redirect URI does not match registered redirect URI".to_owned());
        }
        code.used = true;
        let code = code.clone();
        if let Some(fault) = self.faults.hit(
            Switch::CodeRefused,
            Whom {
                account: Some(&code.account),
                customer: None,
            },
        ) {
            return Err(fault.text.unwrap_or_else(|| NOT_FOUND.to_owned()));
        }
        let issued = self.issue(&code.app, &code.account, TokenKind::Short, &code.scopes, now);
        let app_scoped_id = self
            .accounts
            .get(&code.account)
            .map(|one| one.app_scoped_id.clone());
        Ok(Grant {
            token: issued.token,
            app_scoped_id: app_scoped_id.unwrap_or_default(),
            account: code.account,
            scopes: code.scopes,
        })
    }

    /// Short-lived → long-lived token (contract 1.4).
    pub(crate) fn exchange_token(
        &mut self,
        secret: &str,
        token: &str,
        now: i64,
    ) -> Result<Issued, GraphError> {
        let known = self.known_token(token, now)?.clone();
        let app = self
            .apps
            .get(&known.app)
            .ok_or_else(GraphError::unreadable_token)?;
        if app.secret != secret {
            return Err(GraphError::new(1, "Error validating client secret").status(400));
        }
        let whom = Whom {
            account: Some(&known.account),
            customer: None,
        };
        if let Some(fault) = self.faults.hit(Switch::LongLivedRefused, whom) {
            return Err(GraphError::of(&fault, 1, "An unknown error has occurred."));
        }
        if known.kind == TokenKind::Long {
            return Err(
                GraphError::new(190, "Session key invalid: not a short-lived token")
                    .sub(33)
                    .status(400),
            );
        }
        Ok(self.issue(&known.app, &known.account, TokenKind::Long, &known.scopes, now))
    }

    /// Long-lived → fresh long-lived token (contract 1.5): a day old at least, not expired, basic granted.
    pub(crate) fn refresh_token(&mut self, token: &str, now: i64) -> Result<Issued, GraphError> {
        let known = self.known_token(token, now)?.clone();
        let whom = Whom {
            account: Some(&known.account),
            customer: None,
        };
        if let Some(fault) = self.faults.hit(Switch::RefreshRefused, whom) {
            return Err(GraphError::of(
                &fault,
                190,
                "Error validating access token: the session is invalid.",
            ));
        }
        if known.kind == TokenKind::Short {
            return Err(GraphError::parameter("Only long-lived tokens can be refreshed"));
        }
        if now - known.issued_at < DAY_MS {
            return Err(GraphError::parameter(
                "The access token is too new to be refreshed",
            ));
        }
        if !known.grants(BASIC) {
            return Err(GraphError::permission());
        }
        Ok(self.issue(&known.app, &known.account, TokenKind::Long, &known.scopes, now))
    }

    /// Makes a token. A long one lives a little less than 60 days, an odd number of seconds (contract 11.2).
    pub(crate) fn issue(
        &mut self,
        app: &str,
        account: &str,
        kind: TokenKind,
        scopes: &[String],
        now: i64,
    ) -> Issued {
        let expires_in = match kind {
            TokenKind::Short => 3_600,
            TokenKind::Long => 5_184_000 - 40 - i64::try_from(self.dice.below(40)).unwrap_or(0),
        };
        // Long-lived tokens were measured at 181 characters. A digit after the prefix keeps an ordinary token from ever
        // beginning like a practice one.
        let digit = self.dice.below(10);
        let rest = 180usize.saturating_sub(self.token_prefix.len());
        let token = format!("{}{digit}{}", self.token_prefix, self.dice.word(rest));
        self.tokens.insert(
            token.clone(),
            Token {
                app: app.to_owned(),
                account: account.to_owned(),
                kind,
                scopes: scopes.to_vec(),
                issued_at: now,
                expires_at: now + expires_in * 1_000,
                revoked: None,
            },
        );
        Issued { token, expires_in }
    }

    /// The token, if it is one of ours and alive.
    pub(crate) fn known_token(&self, token: &str, now: i64) -> Result<&Token, GraphError> {
        let known = token
            .strip_prefix(self.token_prefix.as_str())
            .and_then(|_| self.tokens.get(token))
            .ok_or_else(GraphError::unreadable_token)?;
        if let Some(subcode) = known.revoked {
            let message = "Error validating access token: The session has been invalidated because the user changed \
                           their password or Instagram has changed the session for security reasons.";
            return Err(GraphError::new(190, message).sub(subcode));
        }
        if now >= known.expires_at {
            let message = "Error validating access token: Session has expired.";
            return Err(GraphError::new(190, message).sub(463));
        }
        Ok(known)
    }
}

/// The person pressed Cancel: where the browser goes (contract 1.2).
pub(crate) fn deny(ask: &Ask) -> Option<String> {
    let mut target = Url::parse(&ask.redirect_uri).ok()?;
    target
        .query_pairs_mut()
        .append_pair("error", "access_denied")
        .append_pair("error_reason", "user_denied")
        .append_pair("error_description", "The user denied your request");
    if let Some(state) = &ask.state {
        target.query_pairs_mut().append_pair("state", state);
    }
    Some(target.to_string())
}
