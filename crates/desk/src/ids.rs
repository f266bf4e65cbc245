//! Names of things, each its own type so that one is never passed for another.
//!
//! Every id is an opaque string: Meta's numbers exceed what JSON readers keep exactly (contract 2.1).

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    };
}

id! {
    /// A connected Instagram professional account: the 1784… `user_id`, never the app-scoped `id` (contract 0.1).
    AccountId
}
id! {
    /// One person writing to one account: the IGSID, scoped to account and app (contract 2.1).
    ContactId
}
id! {
    /// Meta's id of one message, the key against storing it twice (contract 3.8).
    Mid
}
id! {
    /// One outgoing item in the outbox. The window makes it (a UUID) or the autopilot derives it from its burst.
    SendId
}
id! {
    /// Where what somebody wrote is kept, once. A received message uses its `mid`, a send `send:` and its id.
    ContentKey
}

impl SendId {
    /// The id of part `part` (from 1) of an answer: the first part carries the plain id.
    pub fn of_part(&self, part: u16) -> Self {
        if part <= 1 {
            self.clone()
        } else {
            Self(format!("{}.{part}", self.0))
        }
    }
}

/// How the keys of parked edits begin.
const PARKED_EDIT: &str = "edit:";

impl ContentKey {
    /// Where a received message's content lives.
    pub fn of_message(mid: &Mid) -> Self {
        Self(mid.0.clone())
    }

    /// Where a send's content lives.
    pub fn of_send(send: &SendId) -> Self {
        Self(format!("send:{}", send.0))
    }

    /// Where the words of an edit wait whose message has not come.
    pub fn of_parked_edit(mid: &Mid, edit: u32) -> Self {
        Self(format!("{PARKED_EDIT}{mid}:{edit}"))
    }

    /// Whether these words wait for a message that has not come.
    pub fn is_parked(&self) -> bool {
        self.0.starts_with(PARKED_EDIT)
    }

    /// Where the model's own words about a decision live.
    pub fn of_decision(burst: &BurstId) -> Self {
        Self(format!("decision:{burst}"))
    }
}

/// The one endless exchange between an account and a contact. Written `account.contact`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConversationId {
    /// Whose conversation it is.
    pub account: AccountId,
    /// With whom.
    pub contact: ContactId,
}

impl ConversationId {
    /// The conversation of these two.
    pub fn new(account: impl Into<AccountId>, contact: impl Into<ContactId>) -> Self {
        Self {
            account: account.into(),
            contact: contact.into(),
        }
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.account, self.contact)
    }
}

impl From<ConversationId> for String {
    fn from(id: ConversationId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for ConversationId {
    type Error = MalformedId;

    fn try_from(text: String) -> Result<Self, MalformedId> {
        text.parse()
    }
}

impl std::str::FromStr for ConversationId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        match text.split_once('.') {
            Some((account, contact)) if !account.is_empty() && !contact.is_empty() => {
                Ok(Self::new(account, contact))
            }
            _ => Err(MalformedId),
        }
    }
}

/// The text is not an id of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected `account.contact` or `mid#round`")]
pub struct MalformedId;

/// A burst: its first message's `mid`, and which time round.
///
/// A burst that was closed without an answer can be asked again by handing back; its messages are the same,
/// so the round keeps the two decisions apart. Written `mid` in round 1, else `mid#round`; a mid that holds a
/// `#` itself is always written with its round, so that any mid is read back as it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BurstId {
    /// The first message of the burst.
    pub mid: Mid,
    /// 1 when the messages arrived, more after hand-backs.
    pub round: u32,
}

impl BurstId {
    /// The burst that this message opened.
    pub fn opened_by(mid: &Mid) -> Self {
        Self {
            mid: mid.clone(),
            round: 1,
        }
    }

    /// The id of the burst's answer in the outbox.
    pub fn answer(&self) -> SendId {
        SendId(format!("answer:{self}"))
    }
}

impl fmt::Display for BurstId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.round <= 1 && !self.mid.0.contains('#') {
            write!(f, "{}", self.mid)
        } else {
            write!(f, "{}#{}", self.mid, self.round)
        }
    }
}

impl From<BurstId> for String {
    fn from(id: BurstId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for BurstId {
    type Error = MalformedId;

    fn try_from(text: String) -> Result<Self, MalformedId> {
        text.parse()
    }
}

impl std::str::FromStr for BurstId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        if text.is_empty() {
            return Err(MalformedId);
        }
        let with_round = text
            .rsplit_once('#')
            .filter(|(mid, _)| !mid.is_empty())
            .and_then(|(mid, round)| Some((mid, round.parse().ok()?)));
        let (mid, round) = with_round.unwrap_or((text, 1));
        Ok(Self {
            mid: Mid::from(mid),
            round,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_burst_is_read_back_as_it_was_written(mid in "[a-z0-9#:./ é]{1,12}", round in 1_u32..4) {
            let burst = BurstId { mid: Mid(mid), round };
            prop_assert_eq!(burst.to_string().parse::<BurstId>(), Ok(burst));
        }
    }

    #[test]
    fn a_tap_whose_payload_has_a_hash_names_a_burst_like_any_other() {
        let mid = Mid::from("postback:6100000000000001:1790000000000:FAQ#hours");
        let burst = BurstId::opened_by(&mid);
        assert_eq!(burst.to_string().parse(), Ok(burst));
        assert_eq!("mid-1".parse(), Ok(BurstId::opened_by(&Mid::from("mid-1"))));
        assert_eq!("".parse::<BurstId>(), Err(MalformedId));
    }
}
