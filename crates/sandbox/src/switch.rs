//! The names of the failures the sandbox can play; the README says what each one does.

use serde::{Deserialize, Serialize};

macro_rules! switches {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// One failure that can be switched on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Switch {
            $($(#[$doc])* $name),+
        }

        impl Switch {
            /// Every switch there is.
            pub const ALL: &'static [Switch] = &[$(Switch::$name),+];
        }
    };
}

switches! {
    /// The person presses Cancel.
    ConsentDenied,
    /// The code exchange answers in `data[]`.
    TokenDataShape,
    /// `permissions` is a comma string.
    PermissionsString,
    /// `user_id` of the code exchange is a string.
    UserIdString,
    /// The code exchange is refused.
    CodeRefused,
    /// The long-lived exchange is refused.
    LongLivedRefused,
    /// The refresh is refused.
    RefreshRefused,
    /// `/me` fails.
    MeFails,
    /// `/me` is wrapped in `data[]`.
    MeDataShape,
    /// Subscribing answers `{"success":false}`.
    SubscribeUnsuccessful,
    /// Subscribing answers an error.
    SubscribeFails,
    /// Subscribed fields are listed as objects.
    SubscribedFieldsObjects,
    /// Tokens issued until now are dead.
    TokenRevoked,
    /// Calls are refused as too many.
    Throttled,
    /// The usage header climbs to 100.
    Usage,
    /// Graph answers late.
    GraphSlow,
    /// Graph answers an HTML page.
    GraphHtml,
    /// Error texts come in another language.
    LocalisedErrors,
    /// Errors arrive with HTTP 200.
    #[serde(rename = "errors_on_200")]
    ErrorsOn200,
    /// `Date` headers are off.
    DateSkew,
    /// New connections are refused.
    ConnectRefused,
    /// A send is refused.
    SendRefused,
    /// A send is answered with an HTML 502.
    #[serde(rename = "send_html_502")]
    SendHtml502,
    /// A send is neither accepted nor answered.
    SendHang,
    /// A send is not accepted and its connection cut.
    SendCut,
    /// A send is answered late.
    SendSlow,
    /// A send is accepted and answered 1/1357046.
    SendAcceptedError,
    /// A send is accepted and never answered.
    SendAcceptedHang,
    /// A send is accepted and its connection cut.
    SendAcceptedCut,
    /// A send is accepted and answered with broken JSON.
    SendAcceptedGarbled,
    /// The echo comes before the answer.
    EchoBeforeAnswer,
    /// The echo comes late.
    EchoDelayed,
    /// The echo never comes.
    EchoDropped,
    /// The echo comes twice.
    EchoDuplicated,
    /// Echoes name the app that sent.
    EchoAppId,
    /// Every delivery comes twice.
    DuplicateDelivery,
    /// Events are delivered in reverse order.
    Reorder,
    /// Deliveries are kept back.
    HoldDeliveries,
    /// Several events share a delivery.
    Batch,
    /// Events come as `standby`.
    Standby,
    /// Events name neither sender nor recipient.
    MissingParties,
    /// Messages are accompanied by phantom edits.
    PhantomEdits,
    /// Phantom edits come instead of messages.
    OnlyPhantomEdits,
    /// Deliveries are signed with another secret.
    WrongSecret,
    /// Deliveries are not signed.
    Unsigned,
    /// Events are never delivered.
    EventsLost,
    /// `entry.time` is in seconds.
    SecondsTimestamps,
    /// The account's subscription is dropped.
    SubscriptionDropped,
    /// Profiles answer 230.
    ProfileConsent,
    /// Profiles answer 9010.
    ProfileUnknown,
    /// Profiles answer 100/33.
    ProfileMissing,
    /// Profile names are null.
    NameNull,
    /// Profile pictures are gone.
    ProfilePicGone,
    /// Attachments are gone.
    AttachmentGone,
    /// Conversation reads fail.
    ConversationsFail,
    /// Conversation reads are never answered.
    ConversationsHang,
    /// Conversation reads lag behind.
    ConversationsStale,
    /// Second pages fail.
    CursorExpired,
    /// The model answers 500.
    ModelError,
    /// The model answers 429.
    ModelRateLimited,
    /// The model answers 401.
    ModelUnauthorized,
    /// The model never answers.
    ModelHang,
    /// The model answers late.
    ModelSlow,
    /// The model's answer is cut off by the connection.
    ModelCut,
    /// The model refuses.
    ModelRefusal,
    /// The model says nothing.
    ModelEmpty,
    /// The model says too much.
    ModelOverlong,
    /// The model calls the hand-over tool with broken JSON.
    ModelBadToolCall,
    /// The model calls a tool nobody offered.
    ModelUnknownTool,
    /// The model hands over.
    ModelHandOver,
    /// The model answers a fixed text.
    ModelReply,
    /// The model's answer ends at its length limit.
    ModelTruncated,
}

impl Switch {
    /// The name used in the control API (`send_refused`).
    #[must_use]
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        }
    }

    /// The switch of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
    }
}
