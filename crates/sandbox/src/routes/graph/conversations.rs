//! Reading threads: newest first, whole seconds, details of the twenty newest messages only (contract 7).

use std::sync::Arc;

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::fields::{self, Field};
use super::{Reply, own_node, permitted, unsupported, view};
use crate::fault::Whom;
use crate::graph_error::GraphError;
use crate::settings::DAY_MS;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::World;
use crate::world::app::{MANAGE_MESSAGES, Token};
use crate::world::thread::{Message, Thread};

/// Messages of a thread whose details can be read.
const READABLE: usize = 20;
const DEFAULT_LIMIT: usize = 25;
/// Requests idle for longer are not listed.
const REQUEST_MS: i64 = 30 * DAY_MS;

/// `GET /{account or me}/conversations?platform=instagram`
pub(crate) fn list(
    shared: &Arc<Shared>,
    call: &Call,
    token: &Token,
    node: &str,
) -> Result<Reply, GraphError> {
    own_node(call, token, node)?;
    shared.look(|world, now| {
        if let Some(reply) = admit(world, call, token, call.param("user_id"), now)? {
            return Ok(reply);
        }
        if call.param("platform") != Some("instagram") {
            return Err(GraphError::parameter("Param platform must be instagram"));
        }
        let asked = fields::parse(call.param("fields").unwrap_or("id,updated_time"))?;
        let stale = stale(world, token, now);
        let world = &*world;
        let reader = Reader {
            world,
            call,
            now,
            stale,
        };
        let mut threads: Vec<&Thread> = world
            .threads
            .values()
            .filter(|thread| thread.account == token.account)
            .filter(|thread| call.param("user_id").is_none_or(|igsid| thread.igsid == igsid))
            .filter(|thread| reader.is_listed(thread))
            .collect();
        threads.sort_by_key(|thread| std::cmp::Reverse(reader.updated_at(thread)));
        let limit = call
            .param("limit")
            .and_then(|text| text.parse().ok())
            .unwrap_or(DEFAULT_LIMIT);
        let link = format!("{}/conversations?platform=instagram&limit={limit}", token.account);
        let page = Page::of(threads.len(), limit, call.param("after"))?;
        let data = threads
            .into_iter()
            .skip(page.from)
            .take(page.count)
            .map(|thread| reader.thread(thread, &asked))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Reply::Json(reader.paged(data, &page, &link)))
    })
}

/// `GET /{conversation}` or `GET /{mid}`
pub(crate) fn node(
    shared: &Arc<Shared>,
    call: &Call,
    token: &Token,
    node: &str,
) -> Result<Reply, GraphError> {
    shared.look(|world, now| {
        let thread = own_thread(world, token, node);
        let igsid = thread
            .or_else(|| world.thread_of(node))
            .map(|thread| thread.igsid.clone());
        if let Some(reply) = admit(world, call, token, igsid.as_deref(), now)? {
            return Ok(reply);
        }
        let stale = stale(world, token, now);
        let world = &*world;
        let reader = Reader {
            world,
            call,
            now,
            stale,
        };
        if let Some(thread) = own_thread(world, token, node) {
            let asked = fields::parse(call.param("fields").unwrap_or("id,updated_time"))?;
            return Ok(Reply::Json(reader.thread(thread, &asked)?));
        }
        let thread = world
            .thread_of(node)
            .filter(|thread| thread.account == token.account);
        let missing = || GraphError::no_such_object("get", node);
        let thread = thread.ok_or_else(missing)?;
        let asked = fields::parse(call.param("fields").unwrap_or("id,created_time"))?;
        let visible = reader.visible(thread);
        let known = thread.message(node).ok_or_else(missing)?;
        if known.deleted {
            return Err(deleted());
        }
        let place = visible
            .iter()
            .position(|message| message.mid == node)
            .ok_or_else(missing)?;
        if place >= READABLE {
            return Err(deleted());
        }
        Ok(Reply::Json(view::message(world, thread, known, &asked, now)?))
    })
}

/// `GET /{conversation}/messages`
pub(crate) fn messages_edge(
    shared: &Arc<Shared>,
    call: &Call,
    token: &Token,
    node: &str,
) -> Result<Reply, GraphError> {
    if call.method != Method::GET {
        return Err(unsupported(&call.method));
    }
    shared.look(|world, now| {
        let igsid = own_thread(world, token, node).map(|thread| thread.igsid.clone());
        if let Some(reply) = admit(world, call, token, igsid.as_deref(), now)? {
            return Ok(reply);
        }
        let stale = stale(world, token, now);
        let world = &*world;
        let reader = Reader {
            world,
            call,
            now,
            stale,
        };
        let thread = own_thread(world, token, node).ok_or_else(|| GraphError::no_such_object("get", node))?;
        let asked = Field {
            name: "messages".to_owned(),
            limit: call.param("limit").and_then(|text| text.parse().ok()),
            after: call.param("after").map(str::to_owned),
            fields: fields::parse(call.param("fields").unwrap_or("id,created_time"))?,
        };
        Ok(Reply::Json(reader.messages(thread, &asked)?))
    })
}

fn own_thread<'a>(world: &'a World, token: &Token, id: &str) -> Option<&'a Thread> {
    world
        .threads
        .values()
        .find(|thread| thread.conversation_id == id && thread.account == token.account)
}

/// What a message older than the readable ones, or taken back, answers.
fn deleted() -> GraphError {
    GraphError::new(9_000_001, "The message was deleted by the user or the business")
}

/// Permission, limit and faults that all reads share; `Some` ends the call.
fn admit(
    world: &mut World,
    call: &Call,
    token: &Token,
    igsid: Option<&str>,
    now: i64,
) -> Result<Option<Reply>, GraphError> {
    if call.method != Method::GET {
        return Err(unsupported(&call.method));
    }
    permitted(token, MANAGE_MESSAGES)?;
    if !world
        .accounts
        .get(&token.account)
        .is_some_and(|account| account.dm_access)
    {
        let message = "The account owner has disabled access to Instagram Direct Messaging.";
        return Err(GraphError::new(200, message).sub(2_534_041));
    }
    let allowed = usize::try_from(world.settings.conversations_per_second).unwrap_or(0);
    let reads = world
        .calls
        .entry(format!("conversations of {}", token.account))
        .or_default();
    reads.retain(|at| now - at < 1_000);
    reads.push(now);
    if allowed > 0 && reads.len() > allowed {
        return Err(
            GraphError::new(613, "(#613) Calls to this api have exceeded the rate limit.").sub(2_534_040),
        );
    }
    let whom = Whom {
        account: Some(&token.account),
        customer: igsid,
    };
    if let Some(fault) = world.faults.hit(Switch::ConversationsHang, whom) {
        return Ok(Some(Reply::Hang(fault, Switch::ConversationsHang)));
    }
    if let Some(fault) = world.faults.hit(Switch::ConversationsFail, whom) {
        let error = GraphError::of(
            &fault,
            2,
            "An unexpected error has occurred. Please retry your request later.",
        );
        return Ok(Some(Reply::Refused(error, Switch::ConversationsFail)));
    }
    if call.param("after").is_some() && world.faults.hit(Switch::CursorExpired, whom).is_some() {
        let error = GraphError::parameter("The after cursor specified has expired");
        return Ok(Some(Reply::Refused(error, Switch::CursorExpired)));
    }
    Ok(None)
}

/// A slice of a list, with the cursor behind it.
struct Page {
    from: usize,
    count: usize,
    next: Option<String>,
}

impl Page {
    fn of(total: usize, limit: usize, after: Option<&str>) -> Result<Self, GraphError> {
        let bad = || GraphError::parameter("Invalid cursor");
        let from: usize = match after {
            None => 0,
            Some(cursor) => {
                let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad())?;
                let text = String::from_utf8(bytes).map_err(|_| bad())?;
                text.strip_prefix("AQ:")
                    .and_then(|place| place.parse().ok())
                    .ok_or_else(bad)?
            }
        };
        let end = usize::min(from.saturating_add(limit), total);
        let next = (end < total).then(|| URL_SAFE_NO_PAD.encode(format!("AQ:{end}")));
        Ok(Self {
            from,
            count: end.saturating_sub(from),
            next,
        })
    }
}

/// Reads threads for one call, as stale as the faults want it.
struct Reader<'a> {
    world: &'a World,
    call: &'a Call,
    now: i64,
    stale: Option<Stale>,
}

/// How far reads lag behind, if a fault says so.
fn stale(world: &mut World, token: &Token, now: i64) -> Option<Stale> {
    let armed = world.faults.armed(Switch::ConversationsStale)?;
    let (set_at, customer) = (armed.set_at, armed.fault.customer.clone());
    let whom = Whom {
        account: Some(&token.account),
        customer: customer.as_deref(),
    };
    let fault = world.faults.hit(Switch::ConversationsStale, whom)?;
    Some(Stale {
        until: fault.ms.map_or(set_at, |ms| now - ms),
        customer,
    })
}

/// Only what was stored by then is seen; of this customer, when one is named.
struct Stale {
    until: i64,
    customer: Option<String>,
}

impl<'a> Reader<'a> {
    /// What can be seen of a thread, newest first.
    fn visible(&self, thread: &'a Thread) -> Vec<&'a Message> {
        let concerned = |stale: &&Stale| stale.customer.as_ref().is_none_or(|one| *one == thread.igsid);
        let stale = self.stale.as_ref().filter(concerned);
        thread
            .messages
            .iter()
            .rev()
            .filter(|message| !message.deleted)
            .filter(|message| stale.is_none_or(|stale| message.stored_at <= stale.until))
            .collect()
    }

    fn updated_at(&self, thread: &'a Thread) -> i64 {
        self.visible(thread)
            .first()
            .map_or_else(|| thread.updated_at(), |message| message.at)
    }

    fn is_listed(&self, thread: &'a Thread) -> bool {
        let visible = self.visible(thread);
        let answered = visible.iter().any(|message| message.who.is_business());
        let idle = self.now - self.updated_at(thread);
        !visible.is_empty() && (answered || idle <= REQUEST_MS)
    }

    fn thread(&self, thread: &'a Thread, asked: &[Field]) -> Result<Value, GraphError> {
        let mut node = Map::new();
        node.insert("id".to_owned(), json!(thread.conversation_id));
        for field in asked {
            let value = match field.name.as_str() {
                "id" => continue,
                "updated_time" => json!(view::time(self.updated_at(thread))),
                "participants" => view::participants(self.world, thread),
                "messages" => self.messages(thread, field)?,
                other => return Err(fields::unknown(other)),
            };
            node.insert(field.name.clone(), value);
        }
        Ok(Value::Object(node))
    }

    fn messages(&self, thread: &'a Thread, asked: &Field) -> Result<Value, GraphError> {
        let visible = self.visible(thread);
        let limit = asked.limit.unwrap_or(DEFAULT_LIMIT);
        let page = Page::of(visible.len(), limit, asked.after.as_deref())?;
        let bare = [Field {
            name: "created_time".to_owned(),
            ..Field::default()
        }];
        let wanted = if asked.fields.is_empty() {
            &bare
        } else {
            asked.fields.as_slice()
        };
        let mut data = Vec::new();
        for (place, message) in visible.iter().enumerate().skip(page.from).take(page.count) {
            // Older ones are listed, but nothing of them can be read.
            let wanted = if place < READABLE { wanted } else { bare.as_slice() };
            data.push(view::message(self.world, thread, message, wanted, self.now)?);
        }
        let link = format!("{}/messages?limit={limit}", thread.conversation_id);
        Ok(self.paged(data, &page, &link))
    }

    /// The list with its cursor; `next` carries the token, as the platform's does.
    fn paged(&self, data: Vec<Value>, page: &Page, link: &str) -> Value {
        let Some(after) = &page.next else {
            return json!({ "data": data });
        };
        let token = self.call.token.as_deref().unwrap_or_default();
        let (origin, version) = (&self.world.origin, &self.call.version);
        let fields = self.call.param("fields").map(|text| {
            let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            format!("&fields={encoded}")
        });
        let fields = fields.unwrap_or_default();
        let next = format!("{origin}/graph/{version}/{link}{fields}&after={after}&access_token={token}");
        json!({ "data": data, "paging": { "cursors": { "after": after }, "next": next } })
    }
}
