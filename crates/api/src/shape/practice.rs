//! Practice.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A customer of the practice platform.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PracticeCustomer {
    /// The IGSID.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// The handle.
    pub username: String,
}

/// A script that a customer can play.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PracticeScript {
    /// Its name.
    pub name: String,
    /// What it plays.
    pub title: String,
}

/// The practice platform.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Practice {
    /// Whether this desk runs one.
    pub running: bool,
    /// The practice account.
    #[schema(required)]
    pub account_id: Option<String>,
    /// Its customers.
    pub customers: Vec<PracticeCustomer>,
    /// The scripts.
    pub scripts: Vec<PracticeScript>,
    /// Whether the customers write on their own.
    pub story_running: bool,
}

impl From<engine::Practice> for Practice {
    fn from(practice: engine::Practice) -> Self {
        let customers = practice.customers.into_iter();
        let scripts = practice.scripts.into_iter();
        Self {
            running: practice.running,
            account_id: practice.account.map(|id| id.to_string()),
            customers: customers
                .map(|customer| PracticeCustomer {
                    id: customer.id,
                    name: customer.name,
                    username: customer.username,
                })
                .collect(),
            scripts: scripts
                .map(|script| PracticeScript {
                    name: script.name,
                    title: script.title,
                })
                .collect(),
            story_running: practice.story_running,
        }
    }
}

/// What a practice customer can attach.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PracticeAttachment {
    /// A picture.
    Image,
    /// A voice note.
    Audio,
    /// A film.
    Video,
}

impl From<PracticeAttachment> for engine::PracticeAttachment {
    fn from(attachment: PracticeAttachment) -> Self {
        match attachment {
            PracticeAttachment::Image => Self::Image,
            PracticeAttachment::Audio => Self::Audio,
            PracticeAttachment::Video => Self::Video,
        }
    }
}

/// What to write as a practice customer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PracticeMessage {
    /// The words.
    pub text: Option<String>,
    /// The attachment.
    pub attachment: Option<PracticeAttachment>,
}

/// Whether the practice customers write on their own.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct PracticeStory {
    /// Whether.
    pub running: bool,
}
