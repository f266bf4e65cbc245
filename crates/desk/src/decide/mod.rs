//! The rules: a command against the desk becomes events, or is refused and writes nothing.
//!
//! A decision works on its own copy of the desk and applies each event as it is drawn, so that the next
//! line of the same rule already reads it.

mod answer;
mod attempt;
mod change;
mod look;
mod operator;
mod ownership;
mod receive;
mod release;
mod wake;

use crate::command::{AccountAsk, Ask, Command, Write};
use crate::event::{AccountEvent, Event};
use crate::refusal::Refusal;
use crate::send::SendState;
use crate::state::{Account, Desk};
use crate::time::{Due, Now};

/// What a decision comes to: the events in order, the content to write with them, and the desk afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The desk after the events.
    pub desk: Desk,
    /// The events, oldest first; the first stands right after the desk's old position.
    pub events: Vec<Event>,
    /// Content to keep or blank in the same transaction.
    pub writes: Vec<Write>,
    now: Now,
}

impl Turn {
    fn new(desk: Desk, now: Now) -> Self {
        Self {
            desk,
            events: Vec::new(),
            writes: Vec::new(),
            now,
        }
    }

    fn emit(&mut self, event: Event) {
        self.desk.apply(&event);
        self.events.push(event);
    }

    fn write(&mut self, write: Write) {
        if let Write::Put(key, content) = &write {
            self.desk.content.insert(key.clone(), content.clone());
        }
        self.writes.push(write);
    }

    fn due_now(&self) -> Due {
        Due::after(self.now.wall, 0)
    }
}

/// Decides a command about a conversation.
///
/// # Errors
/// A [`Refusal`] says why nothing was done. A command whose work is already done is not an error: it gives
/// no events.
pub fn decide(desk: Desk, command: &Command, now: Now) -> Result<Turn, Refusal> {
    let mut turn = Turn::new(desk, now);
    match &command.act {
        Ask::Receive { incoming, source } => turn.receive(incoming, *source),
        Ask::SamePerson { with, mid } => turn.same_person(with, mid),
        Ask::Typed => turn.typed()?,
        Ask::TakeOver => turn.take_over()?,
        Ask::HandBack => turn.hand_back()?,
        Ask::Reply { send, parts, seen } => turn.reply(send, parts, seen.as_deref())?,
        Ask::Undo { send, words } => turn.undo(send, words)?,
        Ask::Retry { send } => turn.retry(send)?,
        Ask::Resolve { send, choice } => turn.resolve(send, *choice)?,
        Ask::Pass { send } => turn.pass(send)?,
        Ask::Read { upto } => turn.read(upto.as_deref()),
        Ask::ExpireOwner => turn.expire_owner()?,
        Ask::Claim { burst, patience } => turn.claim(burst, *patience)?,
        Ask::Draft {
            burst,
            call,
            parts,
            record,
        } => turn.draft(burst, *call, parts, record)?,
        Ask::HandOver {
            burst,
            call,
            note,
            record,
        } => {
            turn.hand_over(burst, *call, note.as_deref(), record)?;
        }
        Ask::ModelFailed {
            burst,
            call,
            reason,
            again,
            record,
        } => {
            turn.model_failed(burst, *call, *reason, *again, record.as_ref())?;
        }
        Ask::Wake { restarted } => turn.wake(*restarted),
        Ask::Disconnected => turn.disconnected(),
        Ask::BurstLooked { burst, looked } => turn.burst_looked(burst, *looked)?,
        Ask::Release { send } => turn.release(send)?,
        Ask::Attempted {
            send,
            attempt,
            outcome,
        } => turn.attempted(send, *attempt, outcome)?,
        Ask::Looked { send, listing } => turn.looked(send, listing.as_ref())?,
    }
    turn.ask_for_who_was_given_back();
    Ok(turn)
}

/// Decides a command about an account.
pub fn decide_account(account: &Account, ask: &AccountAsk, now: Now) -> Vec<AccountEvent> {
    match ask {
        AccountAsk::Connect { username } => {
            let mut events = vec![AccountEvent::AccountConnected {
                username: username.clone(),
                at: now.meta,
            }];
            if account.stopped.is_some() || account.throttled.is_some() {
                events.push(AccountEvent::AccountResumed);
            }
            events
        }
        AccountAsk::Disconnect if account.connected.is_some() => vec![AccountEvent::AccountDisconnected],
        AccountAsk::Stop { class, code, subcode } if account.stopped != Some(*class) => {
            vec![AccountEvent::AccountStopped {
                class: *class,
                code: *code,
                subcode: *subcode,
            }]
        }
        AccountAsk::Resume if account.stopped.is_some() || account.throttled.is_some() => {
            vec![AccountEvent::AccountResumed]
        }
        AccountAsk::SwitchAutopilot { on } if account.autopilot_since.is_some() != *on => {
            vec![AccountEvent::AutopilotSwitched {
                on: *on,
                at: now.meta,
            }]
        }
        AccountAsk::Throttle { until } if account.throttled.is_none_or(|known| known.at < until.at) => {
            vec![AccountEvent::AccountThrottled { until: *until }]
        }
        AccountAsk::Note { what, at } => {
            vec![AccountEvent::AccountNoted {
                what: what.clone(),
                at: *at,
            }]
        }
        AccountAsk::Disconnect
        | AccountAsk::Stop { .. }
        | AccountAsk::Resume
        | AccountAsk::SwitchAutopilot { .. }
        | AccountAsk::Throttle { .. } => Vec::new(),
    }
}

impl Account {
    /// Applies one of its events.
    pub fn apply(&mut self, event: &AccountEvent) {
        match event {
            // What the autopilot was switched on for before stays as it is: the event of its switch says when.
            AccountEvent::AccountConnected { at, .. } => self.connected = Some(*at),
            AccountEvent::AccountDisconnected => self.connected = None,
            AccountEvent::AccountStopped { class, .. } => self.stopped = Some(*class),
            AccountEvent::AccountResumed => {
                self.stopped = None;
                self.throttled = None;
            }
            AccountEvent::AutopilotSwitched { on, at } => self.autopilot_since = on.then_some(*at),
            AccountEvent::AccountThrottled { until } => self.throttled = Some(*until),
            AccountEvent::AccountNoted { .. } => {}
        }
    }
}

impl Turn {
    /// The state of a send, or the refusal that there is none.
    fn send(&self, id: &crate::ids::SendId) -> Result<crate::send::Send, Refusal> {
        self.desk.sends.get(id).cloned().ok_or(Refusal::NoSuchSend)
    }

    /// What arrived while the operator's click was on its way stays unread.
    fn read(&mut self, upto: Option<&str>) {
        let saw_all = upto.is_none() || self.must_have_seen(upto).is_ok();
        if saw_all && self.desk.conversation.unread > 0 {
            self.emit(Event::ReadByOperator);
        }
    }

    /// Cancels every waiting send of a group, from `part` on.
    fn cancel_group(
        &mut self,
        group: &crate::ids::SendId,
        from_part: u16,
        why: crate::send::Cancel,
    ) -> Vec<crate::ids::SendId> {
        let waiting: Vec<_> = self
            .desk
            .sends_in_order()
            .into_iter()
            .filter(|send| send.group == *group && send.part >= from_part)
            .filter(|send| matches!(send.state, SendState::Held | SendState::Queued))
            .map(|send| send.id.clone())
            .collect();
        for send in &waiting {
            self.emit(Event::SendCancelled {
                send: send.clone(),
                why,
            });
        }
        waiting
    }
}
