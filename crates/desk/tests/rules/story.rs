//! Stories that nobody would think of: any steps in any order, told to one conversation.
//!
//! What the platform does stays possible: an attempt that never left has no echo, a message says the same
//! however often it is delivered, and a caller does not outlive its program.

use crate::scene::Scene;
use crate::step::{End, Step};
use crate::support::people::{echo, message, polled, text};
use desk::{
    Ask, Attempt, Class, Content, Due, EchoApp, Event, Form, HOUR, Incoming, Listed, Listing, Loss, MINUTE,
    Mid, Millis, ModelCall, Now, Reason, Refusal, Retry, Send, SendId, SendState, Source,
};
use std::collections::BTreeMap;

/// What everybody says now and then: the operator, the autopilot, and somebody on the phone.
const SAME: &str = "We do";

/// A story under way.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) scene: Scene,
    /// When each event of the journal was decided.
    pub(crate) times: Vec<Now>,
    /// What was said elsewhere than here, as it is delivered each time.
    said: BTreeMap<String, Incoming>,
    attempts: Vec<OnTheWire>,
    replies: usize,
}

/// One released attempt, as the platform knows it.
#[derive(Clone, Debug)]
struct OnTheWire {
    send: SendId,
    attempt: u32,
    mid: Mid,
    at: Millis,
    content: Content,
    /// Whether it arrived; `None`: not decided yet.
    arrived: Option<bool>,
    /// Whether somebody waits for its answer.
    has_caller: bool,
}

fn pick<T: Clone>(all: &[T], number: u8) -> Option<T> {
    all.get(usize::from(number) % all.len().max(1)).cloned()
}

fn words(same: bool, otherwise: String) -> String {
    if same { SAME.to_owned() } else { otherwise }
}

impl Story {
    pub(crate) fn with_ada() -> Self {
        Self {
            scene: Scene::with_ada(),
            times: Vec::new(),
            said: BTreeMap::new(),
            attempts: Vec::new(),
            replies: 0,
        }
    }

    /// Takes one step; `None` when there is nothing that it could be about.
    pub(crate) fn take(&mut self, step: &Step) -> Option<Result<Vec<Event>, Refusal>> {
        if let Step::Looks { times, .. } = step {
            for _ in 1..*times {
                self.take_once(step);
            }
        }
        self.take_once(step)
    }

    /// Asks once, whatever the step's number of times.
    pub(crate) fn take_once(&mut self, step: &Step) -> Option<Result<Vec<Event>, Refusal>> {
        if let Some(incoming) = self.incoming(step) {
            let poll = matches!(step, Step::Says { poll: true, .. });
            let source = if poll { Source::Poll } else { Source::Webhook };
            return Some(self.ask(Ask::Receive { incoming, source }));
        }
        if self.changes_the_world(step) {
            return None;
        }
        let ask = self
            .of_the_operator(step)
            .or_else(|| self.of_the_autopilot(step))
            .or_else(|| self.of_the_outbox(step));
        ask.map(|ask| self.ask(ask))
    }

    fn ask(&mut self, ask: Ask) -> Result<Vec<Event>, Refusal> {
        let restarted = matches!(ask, Ask::Wake { restarted: true });
        let events = self.scene.ask(ask)?;
        self.times.extend(events.iter().map(|_| self.scene.now));
        if restarted {
            self.attempts
                .iter_mut()
                .for_each(|attempt| attempt.has_caller = false);
        }
        for event in &events {
            if let Event::SendReleased {
                send, attempt, at, ..
            } = event
            {
                let key = desk::ContentKey::of_send(send);
                self.attempts.push(OnTheWire {
                    send: send.clone(),
                    attempt: *attempt,
                    mid: Mid(format!("mid-{send}-{attempt}")),
                    at: *at,
                    content: self.scene.memory.content.get(&key).cloned().unwrap_or_default(),
                    arrived: None,
                    has_caller: true,
                });
            }
        }
        Ok(events)
    }

    /// Time and the account change without the conversation being asked.
    fn changes_the_world(&mut self, step: &Step) -> bool {
        let now = self.scene.now;
        match step {
            Step::Waits(millis) => self.scene.wait(*millis),
            Step::SetsTheClockBack => self.scene.now.wall -= HOUR,
            Step::Switches { on } => {
                let since = self.scene.account().autopilot_since.unwrap_or(now.meta);
                self.scene.account().autopilot_since = on.then_some(since);
            }
            Step::Stops { stopped } => self.scene.account().stopped = stopped.then_some(Class::Auth),
            Step::Throttles => self.scene.account().throttled = Some(Due::after(now.wall, MINUTE)),
            _ => return false,
        }
        true
    }

    fn incoming(&mut self, step: &Step) -> Option<Incoming> {
        let now = self.scene.now.meta;
        let mid = |who: &str, index: u8| Mid(format!("mid-{who}-{index}"));
        Some(match step {
            Step::Says {
                index,
                age,
                readable,
                poll,
            } => {
                let (mid, at) = (mid("ada", *index), now - age);
                let first = match readable {
                    true => text(mid.as_str(), "Do you?", at),
                    false => message(mid.as_str(), Form::Ephemeral, Content::default(), at),
                };
                let known = self.said.entry(mid.0).or_insert(first).clone();
                if *poll { polled(known) } else { known }
            }
            Step::Edits { index, edit } => Incoming::Edit {
                mid: mid("ada", *index),
                edit: *edit,
                text: format!("edit {edit}"),
            },
            Step::Unsends { index, phone } => Incoming::Unsend {
                mid: mid(if *phone { "phone" } else { "ada" }, *index),
            },
            Step::Reacts { index } => Incoming::Reaction {
                mid: mid("ada", *index),
                at: now,
                emoji: Some("❤".to_owned()),
            },
            Step::Sees { index } => Incoming::Seen {
                mid: Some(mid("phone", *index)),
                at: now,
            },
            Step::Answers {
                index,
                same,
                age,
                other_app,
            } => {
                let mid = mid(if *other_app { "bot" } else { "phone" }, *index);
                let mut first = echo(mid.as_str(), &words(*same, format!("from {mid}")), now - age);
                if let (true, Incoming::Echo { app, .. }) = (*other_app, &mut first) {
                    *app = Some(EchoApp::Other);
                }
                self.said.entry(mid.0).or_insert(first).clone()
            }
            Step::Echoes { which } => {
                let possible: Vec<usize> = (0..self.attempts.len())
                    .filter(|at| self.attempts[*at].arrived != Some(false))
                    .collect();
                let attempt = &mut self.attempts[pick(&possible, *which)?];
                attempt.arrived = Some(true);
                Incoming::Echo {
                    mid: attempt.mid.clone(),
                    at: attempt.at + 400,
                    exact: true,
                    content: attempt.content.clone(),
                    reply_to: None,
                    app: None,
                }
            }
            _ => return None,
        })
    }

    fn of_the_operator(&mut self, step: &Step) -> Option<Ask> {
        Some(match step {
            Step::Types => Ask::Typed,
            Step::TakesOver => Ask::TakeOver,
            Step::HandsBack => Ask::HandBack,
            Step::Reads => Ask::Read { upto: None },
            Step::Replies {
                parts,
                same,
                again,
                stale,
            } => {
                self.replies += usize::from(!again || self.replies == 0);
                let number = self.replies;
                let seen = if *stale {
                    "mid-ada-0".to_owned()
                } else {
                    self.scene.newest()
                };
                let part = |part| Content::text(words(*same, format!("reply {number}.{part}")));
                let send = SendId(format!("reply-{number}"));
                Ask::Reply {
                    send,
                    parts: (1..=*parts).map(part).collect(),
                    seen: Some(seen),
                }
            }
            Step::Undoes { which } => Ask::Undo {
                send: self.one_of(*which, Send::is_waiting)?,
                words: Vec::new(),
            },
            Step::Retries { which } => Ask::Retry {
                send: self.one_of(*which, |send| send.state == SendState::Failed)?,
            },
            Step::Resolves { which, choice } => Ask::Resolve {
                send: self.one_of(*which, |send| send.asking)?,
                choice: *choice,
            },
            Step::Passes { which } => Ask::Pass {
                send: self.one_of(*which, |send| send.state == SendState::Unknown)?,
            },
            _ => return None,
        })
    }

    fn of_the_autopilot(&mut self, step: &Step) -> Option<Ask> {
        let open = self.scene.burst().cloned();
        Some(match step {
            Step::Claims => Ask::Claim {
                burst: open?.id,
                patience: MINUTE,
            },
            Step::Drafts { parts, same, late } => {
                let open = open?;
                let part = |part| Content::text(words(*same, format!("answer {part}")));
                let call = open.calls.saturating_sub(u32::from(*late));
                let (parts, record) = ((1..=*parts).map(part).collect(), ModelCall::default());
                Ask::Draft {
                    burst: open.id,
                    call,
                    parts,
                    record,
                }
            }
            Step::HandsOver => {
                let (open, note, record) = (open?, Some("a refund".to_owned()), ModelCall::default());
                Ask::HandOver {
                    burst: open.id,
                    call: open.calls,
                    note,
                    record,
                }
            }
            Step::Fails { again } => {
                let (open, again) = (open?, again.then_some(2_000));
                let reason = Reason::ModelError;
                Ask::ModelFailed {
                    burst: open.id,
                    call: open.calls,
                    reason,
                    again,
                    record: None,
                }
            }
            Step::LooksFirst { looked } => Ask::BurstLooked {
                burst: open?.id,
                looked: *looked,
            },
            Step::Wakes { restarted } => Ask::Wake {
                restarted: *restarted,
            },
            Step::OwnerExpires => Ask::ExpireOwner,
            _ => return None,
        })
    }

    fn of_the_outbox(&mut self, step: &Step) -> Option<Ask> {
        Some(match step {
            Step::Releases { which } => Ask::Release {
                send: self.one_of(*which, Send::is_waiting)?,
            },
            Step::Ends { which, end } => self.ends(*which, *end)?,
            Step::Looks { which, lists, .. } => {
                let send = self.one_of(*which, |send| send.state == SendState::Unknown)?;
                Ask::Looked {
                    send,
                    listing: lists.then(|| self.listing()),
                }
            }
            _ => return None,
        })
    }

    fn ends(&mut self, which: u8, end: End) -> Option<Ask> {
        let waited_for: Vec<usize> = (0..self.attempts.len())
            .filter(|at| self.attempts[*at].has_caller)
            .collect();
        let attempt = &mut self.attempts[pick(&waited_for, which)?];
        let arrived = attempt.arrived == Some(true);
        let refused = |class, retry| Attempt::Refused {
            class,
            retry,
            code: 4,
            subcode: None,
        };
        // What has an echo can have been accepted or lost, and nothing else.
        let outcome = match end {
            End::Lost => Attempt::Lost(Loss::Timeout),
            End::Accepted => Attempt::Accepted(attempt.mid.clone()),
            _ if arrived => Attempt::Lost(Loss::Cut),
            End::NotSent => Attempt::NotSent,
            End::Limited => refused(Class::Limit, Retry::Limit),
            End::Later => refused(Class::Transient, Retry::Later),
            End::Never => refused(Class::InvalidContent, Retry::Never),
        };
        attempt.has_caller = false;
        attempt.arrived = match outcome {
            Attempt::Lost(_) => attempt.arrived,
            Attempt::Accepted(_) => Some(true),
            Attempt::NotSent | Attempt::Unsendable | Attempt::Refused { .. } => Some(false),
        };
        Some(Ask::Attempted {
            send: attempt.send.clone(),
            attempt: attempt.attempt,
            outcome,
        })
    }

    /// The thread as the platform shows it: what arrived and what was said elsewhere.
    fn listing(&self) -> Listing {
        let listed = |mid: &Mid, at: Millis, ours, content: &Content| {
            let (mid, at, content) = (mid.clone(), at / 1_000 * 1_000, content.clone());
            Listed {
                mid,
                at,
                ours,
                content,
            }
        };
        let arrived = self
            .attempts
            .iter()
            .filter(|attempt| attempt.arrived == Some(true));
        let own = arrived.map(|attempt| listed(&attempt.mid, attempt.at, true, &attempt.content));
        let said = self.said.values().filter_map(|incoming| match incoming {
            Incoming::Message { mid, at, content, .. } => Some(listed(mid, *at, false, content)),
            Incoming::Echo { mid, at, content, .. } => Some(listed(mid, *at, true, content)),
            _ => None,
        });
        Listing {
            items: own.chain(said).collect(),
            reaches: None,
        }
    }

    /// Whether somebody still waits for the answer to the send's last attempt.
    pub(crate) fn has_caller(&self, send: &SendId) -> bool {
        let last = self.attempts.iter().rev().find(|attempt| attempt.send == *send);
        last.is_some_and(|attempt| attempt.has_caller)
    }

    fn one_of(&self, which: u8, is: impl Fn(&Send) -> bool) -> Option<SendId> {
        let sends = self.scene.memory.whole.sends_in_order();
        let fitting: Vec<SendId> = sends
            .into_iter()
            .filter(|send| is(send))
            .map(|send| send.id.clone())
            .collect();
        pick(&fitting, which)
    }
}
