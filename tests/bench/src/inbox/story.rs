//! The history told as commands, in the order in which a running desk would commit them.
//!
//! A group of exchanges is told in steps: the customers write; the burst is claimed, or somebody answers; the
//! answer is drafted, released, accepted; its echo comes. Each step is one transaction.

use super::plan::{By, Exchange};
use crate::people::{ACCOUNT, contact, mid};
use crate::vocabulary::Vocabulary;
use desk::{
    Ask, Attachment, AttachmentKind, Attempt, BurstId, Command, Content, ConversationId, Form, Incoming, Mid,
    ModelCall, SendId, Source,
};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::{BTreeMap, HashSet};
use store::{Job, Keep, Profile};

/// The steps of a group.
pub(crate) const STEPS: usize = 6;

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

    /// The first step: what the customer writes, after a hand-back where the autopilot is to answer.
    pub(crate) fn writes(&mut self, told: &Told) -> Vec<Job> {
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
            let (form, content) = self.says();
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
        jobs
    }

    fn says(&mut self) -> (Form, Content) {
        if !self.random.random_ratio(1, 14) {
            return (
                Form::Text,
                Content::text(self.vocabulary.message(&mut self.random)),
            );
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
            ..Profile::default()
        }
    }
}

impl Told {
    /// A later step of the exchange; `burst` is the one that is open in its conversation.
    pub(crate) fn step(&self, step: usize, bursts: &BTreeMap<ConversationId, BurstId>) -> Option<Job> {
        let burst = bursts.get(&conversation(self.who));
        let send = match self.by {
            By::Autopilot => burst.map_or_else(|| self.send.clone(), BurstId::answer),
            _ => self.send.clone(),
        };
        let act = match (self.by, step) {
            (By::Nobody | By::Autopilot, 1) => Ask::Claim {
                burst: burst?.clone(),
                patience: 90_000,
            },
            (By::Nobody, 2) => Ask::HandOver {
                burst: burst?.clone(),
                call: 1,
                note: Some("They ask for something that I know nothing of.".to_owned()),
                record: call(),
            },
            (By::Phone, 1) => return Some(receives(self.who, self.echo())),
            (By::Operator, 1) => Ask::Reply {
                send,
                parts: vec![self.words.clone()],
                seen: Some(self.last.0.clone()),
            },
            (By::Autopilot, 2) => Ask::Draft {
                burst: burst?.clone(),
                call: 1,
                parts: vec![self.words.clone()],
                record: call(),
            },
            (By::Operator, 2) | (By::Autopilot, 3) => Ask::Release { send },
            (By::Operator, 3) | (By::Autopilot, 4) => Ask::Attempted {
                send,
                attempt: 1,
                outcome: Attempt::Accepted(self.answer.clone()),
            },
            (By::Operator, 4) | (By::Autopilot, 5) => return Some(receives(self.who, self.echo())),
            _ => return None,
        };
        Some(asks(self.who, act))
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
