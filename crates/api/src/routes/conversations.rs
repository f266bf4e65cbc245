//! The list, a conversation, its items, and the operator's acts in it.

use super::{Answer, Body, Path, Query, conversation_id, page};
use crate::problem::Problem;
use crate::shape::{
    AroundQuery, Conversation, Counts, Decision, Draft, ItemPage, ItemsQuery, ListQuery, Message, Owner,
    ReadUpTo, Replied, Reply, Row, RowPage,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{AccountId, BurstId, ConversationId, Refusal, SendId};
use engine::Handle;
use engine::{Error, view};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(conversation))
        .routes(routes!(items))
        .routes(routes!(around))
        .routes(routes!(decisions))
        .routes(routes!(decision))
        .routes(routes!(typed))
        .routes(routes!(take_over))
        .routes(routes!(hand_back))
        .routes(routes!(read))
        .routes(routes!(draft))
        .routes(routes!(reply))
}

/// A page of the list.
#[utoipa::path(get, path = "/api/conversations", params(ListQuery), responses((status = 200, body = RowPage), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn list(State(handle): State<Handle>, Query(query): Query<ListQuery>) -> Answer<RowPage> {
    let account = query.account.map(AccountId);
    let limit = page(query.limit, 50);
    let before = query.before.as_deref();
    let (rows, counts) = handle
        .rows(query.split.into(), account.as_ref(), before, limit)
        .await?;
    let accounts = handle.accounts().await?;
    let shown = |row: &view::Row| Row::of(row, of(&accounts, &row.id), &handle);
    Ok(Json(RowPage {
        rows: rows.rows.iter().map(shown).collect(),
        next: rows.next,
        counts: Counts {
            needs_me: counts.needs_me,
            autopilot: counts.autopilot,
            closing: counts.closing,
            all: counts.all,
            unread: counts.unread,
        },
    }))
}

/// One conversation.
#[utoipa::path(get, path = "/api/conversations/{id}", params(("id" = String, Path)), responses((status = 200, body = Conversation), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn conversation(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Conversation> {
    let conversation = handle.conversation(&conversation_id(&id)?).await?;
    let accounts = handle.accounts().await?;
    Ok(Json(Conversation::of(
        &conversation,
        of(&accounts, &conversation.row.id),
        &handle,
    )))
}

/// A page of a conversation, newest first: the newest, before a cursor, or after one.
#[utoipa::path(get, path = "/api/conversations/{id}/items", params(("id" = String, Path), ItemsQuery), responses((status = 200, body = ItemPage), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn items(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Query(query): Query<ItemsQuery>,
) -> Answer<ItemPage> {
    let id = conversation_id(&id)?;
    let items = handle
        .items(
            &id,
            query.before.as_deref(),
            query.after.as_deref(),
            page(query.limit, 50),
        )
        .await?;
    Ok(Json(ItemPage::of(items, &handle.timings().await?, &handle)))
}

/// The page around an item.
#[utoipa::path(get, path = "/api/conversations/{id}/items/around", params(("id" = String, Path), AroundQuery), responses((status = 200, body = ItemPage), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn around(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Query(query): Query<AroundQuery>,
) -> Answer<ItemPage> {
    let id = conversation_id(&id)?;
    let items = handle
        .items_around(&id, &query.key, page(query.limit, 50))
        .await?;
    Ok(Json(ItemPage::of(items, &handle.timings().await?, &handle)))
}

/// What the autopilot did in a conversation, newest first.
#[utoipa::path(get, path = "/api/conversations/{id}/decisions", params(("id" = String, Path)), responses((status = 200, body = Vec<Decision>), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn decisions(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Vec<Decision>> {
    let found = handle.decisions(&conversation_id(&id)?, 50).await?;
    Ok(Json(found.into_iter().map(Decision::from).collect()))
}

/// What the autopilot did for a burst.
#[utoipa::path(get, path = "/api/decisions/{burst}", params(("burst" = String, Path)), responses((status = 200, body = Decision), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn decision(State(handle): State<Handle>, Path(burst): Path<String>) -> Answer<Decision> {
    let burst: BurstId = burst.parse().map_err(|_| Problem::not_found("decision"))?;
    Ok(Json(handle.decision(&burst).await?.into()))
}

/// A non-blank character was typed.
#[utoipa::path(post, path = "/api/conversations/{id}/typed", params(("id" = String, Path)), responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn typed(State(handle): State<Handle>, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    handle.typed(&conversation_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The operator takes over.
#[utoipa::path(post, path = "/api/conversations/{id}/take-over", params(("id" = String, Path)), responses((status = 200, body = Owner), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn take_over(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Owner> {
    let id = conversation_id(&id)?;
    handle.take_over(&id).await?;
    owner(&handle, &id).await
}

/// The operator hands back.
#[utoipa::path(post, path = "/api/conversations/{id}/hand-back", params(("id" = String, Path)), responses((status = 200, body = Owner), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn hand_back(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Owner> {
    let id = conversation_id(&id)?;
    handle.hand_back(&id).await?;
    owner(&handle, &id).await
}

/// The operator has read the conversation, up to what was on screen.
#[utoipa::path(post, path = "/api/conversations/{id}/read", params(("id" = String, Path)), request_body = ReadUpTo, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn read(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(read): Body<ReadUpTo>,
) -> Result<StatusCode, Problem> {
    handle.read(&conversation_id(&id)?, read.upto).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps what is in the composer.
#[utoipa::path(put, path = "/api/conversations/{id}/draft", params(("id" = String, Path)), request_body = Draft, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn draft(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(draft): Body<Draft>,
) -> Result<StatusCode, Problem> {
    handle.save_draft(&conversation_id(&id)?, draft.text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends. Repeating it with the same `send_id` gives the first result.
#[utoipa::path(post, path = "/api/conversations/{id}/reply", params(("id" = String, Path)), request_body = Reply, responses((status = 200, body = Replied), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn reply(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(reply): Body<Reply>,
) -> Answer<Replied> {
    let id = conversation_id(&id)?;
    let send = SendId(reply.send_id);
    if send.as_str().is_empty() || send.as_str().len() > 64 {
        return Err(Error::Invalid("A send id has 1 to 64 characters.".to_owned()).into());
    }
    match handle.reply(&id, send, &reply.text, reply.seen).await {
        Ok(sends) => Ok(Json(Replied {
            send_ids: sends.iter().map(ToString::to_string).collect(),
        })),
        Err(Error::Refused(refusal @ Refusal::Newer { after })) => {
            let timings = handle.timings().await?;
            let arrived = handle.arrived(&id, after).await?;
            let arrived = arrived
                .iter()
                .map(|message| Message::of(message, &timings, &handle))
                .collect();
            Err(Problem {
                arrived,
                ..Problem::from(Error::Refused(refusal))
            })
        }
        Err(error) => Err(error.into()),
    }
}

fn of<'a>(accounts: &'a [view::Account], id: &ConversationId) -> Option<&'a view::Account> {
    accounts.iter().find(|account| account.id == id.account)
}

async fn owner(handle: &Handle, id: &ConversationId) -> Answer<Owner> {
    let conversation = handle.conversation(id).await?;
    let accounts = handle.accounts().await?;
    Ok(Json(Owner::of(&conversation.row, of(&accounts, id))))
}
