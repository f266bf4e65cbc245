//! A story with one customer, told command by command.

use crate::support::memory::Memory;
use crate::support::people::{ADA, START, echo, shop, text, with};
use desk::{
    Account, Act, Answering, Ask, Attempt, Burst, BurstId, Command, Content, ContentKey, Decision, Event,
    Incoming, Listed, Listing, Loss, Mid, Millis, ModelCall, Now, Outcome, OwnerReason, Reason, Refusal,
    Send, SendId, SendState, Source, Timings,
};

/// One conversation, and the time in it.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) memory: Memory,
    pub(crate) now: Now,
}

impl Scene {
    /// With ada, who has not written yet; the autopilot is on.
    pub(crate) fn with_ada() -> Self {
        Self::with(ADA)
    }

    /// With a customer, who has not written yet; the autopilot is on.
    pub(crate) fn with(contact: &str) -> Self {
        Self {
            memory: Memory::new(shop(), Timings::default(), with(contact)),
            now: Now::at(START),
        }
    }

    /// Ada has asked a question and the model is writing.
    pub(crate) fn while_the_model_writes() -> Self {
        let mut scene = Self::with_ada();
        scene.writes("mid-ada-1", "Do you open on Sunday?");
        scene.wait(5_000);
        scene.claim();
        scene
    }

    /// The model's answer, in these parts, waits in the outbox.
    pub(crate) fn with_a_draft(parts: &[&str]) -> Self {
        let mut scene = Self::while_the_model_writes();
        scene.draft(parts);
        scene
    }

    /// The first part of the autopilot's answer is on the wire.
    pub(crate) fn with_an_answer_on_the_wire(parts: &[&str]) -> Self {
        let mut scene = Self::with_a_draft(parts);
        scene.release(ANSWER);
        scene
    }

    /// Ada has asked, and the operator's reply `reply-1` is on the wire.
    pub(crate) fn with_a_reply_on_the_wire(words: &str) -> Self {
        let mut scene = Self::with_ada();
        scene.writes("mid-ada-1", "Do you open on Sunday?");
        scene.reply("reply-1", &[words], "mid-ada-1");
        scene.wait(3_000);
        scene.release("reply-1");
        scene
    }

    /// The account, to change it as the store would.
    pub(crate) fn account(&mut self) -> &mut Account {
        &mut self.memory.whole.account
    }

    /// The delays, to change them.
    pub(crate) fn timings(&mut self) -> &mut Timings {
        &mut self.memory.whole.timings
    }

    pub(crate) fn wait(&mut self, millis: Millis) {
        self.now.wall += millis;
        self.now.meta += millis;
    }

    /// Asks; the events, or why not.
    pub(crate) fn ask(&mut self, act: Ask) -> Result<Vec<Event>, Refusal> {
        let conversation = self.memory.whole.conversation.id.clone();
        let command = Command { conversation, act };
        self.memory.commit(&command, self.now).map(|turn| turn.events)
    }

    /// Asks what must not be refused.
    pub(crate) fn does(&mut self, act: Ask) -> Vec<Event> {
        let shown = format!("{act:?}");
        self.ask(act)
            .unwrap_or_else(|refusal| panic!("{shown} was refused: {refusal:?}"))
    }

    /// Asks what must be refused.
    pub(crate) fn refuses(&mut self, act: Ask) -> Refusal {
        let shown = format!("{act:?}");
        self.ask(act).map_or_else(
            |refusal| refusal,
            |events| panic!("{shown} was not refused: {events:?}"),
        )
    }

    pub(crate) fn gets(&mut self, incoming: Incoming) -> Vec<Event> {
        let source = Source::Webhook;
        self.does(Ask::Receive { incoming, source })
    }

    pub(crate) fn polls(&mut self, incoming: Incoming) -> Vec<Event> {
        let source = Source::Poll;
        self.does(Ask::Receive { incoming, source })
    }

    /// The customer writes, now.
    pub(crate) fn writes(&mut self, mid: &str, words: &str) -> Vec<Event> {
        self.gets(text(mid, words, self.now.meta))
    }

    /// The customer writes so many short messages: `mid-ada-1` and on.
    pub(crate) fn takes_note_of_many(&mut self, count: usize) {
        for number in 1..=count {
            self.writes(&format!("mid-ada-{number}"), "and");
        }
    }

    pub(crate) fn unsends(&mut self, mid: &str) -> Vec<Event> {
        self.gets(Incoming::Unsend { mid: Mid::from(mid) })
    }

    pub(crate) fn edits(&mut self, mid: &str, edit: u32, words: &str) -> Vec<Event> {
        self.gets(Incoming::Edit {
            mid: Mid::from(mid),
            edit,
            text: words.to_owned(),
        })
    }

    /// An echo, ours or not, of something said now.
    pub(crate) fn echoes(&mut self, mid: &str, words: &str) -> Vec<Event> {
        self.gets(echo(mid, words, self.now.meta))
    }

    pub(crate) fn types(&mut self) -> Vec<Event> {
        self.does(Ask::Typed)
    }

    pub(crate) fn takes_over(&mut self) -> Vec<Event> {
        self.does(Ask::TakeOver)
    }

    pub(crate) fn hands_back(&mut self) -> Vec<Event> {
        self.does(Ask::HandBack)
    }

    /// The operator's reply, to what was seen last.
    pub(crate) fn reply(&mut self, send: &str, parts: &[&str], seen: &str) -> Vec<Event> {
        self.does(reply(send, parts, seen))
    }

    /// The model is asked for the open burst.
    pub(crate) fn claim(&mut self) -> Vec<Event> {
        let burst = self.open_burst().id;
        self.does(Ask::Claim {
            burst,
            patience: 60_000,
        })
    }

    /// The model answers its newest call.
    pub(crate) fn draft(&mut self, parts: &[&str]) -> Vec<Event> {
        let burst = self.open_burst();
        self.does(draft(&burst.id, burst.calls, parts))
    }

    pub(crate) fn release(&mut self, send: &str) -> Vec<Event> {
        self.does(Ask::Release {
            send: SendId::from(send),
        })
    }

    /// The outcome of the send's newest attempt.
    pub(crate) fn outcome(&mut self, send: &str, outcome: Attempt) -> Vec<Event> {
        let attempt = self.send(send).attempts;
        self.does(Ask::Attempted {
            send: SendId::from(send),
            attempt,
            outcome,
        })
    }

    pub(crate) fn accepted(&mut self, send: &str, mid: &str) -> Vec<Event> {
        self.outcome(send, Attempt::Accepted(Mid::from(mid)))
    }

    pub(crate) fn lost(&mut self, send: &str) -> Vec<Event> {
        self.outcome(send, Attempt::Lost(Loss::Timeout))
    }

    /// A look at the thread; `None`: there was no listing.
    pub(crate) fn looks(&mut self, send: &str, listing: Option<Listing>) -> Vec<Event> {
        self.does(Ask::Looked {
            send: SendId::from(send),
            listing,
        })
    }

    /// All looks after a loss, each in its time, with the same listing.
    pub(crate) fn looks_three_times(&mut self, send: &str, listing: Option<&Listing>) -> Vec<Event> {
        let mut events = Vec::new();
        for _ in 0..3 {
            let due = self.send(send).due.expect("a look is due");
            let millis = due.at - self.now.wall;
            self.wait(millis);
            events = self.looks(send, listing.cloned());
        }
        events
    }

    /// The program stops and starts again.
    pub(crate) fn restarts(&mut self) -> Vec<Event> {
        self.does(Ask::Wake { restarted: true })
    }

    /// What an operator who has seen everything names: the newest message or send.
    pub(crate) fn newest(&self) -> String {
        let messages = self
            .memory
            .whole
            .messages
            .iter()
            .map(|(mid, message)| (message.seq, mid.0.clone()));
        let sends = self
            .memory
            .whole
            .sends
            .values()
            .map(|send| (send.seq, send.id.0.clone()));
        messages
            .chain(sends)
            .max()
            .map(|(_, name)| name)
            .unwrap_or_default()
    }

    pub(crate) fn owner(&self) -> OwnerReason {
        self.memory.whole.conversation.owner.reason
    }

    pub(crate) fn answering(&self) -> Answering {
        self.memory.whole.conversation.owner.answering()
    }

    pub(crate) fn basis(&self) -> u64 {
        self.memory.whole.conversation.basis
    }

    pub(crate) fn burst(&self) -> Option<&Burst> {
        self.memory.whole.burst.as_ref()
    }

    pub(crate) fn open_burst(&self) -> Burst {
        self.burst().cloned().expect("a burst is open")
    }

    pub(crate) fn send(&self, id: &str) -> Send {
        self.memory
            .whole
            .sends
            .get(&SendId::from(id))
            .cloned()
            .expect("the send exists")
    }

    pub(crate) fn state(&self, id: &str) -> SendState {
        self.send(id).state
    }

    /// The decisions so far: what and why.
    pub(crate) fn decided(&self) -> Vec<(Outcome, Reason)> {
        self.decisions()
            .iter()
            .map(|decision| (decision.outcome, decision.reason))
            .collect()
    }

    pub(crate) fn decisions(&self) -> Vec<Decision> {
        let decided = |event: &Event| match event {
            Event::Decided { decision } => Some(decision.clone()),
            _ => None,
        };
        self.memory.journal.iter().filter_map(decided).collect()
    }

    /// What is kept under a message's `mid`.
    pub(crate) fn words(&self, mid: &str) -> Option<String> {
        let key = ContentKey::of_message(&Mid::from(mid));
        self.memory
            .content
            .get(&key)
            .and_then(|content| content.text.clone())
    }

    /// Whether these words are kept anywhere.
    pub(crate) fn keeps(&self, words: &str) -> bool {
        let says = |content: &Content| content.text.as_deref() == Some(words);
        self.memory.content.values().any(says)
    }
}

/// The id of the answer to ada's first message.
pub(crate) const ANSWER: &str = "answer:mid-ada-1";
/// Its second part.
pub(crate) const SECOND_PART: &str = "answer:mid-ada-1.2";

pub(crate) fn reply(send: &str, parts: &[&str], seen: &str) -> Ask {
    Ask::Reply {
        send: SendId::from(send),
        parts: parts.iter().map(|words| Content::text(*words)).collect(),
        seen: Some(seen.to_owned()),
    }
}

pub(crate) fn draft(burst: &BurstId, call: u32, parts: &[&str]) -> Ask {
    Ask::Draft {
        burst: burst.clone(),
        call,
        parts: parts.iter().map(|words| Content::text(*words)).collect(),
        record: ModelCall::default(),
    }
}

/// A listing of these messages of ours that covers the whole thread.
pub(crate) fn ours(items: &[(&str, &str, Millis)]) -> Listing {
    let listed = |(mid, words, at): &(&str, &str, Millis)| Listed {
        mid: Mid::from(*mid),
        at: at / 1_000 * 1_000,
        ours: true,
        content: Content::text(*words),
    };
    Listing {
        items: items.iter().map(listed).collect(),
        reaches: None,
    }
}

/// Whether a human's act of this kind is among the events.
pub(crate) fn acted(events: &[Event], act: Act) -> bool {
    events.contains(&Event::OperatorActed { act })
}
