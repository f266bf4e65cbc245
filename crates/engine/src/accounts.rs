//! The connected accounts and apps as the engine uses them: a client for each, its token opened once.
//!
//! Hosts belong to the connection and were fixed when it was made; only the practice platform's port may
//! differ at each start (rules 7).

use crate::connect::Host;
use crate::{Error, Platform};
use desk::AccountId;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use instagram::{Access, Client, Flavour, Hosts, Transport};
use secrecy::SecretString;
use std::collections::{HashMap, HashSet};
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};
use store::Tick;
use url::Url;

/// A connected account.
pub(crate) struct Live {
    pub(crate) host: Host,
    pub(crate) app_id: String,
    pub(crate) client: Client,
    pub(crate) access: Access,
    /// Where its media may come from although it is not the public internet.
    pub(crate) platform: Vec<Url>,
    /// 100 texts a second (contract 6).
    pub(crate) sends: DefaultDirectRateLimiter,
    /// 2 reads of conversations a second (contract 6).
    pub(crate) looks: DefaultDirectRateLimiter,
    /// Profiles share the account's bucket with its sends, which go first.
    pub(crate) profiles: DefaultDirectRateLimiter,
}

/// How a stored account stands in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be used.
    Ready,
    /// The data key does not open its token.
    Locked,
    /// It lives on the practice platform, which this run has none of; or it is not connected.
    Away,
}

/// A registered app: what verifies its deliveries.
pub(crate) struct AppKeys {
    pub(crate) secret: SecretString,
    pub(crate) verify_token: SecretString,
}

/// An account is being connected for as long as this lives.
pub(crate) struct Expected<'a> {
    accounts: &'a Accounts,
    id: AccountId,
}

impl Drop for Expected<'_> {
    fn drop(&mut self) {
        let all = &mut *self
            .accounts
            .expected
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = all.iter().position(|id| *id == self.id) {
            all.swap_remove(at);
        }
    }
}

/// What is connected now.
#[derive(Default)]
pub(crate) struct Accounts {
    live: RwLock<HashMap<AccountId, Arc<Live>>>,
    apps: RwLock<HashMap<String, Arc<AppKeys>>>,
    /// Apps whose secret the data key does not open.
    locked_apps: RwLock<HashSet<String>>,
    /// Accounts whose token it does not open, with their app: what arrives for them is taken in all the same.
    locked: RwLock<HashMap<AccountId, String>>,
    /// Accounts that are being connected, once for each sign-in that is at it.
    expected: RwLock<Vec<AccountId>>,
    /// Which apps' ticks are known to be written: they never change again.
    ticked: RwLock<HashMap<Tick, HashSet<String>>>,
}

impl Accounts {
    pub(crate) fn get(&self, id: &AccountId) -> Option<Arc<Live>> {
        self.live
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    pub(crate) fn all(&self) -> Vec<(AccountId, Arc<Live>)> {
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner);
        live.iter()
            .map(|(id, live)| (id.clone(), Arc::clone(live)))
            .collect()
    }

    /// Whether this is the account's connection now: what an older one was told no longer counts.
    pub(crate) fn is_present(&self, id: &AccountId, live: &Live) -> bool {
        self.get(id)
            .is_some_and(|present| std::ptr::eq(&raw const *present, live))
    }

    /// Instagram may deliver for this account from now on, before it is known here.
    pub(crate) fn expect(&self, id: AccountId) -> Expected<'_> {
        self.expected
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .push(id.clone());
        Expected { accounts: self, id }
    }

    /// Whether what arrives for this account through this app is taken in. No token is needed for that.
    pub(crate) fn takes_in(&self, id: &AccountId, app: &str) -> bool {
        let locked = self.locked.read().unwrap_or_else(PoisonError::into_inner);
        self.get(id).is_some_and(|live| live.app_id == app) || locked.get(id).is_some_and(|its| its == app)
    }

    /// Whether this account is about to be one of this desk, and cannot take anything in through this app yet.
    pub(crate) fn must_wait(&self, id: &AccountId, app: &str) -> bool {
        let expected = self.expected.read().unwrap_or_else(PoisonError::into_inner);
        expected.contains(id) && !self.takes_in(id, app)
    }

    pub(crate) fn put(&self, id: AccountId, account: Live) {
        self.unlock(&id);
        self.live
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, Arc::new(account));
    }

    /// Ends this connection; one that was made meanwhile stays.
    pub(crate) fn remove(&self, id: &AccountId, live: &Arc<Live>) {
        let mut all = self.live.write().unwrap_or_else(PoisonError::into_inner);
        if all.get(id).is_some_and(|present| Arc::ptr_eq(present, live)) {
            all.remove(id);
        }
    }

    pub(crate) fn app(&self, id: &str) -> Option<Arc<AppKeys>> {
        self.apps
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    /// The data key does not open the secret of this app.
    pub(crate) fn lock_app(&self, id: &str) {
        self.locked_apps
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.to_owned());
    }

    pub(crate) fn is_app_locked(&self, id: &str) -> bool {
        self.locked_apps
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(id)
    }

    /// The data key does not open the token of this account, which is connected through this app.
    pub(crate) fn lock(&self, id: AccountId, app: String) {
        self.locked
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, app);
    }

    /// The account has a token again, or needs none.
    pub(crate) fn unlock(&self, id: &AccountId) {
        self.locked
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id);
    }

    fn is_locked(&self, id: &AccountId) -> bool {
        self.locked
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains_key(id)
    }

    pub(crate) fn standing(&self, id: &AccountId) -> Standing {
        if self.get(id).is_some() {
            Standing::Ready
        } else if self.is_locked(id) {
            Standing::Locked
        } else {
            Standing::Away
        }
    }

    /// Whether this tick of an app is known to be written.
    pub(crate) fn is_ticked(&self, app: &str, tick: Tick) -> bool {
        self.ticked
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&tick)
            .is_some_and(|apps| apps.contains(app))
    }

    /// This tick of an app is written.
    pub(crate) fn ticked(&self, app: &str, tick: Tick) {
        self.ticked
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(tick)
            .or_default()
            .insert(app.to_owned());
    }

    pub(crate) fn put_app(&self, id: String, keys: AppKeys) {
        self.apps
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, Arc::new(keys));
    }
}

/// The hosts of the practice platform that runs at `base`.
///
/// # Errors
/// `base` is not a base URL.
pub(crate) fn practice_hosts(base: &Url) -> Result<Hosts, Error> {
    let at = |path: &str| {
        base.join(path)
            .map_err(|error| Error::Platform(error.to_string()))
    };
    Ok(Hosts {
        authorize: at("/www/oauth/authorize")?,
        token: at("/api/oauth/access_token")?,
        graph_instagram: at("/graph")?,
        graph_facebook: at("/graph-facebook")?,
    })
}

/// The hosts as a connection keeps them.
pub(crate) fn urls_of(hosts: &Hosts) -> store::Urls {
    store::Urls {
        authorize: hosts.authorize.to_string(),
        token: hosts.token.to_string(),
        graph_instagram: hosts.graph_instagram.to_string(),
        graph_facebook: hosts.graph_facebook.to_string(),
    }
}

/// The hosts that a stored connection goes to now.
pub(crate) fn hosts_of(connection: &store::Connection, practice: Option<&Url>) -> Result<Hosts, Error> {
    if connection.host == store::Host::Practice {
        return practice_hosts(practice.ok_or(Error::NoPractice)?);
    }
    let parse = |text: &str| Url::parse(text).map_err(|error| Error::Platform(error.to_string()));
    Ok(Hosts {
        authorize: parse(&connection.urls.authorize)?,
        token: parse(&connection.urls.token)?,
        graph_instagram: parse(&connection.urls.graph_instagram)?,
        graph_facebook: parse(&connection.urls.graph_facebook)?,
    })
}

/// Makes a stored connection usable.
pub(crate) fn live(
    connection: &store::Connection,
    token: SecretString,
    platform: &Platform,
    practice: Option<&Url>,
    timeouts: &instagram::Timeouts,
) -> Result<Live, Error> {
    let hosts = hosts_of(connection, practice)?;
    let transport =
        Transport::for_hosts(&hosts, timeouts).map_err(|error| Error::Platform(error.to_string()))?;
    let host = host_of(connection.host);
    let own = if host == Host::Meta {
        Vec::new()
    } else {
        vec![hosts.graph_instagram.clone()]
    };
    Ok(Live {
        host,
        app_id: connection.app.clone(),
        client: Client::new(
            Flavour::InstagramLogin,
            hosts,
            platform.version.clone(),
            transport,
        ),
        access: Access {
            account: connection.account.to_string(),
            token,
        },
        platform: own,
        sends: RateLimiter::direct(Quota::per_second(per_second(100))),
        looks: RateLimiter::direct(Quota::per_second(per_second(2))),
        profiles: RateLimiter::direct(Quota::per_second(per_second(5))),
    })
}

fn per_second(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}

/// The wizard's word for where a connection lives.
pub(crate) fn host_of(host: store::Host) -> Host {
    match host {
        store::Host::Practice => Host::Practice,
        store::Host::Meta => Host::Meta,
        store::Host::Custom => Host::Custom,
    }
}

/// The store's word for where a connection lives.
pub(crate) fn stored_host(host: Host) -> store::Host {
    match host {
        Host::Practice => store::Host::Practice,
        Host::Meta => store::Host::Meta,
        Host::Custom => store::Host::Custom,
    }
}
