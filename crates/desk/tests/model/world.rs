//! A state of the model: the desk, and the world it cannot see into.
//!
//! The desk is the real one. Around it stands an Instagram that accepts or does not, what is on the wire, the
//! echoes that are still to come, what the program holds in memory, and what may still happen within the
//! bounds.

use crate::past::Past;
use crate::rule::Rule;
use desk::{
    Account, BurstId, Content, Conversation, ConversationId, Desk, Form, HOUR, Incoming, Mid, Millis, Now,
};
use desk::{Owner, SendId, Timings, WINDOW};
use std::collections::BTreeSet;
use std::sync::Arc;

/// When the story begins, on both clocks, ms.
pub(crate) const START: Millis = 10 * WINDOW;

/// What the phone says when it says something of its own.
pub(crate) const OTHER_WORDS: &str = "I have answered from the phone.";

/// One state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// Everything the desk has stored about the conversation.
    pub(crate) desk: Arc<Desk>,
    /// What Instagram has of the conversation, in its order.
    pub(crate) thread: Vec<Item>,
    /// The requests that are on their way, or whose caller still waits.
    pub(crate) wire: Vec<Request>,
    /// The model call that the program holds in memory.
    pub(crate) call: Option<(BurstId, u32)>,
    /// Whether the clock has moved past the first message's window.
    pub(crate) late: bool,
    /// Whether the customer has written since.
    pub(crate) wrote_late: bool,
    /// What may still happen.
    pub(crate) bounds: Bounds,
    /// What the invariants remember.
    pub(crate) past: Past,
    /// The invariants that were broken on the way here.
    pub(crate) broken: BTreeSet<Rule>,
}

/// One message that Instagram has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Item {
    /// Its number, from which its `mid` is made.
    pub(crate) number: usize,
    /// Who wrote it.
    pub(crate) author: Author,
    /// What it says.
    pub(crate) words: &'static str,
    /// Whether it was written after the clock moved.
    pub(crate) late: bool,
    /// Whether its webhook has come.
    pub(crate) told: bool,
    /// How often the customer has edited it.
    pub(crate) edits: u32,
    /// Whether the customer has taken it back.
    pub(crate) unsent: bool,
    /// Whether it was sent again for a reason: the operator asked for it, or lagging looks did not find it.
    pub(crate) excused: bool,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Author {
    /// The customer.
    Customer,
    /// A person, on the phone.
    Phone,
    /// This desk.
    Desk {
        /// As which send.
        send: SendId,
        /// By which attempt.
        attempt: u32,
    },
}

/// A request that was let out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    /// Of which send.
    pub(crate) send: SendId,
    /// Which attempt.
    pub(crate) attempt: u32,
    /// Whether somebody waits for its answer.
    pub(crate) called: bool,
    /// As which message of the thread it was accepted; `None`: it is still on its way.
    pub(crate) landed: Option<usize>,
}

/// How often each thing may still happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Bounds {
    /// Messages of the customer.
    pub(crate) messages: u8,
    /// Edits and unsends of the customer.
    pub(crate) changes: u8,
    /// Messages from the phone.
    pub(crate) phone: u8,
    /// Acts of the operator.
    pub(crate) acts: u8,
    /// Times that the operator lets later sends pass one.
    pub(crate) passes: u8,
    /// New sends, each part counted.
    pub(crate) sends: u8,
    /// Times that the owner's time runs out.
    pub(crate) expiries: u8,
    /// Jumps of the clock: past the window, or past the autopilot's patience.
    pub(crate) jumps: u8,
    /// Crashes.
    pub(crate) crashes: u8,
    /// Looks that show less than there is.
    pub(crate) lags: u8,
    /// Attempts of each send.
    pub(crate) attempts: u32,
    /// Looks after each loss.
    pub(crate) looks: usize,
    /// Whether everything that this desk sends has the same words.
    pub(crate) alike: bool,
}

impl World {
    /// The start: nobody has written, and the autopilot is on.
    pub(crate) fn new(bounds: Bounds) -> Self {
        let account = Account {
            connected: Some(0),
            autopilot_since: Some(0),
            ..Account::default()
        };
        let id = ConversationId::new("shop", "ada");
        let mut desk = Desk::new(account, timings(bounds.looks), id.clone());
        desk.conversation = Conversation {
            owner: Owner::fresh(START),
            ..Conversation::new(id)
        };
        Self {
            desk: Arc::new(desk),
            thread: Vec::new(),
            wire: Vec::new(),
            call: None,
            late: false,
            wrote_late: false,
            bounds,
            past: Past::default(),
            broken: BTreeSet::new(),
        }
    }

    /// The moment.
    pub(crate) fn now(&self) -> Now {
        Now {
            wall: START,
            meta: moment(self.late),
        }
    }

    /// Whether the customer's window is open, as Instagram sees it.
    pub(crate) fn window_is_open(&self) -> bool {
        self.late == self.wrote_late
    }

    /// The request of a send that is still on its way with nobody waiting for it.
    pub(crate) fn is_adrift(&self, send: &SendId) -> bool {
        let adrift = |request: &Request| request.send == *send && request.landed.is_none();
        self.wire.iter().any(adrift)
    }

    /// What a send says.
    pub(crate) fn words(&self, send: &SendId) -> &'static str {
        match send.as_str() {
            _ if self.bounds.alike => "Yes.",
            "reply-1" => "We open at nine.",
            reply if reply.starts_with("reply") => "We close at five.",
            part if part.starts_with("answer:mid-0") && part.ends_with(".2") => "See you there!",
            part if part.starts_with("answer:mid-0") => "Yes, on Sundays too.",
            part if part.ends_with(".2") => "Anything else?",
            _ => "From nine to five.",
        }
    }

    /// The message with this number.
    pub(crate) fn item(&mut self, number: usize) -> Option<&mut Item> {
        self.thread.iter_mut().find(|item| item.number == number)
    }

    /// A number that names nothing yet.
    pub(crate) fn free_number(&self) -> usize {
        let taken = |number: usize| {
            let mid = mid(number);
            self.thread.iter().any(|item| item.number == number)
                || self.desk.messages.contains_key(&mid)
                || self.past.names(&mid)
                || self.call.as_ref().is_some_and(|(burst, _)| burst.mid == mid)
        };
        (0..).find(|number| !taken(*number)).unwrap_or_default()
    }

    /// What this webhook, or a look, delivers.
    pub(crate) fn incoming(item: &Item) -> Incoming {
        let (mid, at, content) = (item.mid(), moment(item.late), Content::text(item.words));
        let (exact, reply_to) = (true, None);
        match item.author {
            Author::Customer => Incoming::Message {
                mid,
                at,
                exact,
                form: Form::Text,
                content,
                reply_to,
            },
            Author::Phone | Author::Desk { .. } => Incoming::Echo {
                mid,
                at,
                exact,
                content,
                reply_to,
                app: None,
            },
        }
    }
}

impl Item {
    /// Meta's id of it.
    pub(crate) fn mid(&self) -> Mid {
        mid(self.number)
    }

    /// Whether it is this send.
    pub(crate) fn is(&self, id: &SendId) -> bool {
        matches!(&self.author, Author::Desk { send, .. } if send == id)
    }
}

/// Meta's id of the message with this number.
pub(crate) fn mid(number: usize) -> Mid {
    Mid(format!("mid-{number}"))
}

/// Meta's time, ms: one moment before the clock moves, one after.
pub(crate) fn moment(late: bool) -> Millis {
    START + if late { WINDOW } else { 0 }
}

/// Everything is due at once, so that whatever is due may be done now or at any later point of the story:
/// every order that real delays allow is among the orders tried. Only what is held can be told from what is
/// not.
fn timings(looks: usize) -> Timings {
    Timings {
        quiet: 0,
        longest: 0,
        typing_expiry: HOUR,
        operator_expiry: Some(2 * HOUR),
        operator_hold: 1,
        looks: vec![0; looks],
        lane_wait: 0,
        retry: 0,
        retry_longest: 0,
        greeting: -1,
        most_cancelled_calls: 2,
        most_failures: 2,
        most_tries: 2,
        ..Timings::default()
    }
}
