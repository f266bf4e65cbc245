//! Looking at one conversation on Meta's side.
//!
//! This is how an unknown send is settled: is there a message of ours in the thread, or does the listing reach
//! back past the attempt without one? The second answer is only as good as the listing, so a [`Listing`] says
//! how far it reaches, and claims less rather than more: a message that is listed but cannot be read ends its
//! reach, and a thread that is not listed at all proves nothing.
//!
//! One call with field expansion is tried first; whether Instagram Login expands as Facebook Login does is not
//! documented (contract 12.12), so the long way over thread and single messages stands behind it. Its pages
//! are never followed through `paging.next`: that address carries the token and names its own host.

use reqwest::Method;

use super::call::{CallError, Interruption, read};
use super::listed::{ListedMessage, created_ms, message};
use super::meters::Metered;
use super::{Access, Client};
use crate::errors::Class;
use crate::lenient::{Node, Object};

/// Meta gives details for the newest messages of a thread only (contract 0.12).
const READABLE_MESSAGES: usize = 20;

const EXPANSION: &str =
    "id,messages.limit(20){id,created_time,from,to,message,attachments,shares,story,is_unsupported}";
const DETAILS: &str = "id,created_time,from,to,message,attachments,shares,story,is_unsupported";

/// What Meta shows of one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Listing {
    /// The thread's id; none when Meta lists no thread with this person, which proves nothing about sends.
    pub thread: Option<String>,
    /// The messages that could be read, newest first.
    pub messages: Vec<ListedMessage>,
    /// Whether these are all messages of the thread. A listed thread has messages; one that shows none hides them.
    pub complete: bool,
    /// No message younger than this one's second is missing; none when nothing can be said.
    pub reaches_back_to_ms: Option<i64>,
}

impl Listing {
    /// Whether a message written at or after `at_ms` would have to be in this listing. Times are known to the
    /// second, so the last second listed does not count.
    #[must_use]
    pub fn reaches_past(&self, at_ms: i64) -> bool {
        self.complete
            || self
                .reaches_back_to_ms
                .is_some_and(|oldest| oldest.saturating_add(1000) <= at_ms)
    }
}

/// What the list of threads says about one person.
enum Found {
    /// No thread is listed.
    Nothing,
    /// A thread without its messages.
    Thread(String),
    /// A thread with the newest messages.
    Messages(String, Page<ListedMessage>),
}

/// The readable head of a list of messages, newest first.
struct Page<T> {
    rows: Vec<T>,
    /// Whether the list goes on behind them.
    more: bool,
}

/// A message as a thread lists it, before its details are known.
struct Entry {
    mid: String,
    created_ms: Option<i64>,
}

impl Client {
    /// The newest messages exchanged with one person. When they must be fetched one by one, only those written
    /// at or after `since_ms` are, with a pause between the calls.
    ///
    /// # Errors
    ///
    /// [`CallError`] when the thread could not be looked at.
    pub async fn conversation_with(
        &self,
        access: &Access,
        user_id: &str,
        since_ms: Option<i64>,
    ) -> Metered<Result<Listing, CallError>> {
        let mut look = self.look(access, user_id, Some(EXPANSION)).await;
        if look.value.as_ref().is_err_and(may_be_the_expansion) {
            look = self.look(access, user_id, None).await;
        }
        match look.value {
            Ok(Found::Thread(thread)) => self.one_by_one(access, thread, since_ms).await,
            Ok(Found::Messages(thread, page)) => look.meters.with(Ok(Listing::of(thread, page))),
            Ok(Found::Nothing) => look.meters.with(Ok(Listing::default())),
            Err(error) => look.meters.with(Err(error)),
        }
    }

    async fn look(
        &self,
        access: &Access,
        user_id: &str,
        fields: Option<&str>,
    ) -> Metered<Result<Found, CallError>> {
        let mut query = vec![("platform", "instagram"), ("user_id", user_id)];
        query.extend(fields.map(|fields| ("fields", fields)));
        let path = [access.account.as_str(), "conversations"];
        let request = self.reading(Method::GET, &access.token, &path).query(&query);
        read(request, &[&access.token], found).await
    }

    /// The long way: the thread's list of messages, then each message.
    async fn one_by_one(
        &self,
        access: &Access,
        thread: String,
        since_ms: Option<i64>,
    ) -> Metered<Result<Listing, CallError>> {
        let request = self
            .reading(Method::GET, &access.token, &[&thread])
            .query(&[("fields", "messages")]);
        let list = read(request, &[&access.token], |body| page(&body.object()?, entry)).await;
        let page = match list.value {
            Ok(page) => page,
            Err(error) => return list.meters.with(Err(error)),
        };
        let mut meters = list.meters;
        let mut listing = Listing {
            thread: Some(thread),
            complete: !page.more && !page.rows.is_empty(),
            ..Listing::default()
        };
        for (position, entry) in page.rows.into_iter().enumerate() {
            let old = since_ms
                .zip(entry.created_ms)
                .filter(|(since, created)| created < since);
            if old.is_some() || position == READABLE_MESSAGES {
                // Everything after the last one looked at is older than this.
                listing.complete = false;
                listing.reaches_back_to_ms =
                    old.map_or(listing.reaches_back_to_ms, |(_, created)| Some(created));
                break;
            }
            tokio::time::sleep(self.transport.timeouts.between_details).await;
            let request = self
                .reading(Method::GET, &access.token, &[&entry.mid])
                .query(&[("fields", DETAILS)]);
            let detail = read(request, &[&access.token], message).await;
            meters = detail.meters;
            match detail.value {
                Ok(message) => listing.add(message),
                Err(error) if concerns_one_message(&error) => {
                    listing.complete = false;
                    break;
                }
                Err(error) => return meters.with(Err(error)),
            }
        }
        meters.with(Ok(listing))
    }
}

impl Listing {
    fn of(thread: String, page: Page<ListedMessage>) -> Self {
        let mut listing = Self {
            thread: Some(thread),
            complete: !page.more && !page.rows.is_empty(),
            ..Self::default()
        };
        page.rows.into_iter().for_each(|message| listing.add(message));
        listing
    }

    fn add(&mut self, message: ListedMessage) {
        self.reaches_back_to_ms = Some(message.created_at_ms);
        self.messages.push(message);
    }
}

/// Refusals that asking without field expansion may avoid: unknown fields, "reduce the amount of data", and
/// plain server faults, all of which have been seen for expansions only.
fn may_be_the_expansion(error: &CallError) -> bool {
    match error {
        CallError::Refused(error) => {
            matches!(
                error.verdict().class,
                Class::InvalidContent | Class::Unknown | Class::Other
            )
        }
        CallError::Interrupted(Interruption::Server { .. }) => true,
        _ => false,
    }
}

/// Whether a message could not be read for a reason of its own: unsent, or out of Meta's reach.
fn concerns_one_message(error: &CallError) -> bool {
    match error {
        CallError::Refused(error) => {
            matches!(
                error.verdict().class,
                Class::NotFound | Class::InvalidContent | Class::Other
            )
        }
        CallError::Unreadable { status } => *status < 300,
        _ => false,
    }
}

fn found(body: Node<'_>) -> Option<Found> {
    let threads = body.object()?.elements("data")?;
    let Some(thread) = threads.first() else {
        return Some(Found::Nothing);
    };
    let thread = thread.object()?;
    let id = thread.id("id")?;
    Some(match page(&thread, message) {
        Some(page) => Found::Messages(id, page),
        None => Found::Thread(id),
    })
}

fn entry(node: Node<'_>) -> Option<Entry> {
    let body = node.object()?;
    Some(Entry {
        mid: body.id("id")?,
        created_ms: created_ms(&body),
    })
}

/// A thread's messages up to the first one that cannot be read. A full page counts as having more behind it,
/// whatever `paging` says.
fn page<T>(thread: &Object<'_>, parse: impl Fn(Node<'_>) -> Option<T>) -> Option<Page<T>> {
    let edge = thread.object("messages")?;
    let listed = edge.elements("data")?;
    let rows: Vec<T> = listed.iter().map_while(|row| parse(*row)).collect();
    let next = edge.object("paging").is_some_and(|paging| paging.has("next"));
    Some(Page {
        more: next || rows.len() < listed.len() || listed.len() >= READABLE_MESSAGES,
        rows,
    })
}
