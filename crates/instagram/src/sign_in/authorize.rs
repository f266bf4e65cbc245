//! The address of the consent page (contract 1.1).

use url::Url;

use crate::hosts::Hosts;

/// What direct messages need.
pub const SCOPES: &[&str] = &["instagram_business_basic", "instagram_business_manage_messages"];

/// A sign-in to be opened in the system browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizeRequest {
    /// The Instagram app id; not the Meta app id.
    pub client_id: String,
    /// A redirect address exactly as it is registered in the dashboard.
    pub redirect_uri: String,
    /// What is asked for; the person may untick single ones.
    pub scopes: Vec<String>,
    /// Echoed back with the answer. Unguessable, and good for one sign-in.
    pub state: String,
    /// Shows the login form even to someone who is logged in, so that another account can be chosen.
    pub force_reauth: bool,
    /// Offers "log in with Facebook" on the page.
    pub enable_fb_login: bool,
}

impl AuthorizeRequest {
    /// The usual request: what direct messages need, with the login form and without Facebook.
    #[must_use]
    pub fn new(
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
        state: impl Into<String>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            redirect_uri: redirect_uri.into(),
            scopes: SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
            state: state.into(),
            force_reauth: true,
            enable_fb_login: false,
        }
    }

    /// The address to open.
    #[must_use]
    pub fn url(&self, hosts: &Hosts) -> Url {
        let mut url = hosts.authorize.clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("scope", &self.scopes.join(","))
            .append_pair("state", &self.state)
            .append_pair("force_reauth", truth(self.force_reauth))
            .append_pair("enable_fb_login", truth(self.enable_fb_login));
        url
    }
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_carries_every_parameter_once() {
        let request = AuthorizeRequest::new(
            "700000000000001",
            "http://127.0.0.1:8123/sign-in/callback",
            "s-123",
        );
        assert_eq!(
            request.url(&Hosts::meta()).as_str(),
            "https://www.instagram.com/oauth/authorize?client_id=700000000000001\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A8123%2Fsign-in%2Fcallback&response_type=code\
             &scope=instagram_business_basic%2Cinstagram_business_manage_messages&state=s-123\
             &force_reauth=true&enable_fb_login=false"
        );
    }
}
