//! Everything that is true in the sandbox.
//!
//! One struct, saved as one JSON file. Methods change it and say what happened; they do no I/O and read no clock: `now` is an
//! argument. What must reach the outside becomes an [`Event`](crate::webhook::Event) in its outgoing queue.

pub(crate) mod account_acts;
pub(crate) mod app;
pub(crate) mod asset;
pub(crate) mod customer_acts;
pub(crate) mod dice;
pub(crate) mod login;
pub(crate) mod mid;
pub(crate) mod people;
pub(crate) mod send;
pub(crate) mod small_acts;
pub(crate) mod thread;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::{ADA, BEN, Config, DEFAULT_ACCOUNT, DEFAULT_APP_ID, DEFAULT_APP_SECRET};
use crate::fault::Faults;
use crate::settings::Settings;
use crate::webhook::Outgoing;
use app::{App, Code, Token};
use asset::{Asset, Reusable, Upload};
use dice::Dice;
use people::{Account, Comment, Customer};
use thread::{Message, Thread};

/// The state of a sandbox.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) settings: Settings,
    pub(crate) apps: BTreeMap<String, App>,
    pub(crate) accounts: BTreeMap<String, Account>,
    /// By IGSID.
    pub(crate) customers: BTreeMap<String, Customer>,
    /// By IGSID: it is scoped to one account, so it names the thread.
    pub(crate) threads: BTreeMap<String, Thread>,
    pub(crate) codes: BTreeMap<String, Code>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) assets: BTreeMap<String, Asset>,
    pub(crate) uploads: BTreeMap<String, Upload>,
    pub(crate) comments: BTreeMap<String, Comment>,
    /// Media uploaded for reuse (contract 4.3).
    pub(crate) attachment_ids: BTreeMap<String, Reusable>,
    pub(crate) outgoing: Outgoing,
    pub(crate) token_prefix: String,
    /// Signs attachment links.
    pub(crate) link_key: String,
    /// When each account called, for the usage header and the conversations limit.
    #[serde(skip)]
    pub(crate) calls: BTreeMap<String, Vec<i64>>,
    #[serde(skip)]
    pub(crate) faults: Faults,
    /// `http://127.0.0.1:PORT` of this run; of the last one until it is bound. Links in old messages lead to it.
    #[serde(default)]
    pub(crate) origin: String,
}

/// Why the sandbox will not do what its control API was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Refusal {
    pub(crate) fn bad(text: impl Into<String>) -> Self {
        Self {
            status: 400,
            text: text.into(),
        }
    }

    pub(crate) fn unknown(what: &str, id: &str) -> Self {
        Self {
            status: 404,
            text: format!("there is no {what} {id}"),
        }
    }

    pub(crate) fn conflict(text: impl Into<String>) -> Self {
        Self {
            status: 409,
            text: text.into(),
        }
    }
}

impl World {
    /// The seeded start: one app, one account, two customers who have not written yet.
    pub(crate) fn seeded(config: &Config) -> Self {
        let mut dice = Dice::new(config.seed);
        let link_key = dice.word(32);
        let mut world = Self {
            dice,
            settings: Settings::default(),
            apps: BTreeMap::new(),
            accounts: BTreeMap::new(),
            customers: BTreeMap::new(),
            threads: BTreeMap::new(),
            codes: BTreeMap::new(),
            tokens: BTreeMap::new(),
            assets: BTreeMap::new(),
            uploads: BTreeMap::new(),
            comments: BTreeMap::new(),
            attachment_ids: BTreeMap::new(),
            outgoing: Outgoing::default(),
            token_prefix: config.token_prefix.clone(),
            link_key,
            calls: BTreeMap::new(),
            faults: Faults::default(),
            origin: String::new(),
        };
        world.apps.insert(
            DEFAULT_APP_ID.to_owned(),
            App::new(DEFAULT_APP_ID, DEFAULT_APP_SECRET),
        );
        world.add_account(Some(DEFAULT_ACCOUNT), "bakery.test", "Bakery Test", "BUSINESS");
        world.add_customer(DEFAULT_ACCOUNT, Some(ADA), Some("Ada Example"), "ada.bakes");
        world.add_customer(DEFAULT_ACCOUNT, Some(BEN), Some("Ben Example"), "ben.rolls");
        world
    }

    /// Registers redirect URIs for the seeded app, beside those it has.
    pub(crate) fn register_redirect_uris(&mut self, uris: &[String]) {
        if let Some(app) = self.apps.get_mut(DEFAULT_APP_ID) {
            for uri in uris {
                if !app.redirect_uris.contains(uri) {
                    app.redirect_uris.push(uri.clone());
                }
            }
        }
    }

    /// Adds an account; without an id it gets the next free one.
    pub(crate) fn add_account(
        &mut self,
        id: Option<&str>,
        username: &str,
        name: &str,
        kind: &str,
    ) -> Account {
        let number = self.accounts.len() + 1;
        let id = id.map_or_else(
            || free(&self.accounts, 178_414_000_000_000, number),
            str::to_owned,
        );
        let tail: String = id.chars().skip(3).collect();
        let account = Account {
            app_scoped_id: format!("278{tail}").replacen("27841400", "27870000", 1),
            id: id.clone(),
            username: username.to_owned(),
            name: name.to_owned(),
            account_type: kind.to_owned(),
            dm_access: true,
            sending_restricted: false,
            messenger_profile: serde_json::Map::new(),
        };
        self.accounts.insert(id, account.clone());
        account
    }

    /// Adds a customer of an account; without an id it gets the next free one.
    pub(crate) fn add_customer(
        &mut self,
        account: &str,
        igsid: Option<&str>,
        name: Option<&str>,
        username: &str,
    ) -> Customer {
        let number = self.customers.len() + 1;
        let igsid = igsid.map_or_else(
            || free(&self.customers, 61_000_000_000_000, number),
            str::to_owned,
        );
        let customer = Customer {
            igsid: igsid.clone(),
            account: account.to_owned(),
            name: name.map(str::to_owned),
            username: username.to_owned(),
            consented: false,
            blocked: false,
            messageable: true,
            follower_count: self.dice.below(900) + 12,
            face: u64::try_from(number).unwrap_or(0),
        };
        self.customers.insert(igsid, customer.clone());
        customer
    }

    pub(crate) fn account(&self, id: &str) -> Result<&Account, Refusal> {
        self.accounts
            .get(id)
            .ok_or_else(|| Refusal::unknown("account", id))
    }

    pub(crate) fn customer(&self, igsid: &str) -> Result<&Customer, Refusal> {
        self.customers
            .get(igsid)
            .ok_or_else(|| Refusal::unknown("customer", igsid))
    }

    pub(crate) fn app(&self, id: &str) -> Result<&App, Refusal> {
        self.apps.get(id).ok_or_else(|| Refusal::unknown("app", id))
    }

    pub(crate) fn app_mut(&mut self, id: &str) -> Result<&mut App, Refusal> {
        self.apps.get_mut(id).ok_or_else(|| Refusal::unknown("app", id))
    }

    /// The thread of a customer, made when it is first needed.
    pub(crate) fn thread_mut(&mut self, account: &str, igsid: &str) -> &mut Thread {
        self.threads.entry(igsid.to_owned()).or_insert_with(|| {
            let number = mid::thread_number(account, igsid);
            Thread {
                account: account.to_owned(),
                igsid: igsid.to_owned(),
                conversation_id: mid::conversation_id(account, &number),
                number,
                items: 0,
                messages: Vec::new(),
                window_from: None,
                owner_app: None,
                seen_mid: None,
            }
        })
    }

    /// Gives a message its `mid` and puts it in its thread.
    pub(crate) fn file(&mut self, account: &str, igsid: &str, mut message: Message) -> Message {
        let thread = self.thread_mut(account, igsid);
        thread.items += 1;
        let (item, number) = (thread.items, thread.number.clone());
        message.item = item;
        message.mid = mid::mid(account, &number, message.at, item, &mut self.dice);
        self.thread_mut(account, igsid).insert(message.clone());
        message
    }

    /// The thread a message is in.
    pub(crate) fn thread_of(&self, mid: &str) -> Option<&Thread> {
        self.threads.values().find(|thread| thread.message(mid).is_some())
    }

    /// Every token of the account (or of all) issued until now is dead.
    pub(crate) fn revoke(&mut self, account: Option<&str>, subcode: i64) -> usize {
        let mut count = 0;
        for token in self
            .tokens
            .values_mut()
            .filter(|one| account.is_none_or(|id| one.account == id))
        {
            token.revoked = Some(subcode);
            count += 1;
        }
        count
    }

    /// The account (or all) is no longer subscribed to anything; nobody is told.
    pub(crate) fn drop_subscriptions(&mut self, account: Option<&str>) {
        for app in self.apps.values_mut() {
            app.subscriptions
                .retain(|id, _| account.is_some_and(|wanted| wanted != id));
        }
    }
}

/// The first free id of a block of numbers.
fn free<V>(taken: &BTreeMap<String, V>, block: u64, from: usize) -> String {
    let mut number = u64::try_from(from).unwrap_or(1);
    loop {
        let id = format!("{block}{number:02}");
        if !taken.contains_key(&id) {
            return id;
        }
        number += 1;
    }
}
