//! `POST /{account or me}/messages`: sending, and every way its answer can go wrong (contract 4, 11.3.2).

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::call::Call;
use super::{Reply, own_node, permitted};
use crate::fault::{Fault, Whom};
use crate::graph_error::GraphError;
use crate::routes::answer;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::World;
use crate::world::app::{MANAGE_COMMENTS, MANAGE_MESSAGES, Token};
use crate::world::send::{Checked, Recipient};

/// How an otherwise good send goes wrong, in the order the switches are asked.
const NOT_ACCEPTED: &[Switch] = &[Switch::SendRefused, Switch::SendHang, Switch::SendCut];
const ACCEPTED: &[Switch] = &[
    Switch::SendHtml502,
    Switch::SendSlow,
    Switch::SendAcceptedError,
    Switch::SendAcceptedHang,
    Switch::SendAcceptedCut,
    Switch::SendAcceptedGarbled,
];

/// What came of the checks and the faults.
enum Outcome {
    /// Answer this at once.
    Reply(Reply),
    /// Accepted: wait for these deliveries first, then go wrong in this way, if any.
    Accepted {
        answer: Value,
        before: Vec<u64>,
        wrong: Option<(Switch, Fault)>,
    },
}

pub(crate) async fn send(
    shared: &Arc<Shared>,
    call: &Call,
    token: &Token,
    node: &str,
) -> Result<Reply, GraphError> {
    own_node(call, token, node)?;
    let scope = if call.body.pointer("/recipient/comment_id").is_some() {
        MANAGE_COMMENTS
    } else {
        MANAGE_MESSAGES
    };
    permitted(token, scope)?;
    let outcome = shared.change(|world, now| decide(world, call, token, now))?;
    let (answer, before, wrong) = match outcome {
        Outcome::Reply(reply) => return Ok(reply),
        Outcome::Accepted {
            answer,
            before,
            wrong,
        } => (answer, before, wrong),
    };
    shared.wait_until_kept().await;
    wait_for_echo(shared, &before).await;
    let Some((switch, fault)) = wrong else {
        return Ok(Reply::Json(answer));
    };
    Ok(match switch {
        Switch::SendHtml502 => Reply::Html(fault.status.unwrap_or(502), switch),
        Switch::SendAcceptedError => {
            let error =
                GraphError::of(&fault, 1, "Invalid JSON reply").sub(fault.subcode.unwrap_or(1_357_046));
            Reply::Refused(error.status(fault.status.unwrap_or(500)), switch)
        }
        Switch::SendAcceptedHang => Reply::Hang(fault, switch),
        Switch::SendAcceptedCut => Reply::Cut(switch),
        Switch::SendAcceptedGarbled => Reply::Garbled,
        _ => {
            answer::pause(shared, answer::duration(&fault, 1_000)).await;
            Reply::Json(answer)
        }
    })
}

fn decide(world: &mut World, call: &Call, token: &Token, now: i64) -> Result<Outcome, GraphError> {
    let to = world.recipient(&token.account, &call.body, now)?;
    let checked = world.check_send(&token.account, &token.app, &to, &call.body, now)?;
    call.check_rate(world, &token.account)?;
    let message = match checked {
        Checked::Message(message) => *message,
        Checked::Action(reaction) => {
            if let Some((mid, given)) = reaction {
                world.react_as_business(&to.igsid, &mid, given);
            }
            return Ok(Outcome::Reply(Reply::Json(json!({ "recipient_id": to.igsid }))));
        }
    };
    let (account, igsid) = (token.account.clone(), to.igsid.clone());
    let whom = Whom {
        account: Some(&account),
        customer: Some(&igsid),
    };
    if let Some(reply) = not_accepted(world, whom) {
        return Ok(Outcome::Reply(reply));
    }
    let wrong = ACCEPTED
        .iter()
        .find_map(|switch| world.faults.hit(*switch, whom).map(|fault| (*switch, fault)));
    if let Some((Switch::SendHtml502, fault)) = &wrong
        && fault.accepted != Some(true)
    {
        return Ok(Outcome::Reply(Reply::Html(
            fault.status.unwrap_or(502),
            Switch::SendHtml502,
        )));
    }
    let message = world.accept(&account, &to, message, call.seq);
    let before = post_echo(world, &account, &to, &message, whom, now);
    let answer = json!({ "recipient_id": igsid, "message_id": message.mid });
    Ok(Outcome::Accepted {
        answer,
        before,
        wrong,
    })
}

fn not_accepted(world: &mut World, whom: Whom<'_>) -> Option<Reply> {
    let (switch, fault) = NOT_ACCEPTED
        .iter()
        .find_map(|switch| world.faults.hit(*switch, whom).map(|fault| (*switch, fault)))?;
    Some(match switch {
        Switch::SendRefused => {
            let text = "An unexpected error has occurred. Please retry your request later.";
            Reply::Refused(GraphError::of(&fault, 2, text), switch)
        }
        Switch::SendHang => Reply::Hang(fault, switch),
        _ => Reply::Cut(switch),
    })
}

/// Posts the echo; the deliveries that must be tried before the send is answered.
fn post_echo(
    world: &mut World,
    account: &str,
    to: &Recipient,
    message: &crate::world::thread::Message,
    whom: Whom<'_>,
    now: i64,
) -> Vec<u64> {
    let early = world.faults.hit(Switch::EchoBeforeAnswer, whom).is_some();
    let late = world
        .faults
        .hit(Switch::EchoDelayed, whom)
        .and_then(|fault| fault.ms);
    let delay = if early {
        0
    } else {
        late.unwrap_or(world.settings.echo_delay_ms)
    };
    let ids = world.echo(account, &to.igsid, message, now + delay, now);
    if early { ids } else { Vec::new() }
}

async fn wait_for_echo(shared: &Shared, ids: &[u64]) {
    if ids.is_empty() {
        return;
    }
    let limit = Duration::from_millis(shared.look(|world, _| world.settings.delivery_timeout_ms));
    shared
        .wait_for(limit, |world| ids.iter().all(|id| world.outgoing.was_tried(*id)))
        .await;
}
