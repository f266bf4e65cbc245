//! The history told as commands, in the order in which a running desk would commit them.
//!
//! An exchange is told in two transactions: first what is written, by the customer and by whoever answers; then
//! what the autopilot makes of the burst that this opened, if it opened one.

use super::plan::{By, Exchange};
use crate::people::{ACCOUNT, contact, mid};
use crate::vocabulary::Vocabulary;
use desk::{
    Ask, Attachment, AttachmentKind, Attempt, BurstId, Command, Content, ConversationId, Due, Form, HOUR,
    Incoming, Mid, ModelCall, SendId, Source,
};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::{BTreeMap, HashSet};
use store::{Job, Keep, Profile};

/// After every measuring, ms.
const LATER: i64 = 10 * 365 * 24 * HOUR;

/// An exchange that is being told.
pub(crate) struct Told {
    who: usize,
    at: i64,
    by: By,
    writes: usize,
    /// The number below those of its items.
    item: u64,
    /// The customer's last message.
    last: Mid,
    /// The send that answers.
    send: SendId,
    /// The answer's mid.
    answer: Mid,
    words: Content,
}

/// Makes the commands.
pub(crate) struct Teller {
    random: StdRng,
    vocabulary: Vocabulary,
    items: u64,
    met: HashSet<usize>,
    /// Where the history begins: Meta's time, ms.
    beginning: i64,
}

impl Teller {
    /// One that always tells the same.
    pub(crate) fn new(beginning: i64) -> Self {
        Self {
            random: StdRng::seed_from_u64(4),
            vocabulary: Vocabulary::new(),
            items: 0,
            met: HashSet::new(),
            beginning,
        }
    }

    /// Takes up an exchange.
    pub(crate) fn take(&mut self, exchange: &Exchange) -> Told {
        let who = exchange.who;
        // Its messages get the numbers in between.
        self.items += 10;
        let item = self.items;
        Told {
            who,
            at: self.beginning + exchange.after,
            by: exchange.by,
            writes: exchange.writes,
            item,
            last: Mid(mid(
                who,
                item + u64::try_from(exchange.writes).unwrap_or_default(),
            )),
            send: SendId(format!("018f{item:08}-operator")),
            answer: Mid(mid(who, item + 9)),
            words: Content::text(self.vocabulary.message(&mut self.random)),
        }
    }

    /// What is written, after a hand-back where the autopilot is to answer.
    pub(crate) fn written(&mut self, told: &Told) -> Vec<Job> {
        let mut jobs = Vec::new();
        if self.met.insert(told.who) {
            jobs.push(Job::Keep(Keep::Profile(
                conversation(told.who),
                self.profile(told.who),
            )));
        } else if told.by == By::Autopilot {
            jobs.push(asks(told.who, Ask::HandBack));
        }
        for number in 1..=told.writes {
            let number = u64::try_from(number).unwrap_or_default();
            let (form, content) = self.says(told.who);
            let incoming = Incoming::Message {
                mid: Mid(mid(told.who, told.item + number)),
                at: told.at + i64::try_from(number).unwrap_or_default() * 1_500,
                exact: true,
                form,
                content,
                reply_to: None,
            };
            jobs.push(receives(told.who, incoming));
        }
        match told.by {
            By::Phone => jobs.push(receives(told.who, told.echo())),
            By::Operator => {
                let reply = Ask::Reply {
                    send: told.send.clone(),
                    parts: vec![told.words.clone()],
                    seen: Some(told.last.0.clone()),
                };
                jobs.push(asks(told.who, reply));
                jobs.extend(told.leaves(&told.send));
            }
            By::Nobody | By::Autopilot => {}
        }
        jobs
    }

    fn says(&mut self, who: usize) -> (Form, Content) {
        if !self.random.random_ratio(1, 14) {
            let mut text = self.vocabulary.message(&mut self.random);
            if self.random.random_ratio(1, 6) {
                text.push(' ');
                text.push_str(&order(who));
            }
            return (Form::Text, Content::text(text));
        }
        let picture = Attachment {
            kind: AttachmentKind::Image,
            url: Some(format!(
                "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=179{:014}&signature=AbzQ7kx",
                self.random.random_range(0..1_000_000_000_u64)
            )),
            title: None,
            media: None,
        };
        let content = Content {
            attachments: vec![picture],
            ..Content::default()
        };
        (Form::Media, content)
    }

    fn profile(&mut self, who: usize) -> Profile {
        let first = self
            .vocabulary
            .word(self.random.random_range(50..3_000))
            .to_owned();
        let last = self
            .vocabulary
            .word(self.random.random_range(50..3_000))
            .to_owned();
        Profile {
            name: Some(format!("{first} {last}")),
            username: Some(format!("{first}.{last}.{who}")),
            picture: Some(format!(
                "https://scontent.cdninstagram.com/v/t51/{who}.jpg?oh=00_AfC"
            )),
            followers: Some(self.random.random_range(10..5_000)),
            follows_us: Some(true),
            we_follow: Some(false),
            verified: Some(false),
            fetched_at: self.beginning,
            // Read within the day, as after every message. Due, each of them would be a commit of the desk in the
            // middle of what is measured.
            again: Some(Due::after(self.beginning, LATER)),
            ..Profile::default()
        }
    }
}

/// The number under which this customer orders: a word that few messages hold.
pub(crate) fn order(who: usize) -> String {
    format!("k{:07}", who * 7_919 % 10_000_000)
}

impl Told {
    /// What the autopilot makes of the burst that is open in its conversation.
    pub(crate) fn answered(&self, bursts: &BTreeMap<ConversationId, BurstId>) -> Vec<Job> {
        let Some(burst) = bursts.get(&conversation(self.who)) else {
            return Vec::new();
        };
        let burst = burst.clone();
        let claim = Ask::Claim {
            burst: burst.clone(),
            patience: 90_000,
        };
        let mut jobs = vec![asks(self.who, claim)];
        match self.by {
            By::Phone | By::Operator => return Vec::new(),
            By::Nobody => {
                let hand_over = Ask::HandOver {
                    burst,
                    call: 1,
                    note: Some("They ask for something that I know nothing of.".to_owned()),
                    record: call(),
                };
                jobs.push(asks(self.who, hand_over));
            }
            By::Autopilot => {
                let send = burst.answer();
                let draft = Ask::Draft {
                    burst,
                    call: 1,
                    parts: vec![self.words.clone()],
                    record: call(),
                };
                jobs.push(asks(self.who, draft));
                jobs.extend(self.leaves(&send));
            }
        }
        jobs
    }

    /// A send leaves, is accepted, and its echo comes.
    fn leaves(&self, send: &SendId) -> [Job; 3] {
        let attempted = Ask::Attempted {
            send: send.clone(),
            attempt: 1,
            outcome: Attempt::Accepted(self.answer.clone()),
        };
        [
            asks(self.who, Ask::Release { send: send.clone() }),
            asks(self.who, attempted),
            receives(self.who, self.echo()),
        ]
    }

    fn echo(&self) -> Incoming {
        Incoming::Echo {
            mid: self.answer.clone(),
            at: self.at + 8_000,
            exact: true,
            content: self.words.clone(),
            reply_to: None,
            app: None,
        }
    }
}

fn call() -> ModelCall {
    ModelCall {
        model: "bakery-1".to_owned(),
        prompt_version: "3f9a0c1d".to_owned(),
        prompt_tokens: 812,
        completion_tokens: 41,
        latency: 1_430,
    }
}

fn conversation(who: usize) -> ConversationId {
    ConversationId::new(ACCOUNT, contact(who))
}

fn asks(who: usize, act: Ask) -> Job {
    Job::Conversation(Command {
        conversation: conversation(who),
        act,
    })
}

fn receives(who: usize, incoming: Incoming) -> Job {
    let source = Source::Webhook;
    asks(who, Ask::Receive { incoming, source })
}
