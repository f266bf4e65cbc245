//! The failures the sandbox can play, one switch for each.
//!
//! A switch says *what* fails, a [`Fault`] says how often, where and with which numbers. Every place that can fail asks for its
//! switch by name at the moment it acts ([`Faults::hit`]); a switch nobody asks for does nothing, and the README's table says
//! which options each one reads.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::switch::Switch;

/// How often, where and with which numbers a switch works. Unused options are ignored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fault {
    /// Hits until the switch turns itself off; `None`: until cleared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Hits that pass unharmed first.
    #[serde(skip_serializing_if = "is_zero")]
    pub after: u32,
    /// Only for this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Only for this customer (IGSID).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// A duration or offset in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<i64>,
    /// Graph error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// Graph error subcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subcode: Option<i64>,
    /// HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// A text: an error's, a reply's, or a mode's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A number of events, bytes or percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Whether the act happens although its answer fails; also the parties of a phantom edit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's skip_serializing_if passes a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Fault {
    /// Works until it is cleared.
    #[must_use]
    pub fn always() -> Self {
        Self::default()
    }

    /// Works for one hit.
    #[must_use]
    pub fn once() -> Self {
        Self::times(1)
    }

    /// Works for `times` hits.
    #[must_use]
    pub fn times(times: u32) -> Self {
        Self {
            times: Some(times),
            ..Self::default()
        }
    }

    /// Lets `hits` pass first.
    #[must_use]
    pub fn after(mut self, hits: u32) -> Self {
        self.after = hits;
        self
    }

    /// Only for this customer.
    #[must_use]
    pub fn for_customer(mut self, igsid: &str) -> Self {
        self.customer = Some(igsid.to_owned());
        self
    }

    /// With this duration or offset in milliseconds.
    #[must_use]
    pub fn ms(mut self, ms: i64) -> Self {
        self.ms = Some(ms);
        self
    }

    /// With this Graph error code.
    #[must_use]
    pub fn code(mut self, code: i64) -> Self {
        self.code = Some(code);
        self
    }

    /// With this Graph error subcode.
    #[must_use]
    pub fn subcode(mut self, subcode: i64) -> Self {
        self.subcode = Some(subcode);
        self
    }

    /// With this HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// With this text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.text = Some(text.to_owned());
        self
    }

    /// With this number of events, bytes or percent.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// With or without the act itself happening.
    #[must_use]
    pub fn accepted(mut self, accepted: bool) -> Self {
        self.accepted = Some(accepted);
        self
    }
}

/// A switch that is on.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Armed {
    #[serde(flatten)]
    pub(crate) fault: Fault,
    /// How often it was hit.
    pub(crate) hits: u32,
    /// Hits left, when limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) left: Option<u32>,
    /// When it was set (sandbox clock, ms).
    pub(crate) set_at: i64,
    #[serde(skip)]
    passes: u32,
}

/// Whom an act concerns; a fault limited to somebody else does not hit it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Whom<'a> {
    pub(crate) account: Option<&'a str>,
    pub(crate) customer: Option<&'a str>,
}

/// All switches that are on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    on: BTreeMap<Switch, Armed>,
}

impl Faults {
    /// Switches one on; a second time replaces the first.
    pub(crate) fn set(&mut self, switch: Switch, fault: Fault, now: i64) {
        let armed = Armed {
            hits: 0,
            left: fault.times,
            set_at: now,
            passes: fault.after,
            fault,
        };
        self.on.insert(switch, armed);
    }

    pub(crate) fn clear(&mut self, switch: Switch) -> bool {
        self.on.remove(&switch).is_some()
    }

    pub(crate) fn clear_all(&mut self) {
        self.on.clear();
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&Switch, &Armed)> {
        self.on.iter()
    }

    /// The switch as it was set, spent or not, without using up a hit.
    pub(crate) fn armed(&self, switch: Switch) -> Option<&Armed> {
        self.on.get(&switch)
    }

    /// Uses up one hit of the switch, if it is on and meant for `whom`.
    pub(crate) fn hit(&mut self, switch: Switch, whom: Whom<'_>) -> Option<Fault> {
        let armed = self.on.get_mut(&switch)?;
        if armed.left == Some(0) || !armed.fault.concerns(whom) {
            return None;
        }
        if armed.passes > 0 {
            armed.passes -= 1;
            return None;
        }
        armed.hits += 1;
        if let Some(left) = armed.left.as_mut() {
            *left -= 1;
        }
        Some(armed.fault.clone())
    }
}

impl Fault {
    fn concerns(&self, whom: Whom<'_>) -> bool {
        let meant = |wanted: &Option<String>, is: Option<&str>| wanted.is_none() || wanted.as_deref() == is;
        meant(&self.account, whom.account) && meant(&self.customer, whom.customer)
    }
}
