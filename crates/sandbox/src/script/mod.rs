//! Customers who write on their own.
//!
//! A script is a list of scenes, a scene one customer's steps with a delay before each. A running script is one named task: it
//! ends by itself after its last step, when it is stopped, or with the sandbox. Delays are multiplied by the pace; what is
//! written is fixed, and the small variations in timing follow from the seed.

mod scenes;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::routes::answer::pause;
use crate::shared::Shared;
use crate::world::customer_acts::{NewAttachment, NewMessage, NewStory};
use crate::world::small_acts::reaction;
use crate::world::{Refusal, World};
use scenes::{Act, SCENES, Scene};

/// The script that plays every scene.
const WHOLE_DAY: &str = "bakery_day";
/// How long a customer waits for an answer at pace 1, in ms, and the least at any pace.
const PATIENCE_MS: f64 = 30_000.0;
const LEAST_PATIENCE_MS: f64 = 2_000.0;
/// Between two rounds of a repeated script, in ms.
const BETWEEN_ROUNDS_MS: u64 = 20_000;

/// A script, for the list.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    name: &'static str,
    about: &'static str,
    running: bool,
    step: usize,
    steps: usize,
}

/// Scripts under way, by name.
#[derive(Debug, Default)]
pub(crate) struct Scripts(Mutex<BTreeMap<&'static str, Run>>);

#[derive(Debug)]
struct Run {
    stop: CancellationToken,
    task: JoinHandle<()>,
    step: usize,
}

/// How a script is to be played.
#[derive(Debug, Clone)]
pub(crate) struct Play {
    pub(crate) account: String,
    pub(crate) pace: f64,
    pub(crate) repeat: bool,
}

impl Scripts {
    fn with<R>(&self, act: impl FnOnce(&mut BTreeMap<&'static str, Run>) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn list(&self) -> Vec<Listed> {
        let whole: usize = SCENES.iter().map(|scene| scene.steps.len()).sum();
        let about = "every scene below, one after another";
        let all = SCENES
            .iter()
            .map(|scene| (scene.name, scene.about, scene.steps.len()));
        self.with(|runs| {
            std::iter::once((WHOLE_DAY, about, whole))
                .chain(all)
                .map(|(name, about, steps)| {
                    let run = runs.get(name).filter(|run| !run.task.is_finished());
                    Listed {
                        name,
                        about,
                        running: run.is_some(),
                        step: run.map_or(0, |run| run.step),
                        steps,
                    }
                })
                .collect()
        })
    }

    /// Stops one script and waits for its end; whether it was running.
    pub(crate) async fn stop(&self, name: &str) -> bool {
        let run = self.with(|runs| runs.remove(name));
        match run {
            Some(run) => {
                let running = !run.task.is_finished();
                end(run).await;
                running
            }
            None => false,
        }
    }

    /// Stops all scripts and waits for their end.
    pub(crate) async fn stop_all(&self) {
        let runs = self.with(std::mem::take);
        for run in runs.into_values() {
            end(run).await;
        }
    }
}

async fn end(run: Run) {
    run.stop.cancel();
    if let Err(error) = run.task.await {
        tracing::error!(%error, "a script ended abnormally");
    }
}

/// Starts a script; one that is running starts again from the beginning.
pub(crate) async fn start(shared: &Arc<Shared>, name: &str, play: Play) -> Result<(), Refusal> {
    let scenes: Vec<&'static Scene> = if name == WHOLE_DAY {
        SCENES.iter().collect()
    } else {
        SCENES.iter().filter(|scene| scene.name == name).collect()
    };
    let known = if name == WHOLE_DAY {
        Some(WHOLE_DAY)
    } else {
        scenes.first().map(|scene| scene.name)
    };
    let known = known.ok_or_else(|| Refusal::unknown("script", name))?;
    shared.look(|world, _| world.account(&play.account).map(drop))?;
    shared.scripts.stop(known).await;
    let stop = shared.stop.child_token();
    let task = tokio::spawn(run(shared.clone(), known, scenes, play, stop.clone()));
    shared
        .scripts
        .with(|runs| runs.insert(known, Run { stop, task, step: 0 }));
    Ok(())
}

async fn run(
    shared: Arc<Shared>,
    name: &'static str,
    scenes: Vec<&'static Scene>,
    play: Play,
    stop: CancellationToken,
) {
    loop {
        let mut step = 0;
        for scene in &scenes {
            let igsid = shared.change(|world, _| customer(world, &play.account, scene));
            for (after_ms, act) in scene.steps {
                step += 1;
                shared.scripts.with(|runs| {
                    if let Some(run) = runs.get_mut(name) {
                        run.step = step;
                    }
                });
                let played = async {
                    pause(&shared, delay(&shared, *after_ms, play.pace)).await;
                    take(&shared, &igsid, act, play.pace).await;
                };
                tokio::select! {
                    () = played => {}
                    () = stop.cancelled() => return,
                }
            }
        }
        if !play.repeat {
            return;
        }
        tokio::select! {
            () = pause(&shared, delay(&shared, BETWEEN_ROUNDS_MS, play.pace.max(0.01))) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// The step's delay at this pace, a fifth more or less.
fn delay(shared: &Shared, after_ms: u64, pace: f64) -> Duration {
    let fifths = shared.look(|world, _| world.dice.below(400)) + 800;
    Duration::from_millis(after_ms * fifths / 1_000).mul_f64(pace.max(0.0))
}

/// The scene's customer, made when first needed.
fn customer(world: &mut World, account: &str, scene: &Scene) -> String {
    let (name, username) = scene.customer;
    let known = world
        .customers
        .values()
        .find(|one| one.account == account && one.username == username);
    match known {
        Some(known) => known.igsid.clone(),
        None => world.add_customer(account, None, Some(name), username).igsid,
    }
}

async fn take(shared: &Shared, igsid: &str, act: &Act, pace: f64) {
    if let Act::WaitsForAnswer = act {
        let limit = Duration::from_secs_f64((PATIENCE_MS * pace).max(LEAST_PATIENCE_MS) / 1_000.0);
        shared.wait_for(limit, |world| is_answered(world, igsid)).await;
        return;
    }
    let result = shared.change(|world, now| match act {
        Act::Reacts(emoji) => match newest(world, igsid, true) {
            Some(mid) => world.customer_reacts(igsid, &mid, Some(reaction(None, Some(emoji))), now, now),
            None => Ok(()),
        },
        Act::Reads => match newest(world, igsid, true) {
            Some(mid) => world.customer_sees(igsid, Some(&mid), now, now).map(drop),
            None => Ok(()),
        },
        Act::TakesBack => match newest(world, igsid, false) {
            Some(mid) => world.customer_unsends(igsid, &mid, now, now),
            None => Ok(()),
        },
        other => world.customer_writes(igsid, written(other), now).map(drop),
    });
    if let Err(refusal) = result {
        tracing::warn!(text = refusal.text, igsid, "a step of a script was refused");
    }
}

/// The message of an act that writes one.
fn written(act: &Act) -> NewMessage {
    let text = |text: &str| Some(text.to_owned());
    match act {
        Act::Says(words) => NewMessage {
            text: text(words),
            ..NewMessage::default()
        },
        Act::AnswersStory(words) => NewMessage {
            text: text(words),
            story_reply: Some(NewStory::default()),
            ..NewMessage::default()
        },
        Act::Shows(kind, media) => {
            let attachment = NewAttachment {
                kind: (*kind).to_owned(),
                media: text(media),
                ..NewAttachment::default()
            };
            NewMessage {
                attachments: vec![attachment],
                ..NewMessage::default()
            }
        }
        Act::WaitsForAnswer | Act::Reacts(_) | Act::Reads | Act::TakesBack => NewMessage::default(),
    }
}

/// The newest message of the business, or of the customer, that still stands.
fn newest(world: &World, igsid: &str, of_business: bool) -> Option<String> {
    let messages = world.threads.get(igsid)?.messages.iter().rev();
    let mut standing = messages.filter(|one| !one.deleted && one.who.is_business() == of_business);
    standing.next().map(|message| message.mid.clone())
}

fn is_answered(world: &World, igsid: &str) -> bool {
    let newest = world.threads.get(igsid).and_then(|thread| thread.messages.last());
    newest.is_some_and(|message| message.who.is_business())
}
