//! Asking the desk: load what the store would load, decide with `desk::decide` itself, apply what it says.

use crate::fault::Fault;
use crate::rule::Rule;
use crate::world::World;
use desk::{Ask, Command, Desk, Message, Mid, Now, SendId, SendState, Who, Write, Writer, decide};
use std::collections::BTreeSet;
use std::sync::Arc;

impl World {
    /// Asks; whether anything happened.
    pub(crate) fn ask(&mut self, fault: Fault, act: Ask) -> bool {
        let now = self.now();
        self.ask_at(fault, act, now)
    }

    /// Asks at another moment than now.
    pub(crate) fn ask_at(&mut self, fault: Fault, act: Ask, now: Now) -> bool {
        let conversation = self.desk.conversation.id.clone();
        let (mut command, mut now) = (Command { conversation, act }, now);
        let mut loaded = load(&self.desk, &command);
        fault.before(&mut loaded, &mut command, &mut now);
        let Ok(turn) = decide(loaded, &command, now) else {
            return false;
        };
        let mut whole = Desk::clone(&self.desk);
        for event in turn.events.iter().filter(|event| fault.stores(&command, event)) {
            self.remember(&whole, &command, event);
            let basis = whole.conversation.basis;
            whole.apply(event);
            fault.after(&mut whole, event);
            self.must(Rule::BasisGrows, whole.conversation.basis >= basis);
        }
        if fault == Fault::None {
            let (stored, decided) = (&whole, &turn.desk);
            assert_eq!(
                stored.conversation, decided.conversation,
                "stored as decided: {command:?}"
            );
            assert_eq!(stored.burst, decided.burst, "stored as decided: {command:?}");
        }
        for write in turn.writes {
            match write {
                Write::Put(key, content) if key.as_str().starts_with("send:") => {
                    whole.content.insert(key, content);
                }
                _ => {}
            }
        }
        self.desk = Arc::new(whole);
        !turn.events.is_empty()
    }
}

/// What a decision about this command may read (see the fields of [`Desk`]).
fn load(whole: &Desk, command: &Command) -> Desk {
    let named: BTreeSet<Mid> = command.mids().into_iter().collect();
    let messages: std::collections::BTreeMap<Mid, Message> = whole
        .messages
        .iter()
        .filter(|(mid, _)| named.contains(*mid))
        .map(|(mid, message)| (mid.clone(), message.clone()))
        .chain(named.iter().filter_map(|mid| by_send(whole, mid)))
        .collect();
    let of_messages: BTreeSet<&SendId> = messages
        .values()
        .filter_map(|message| message.send.as_ref())
        .collect();
    let retried = command.retries().and_then(|id| whole.sends.get(id));
    let later: BTreeSet<SendId> = retried.into_iter().flat_map(desk::Send::later_parts).collect();
    let is_named = |id: &SendId| command.send() == Some(id) || later.contains(id) || of_messages.contains(id);
    let sends = whole.sends.iter().filter(|(id, send)| {
        let vouched_for = send.state == SendState::Confirmed && send.mid.is_none();
        !send.state.is_final() || vouched_for || is_named(id)
    });
    let sends: std::collections::BTreeMap<_, _> =
        sends.map(|(id, send)| (id.clone(), send.clone())).collect();
    let content = sends.values().filter_map(|send| {
        let content = whole.content.get(&send.content)?;
        Some((send.content.clone(), content.clone()))
    });
    let content = content.collect();
    Desk {
        seq: whole.seq,
        account: whole.account.clone(),
        timings: whole.timings.clone(),
        conversation: whole.conversation.clone(),
        burst: whole.burst.clone(),
        sends,
        messages,
        parked: whole.parked.clone(),
        linked: whole.linked.clone(),
        content,
    }
}

/// A send that has no `mid` yet is named by its own id, as the window names it.
fn by_send(whole: &Desk, name: &Mid) -> Option<(Mid, Message)> {
    let send = whole.sends.get(&SendId(name.0.clone()))?;
    let who = match send.writer {
        Writer::Operator => Who::Operator,
        Writer::Autopilot => Who::Autopilot,
    };
    let message = Message {
        seq: send.seq,
        at: send.at,
        exact: true,
        who,
        send: Some(send.id.clone()),
        unsent: false,
        edit: 0,
        reacted_at: None,
    };
    Some((name.clone(), message))
}
