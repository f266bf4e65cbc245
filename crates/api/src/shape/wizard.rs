//! The connect wizard.

use super::{Account, Host, Receiving};
use crate::words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a new account shall live.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectHost {
    /// The practice platform.
    Practice,
    /// Instagram.
    Instagram,
}

/// Opens a wizard.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct Connect {
    /// Where the account shall live.
    pub host: ConnectHost,
}

/// App id and secret.
#[derive(Deserialize, ToSchema)]
pub struct AppKeys {
    /// The Instagram app's id.
    pub app_id: String,
    /// Its secret.
    #[schema(value_type = String)]
    pub app_secret: secrecy::SecretString,
}

/// Which redirect URI is registered.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct Redirect {
    /// Whether the one with https, which the dashboard may insist on.
    pub https: bool,
}

/// The address that the browser ended at.
#[derive(Deserialize, ToSchema)]
pub struct Pasted {
    /// The address.
    pub url: String,
}

/// The answer to the wizard's question.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct Replace {
    /// Whether the new connection replaces the old one.
    pub replace: bool,
}

/// The wizard's steps.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WizardStep {
    /// App id and secret.
    App,
    /// The sign-in.
    SignIn,
    /// Receiving.
    Receive,
    /// Done.
    Done,
}

/// How a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Not yet its turn.
    Wait,
    /// Being tried.
    Run,
    /// Good.
    Ok,
    /// Works, but not as it should.
    Warn,
    /// Stops the wizard.
    Bad,
}

/// What is checked.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckName {
    /// The shape of app id and secret.
    AppShape,
    /// The browser came back.
    SignIn,
    /// The code became a token.
    Exchange,
    /// What was allowed.
    Permissions,
    /// The token lasts.
    LongLived,
    /// Whose account it is.
    Identity,
    /// Its messages will be delivered.
    Subscription,
    /// The callback was verified.
    Handshake,
    /// The test event came.
    TestEvent,
    /// A real message came.
    FirstMessage,
}

/// A check.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Check {
    /// Which.
    pub name: CheckName,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub state: CheckState,
    /// What happened.
    pub sentence: String,
    /// What to do next.
    #[schema(required)]
    pub next_step: Option<String>,
    /// Meta's own words.
    #[schema(required)]
    pub quoted: Option<String>,
    /// Likely causes, the likeliest first.
    pub causes: Vec<String>,
}

/// An answer to choose.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionChoice {
    /// Its value.
    pub value: String,
    /// Its label.
    pub label: String,
}

/// A question that only the operator can answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WizardQuestion {
    /// The question.
    pub sentence: String,
    /// The answers.
    pub choices: Vec<QuestionChoice>,
}

/// The wizard as it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Wizard {
    /// Its id.
    pub id: String,
    /// Where the account will live.
    pub host: Host,
    /// The current step.
    pub step: WizardStep,
    /// The app's id.
    #[schema(required)]
    pub app_id: Option<String>,
    /// The exact redirect URI to register.
    pub redirect_uri: String,
    /// When to paste the address instead.
    pub redirect_note: String,
    /// The sign-in page.
    #[schema(required)]
    pub authorize_url: Option<String>,
    /// The checks.
    pub checks: Vec<Check>,
    /// The question.
    #[schema(required)]
    pub question: Option<WizardQuestion>,
    /// The account, once connected.
    #[schema(required)]
    pub account: Option<Account>,
    /// What is known of receiving.
    #[schema(required)]
    pub receiving: Option<Receiving>,
}

impl Wizard {
    pub(crate) fn of(wizard: engine::Wizard, account: Option<Account>) -> Self {
        let receiving = account.as_ref().map(|account| account.receiving.clone());
        let mut checks: Vec<Check> = wizard.checks.into_iter().map(Check::from).collect();
        if let Some(receiving) = &receiving {
            checks.retain(|check| !matches!(check.name, CheckName::TestEvent | CheckName::FirstMessage));
            checks.retain(|check| {
                !matches!(check.name, CheckName::Handshake) || check.state == CheckState::Bad
            });
            checks.extend(ticks(receiving));
        }
        Self {
            id: wizard.id,
            host: Host::of(wizard.host),
            step: match wizard.step {
                engine::Step::App => WizardStep::App,
                engine::Step::SignIn => WizardStep::SignIn,
                engine::Step::Receive => WizardStep::Receive,
                engine::Step::Done => WizardStep::Done,
            },
            app_id: wizard.app_id,
            redirect_note: redirect_note(&wizard.redirect_uri).to_owned(),
            redirect_uri: wizard.redirect_uri,
            authorize_url: wizard.authorize_url,
            checks,
            question: wizard.question.map(|question| WizardQuestion {
                sentence: question.sentence,
                choices: question
                    .choices
                    .into_iter()
                    .map(|(value, label)| QuestionChoice { value, label })
                    .collect(),
            }),
            account,
            receiving,
        }
    }
}

fn redirect_note(uri: &str) -> &'static str {
    if uri.starts_with("https:") {
        "With the https address the browser always ends at a page that cannot be opened. Copy its whole address and paste it here: it holds the code that signs you in."
    } else {
        "When the browser ends at a page that cannot be opened, copy its whole address and paste it here. It holds the code that signs you in."
    }
}

/// What was seen of receiving, in honest words (contract 3.6).
fn ticks(receiving: &Receiving) -> [Check; 3] {
    let tick = |name: CheckName, engine_name, seen: Option<i64>, yes: &str, no: &str| Check {
        name,
        title: words::check(engine_name).to_owned(),
        state: if seen.is_some() {
            CheckState::Ok
        } else {
            CheckState::Wait
        },
        sentence: if seen.is_some() { yes } else { no }.to_owned(),
        next_step: None,
        quoted: None,
        causes: Vec::new(),
    };
    [
        tick(
            CheckName::Handshake,
            engine::CheckName::Handshake,
            receiving.handshake_at,
            "Meta reached this desk and the verify token was right.",
            "Enter the callback URL and the verify token in the dashboard, then press Verify and save.",
        ),
        tick(
            CheckName::TestEvent,
            engine::CheckName::TestEvent,
            receiving.test_event_at,
            "The tunnel and the secret work. This does not yet prove that messages arrive.",
            "Press Test beside the messages field in the dashboard.",
        ),
        tick(
            CheckName::FirstMessage,
            engine::CheckName::FirstMessage,
            receiving.first_message_at,
            "A real message arrived. You are connected.",
            "Send a message to the account from another Instagram account.",
        ),
    ]
}

impl From<engine::Check> for Check {
    fn from(check: engine::Check) -> Self {
        use engine::CheckName as Name;
        Self {
            title: words::check(check.name).to_owned(),
            name: match check.name {
                Name::AppShape => CheckName::AppShape,
                Name::SignIn => CheckName::SignIn,
                Name::Exchange => CheckName::Exchange,
                Name::Permissions => CheckName::Permissions,
                Name::LongLived => CheckName::LongLived,
                Name::Identity => CheckName::Identity,
                Name::Subscription => CheckName::Subscription,
                Name::Handshake => CheckName::Handshake,
                Name::TestEvent => CheckName::TestEvent,
                Name::FirstMessage => CheckName::FirstMessage,
            },
            state: match check.state {
                engine::CheckState::Wait => CheckState::Wait,
                engine::CheckState::Run => CheckState::Run,
                engine::CheckState::Ok => CheckState::Ok,
                engine::CheckState::Warn => CheckState::Warn,
                engine::CheckState::Bad => CheckState::Bad,
            },
            sentence: check.sentence,
            next_step: check.next_step,
            quoted: check.quoted,
            causes: check.causes,
        }
    }
}
