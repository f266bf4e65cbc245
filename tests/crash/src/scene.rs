//! What goes on while the hub dies at a named point. Every step puts up with its death: what was done by then is
//! what the oracle judges.

use crate::hub::{Door, text};
use crate::oracle::Record;
use crate::stage::{ACCOUNT, Stage, conversation, reply, until};
use anyhow::{Context, ensure};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

/// The operator's words in every scene that has some.
pub const WORDS: &str = "Hello, this is the bakery.";
/// The id of the operator's reply.
pub const REPLY: &str = "reply-1";
/// What a customer takes back.
const TAKEN_BACK: &str = "walnutqz";

/// A scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// Questions, answers, an edit, an unsend, a reply, a take-over.
    Day,
    /// A customer wants a person.
    Handover,
    /// A send whose answer and echo are lost: it is looked for.
    Lost,
    /// A start after a death in the middle of an answer and of an attempt.
    Rebirth,
    /// Connecting the account.
    Connecting,
    /// Disconnecting it while a reply waits.
    Leaving,
}

impl Scene {
    /// What must stand before the hub is started to die.
    ///
    /// # Errors
    /// It cannot be set up.
    pub async fn prepare(self, seed: u64) -> anyhow::Result<Stage> {
        if self == Self::Connecting {
            return Stage::new(seed).await;
        }
        let mut stage = Stage::connected(seed).await?;
        if self == Self::Rebirth {
            die_in_the_middle(&mut stage).await?;
        } else {
            stage.down().await?;
        }
        Ok(stage)
    }

    /// Plays it on a hub that will die.
    ///
    /// # Errors
    /// The emulated Instagram does not play along.
    pub async fn play(self, stage: &mut Stage, record: &mut Record) -> anyhow::Result<()> {
        let Ok(door) = stage.door() else {
            // It died before it greeted.
            return Ok(());
        };
        match self {
            Self::Day => day(stage, &door, record).await,
            Self::Handover => {
                let words = "Can I talk to a person please?";
                stage.control().customer_writes(ADA, words).await?;
                quiet_or_dead(stage).await
            }
            Self::Lost => lost(stage, &door, record).await,
            Self::Rebirth => quiet_or_dead(stage).await,
            Self::Connecting => {
                // It breaks off where the hub dies.
                let _ = stage.connect().await;
                Ok(())
            }
            Self::Leaving => leave(stage, &door, record).await,
        }
    }

    /// What people do when the desk is back.
    ///
    /// # Errors
    /// The desk refuses what it must not refuse.
    pub async fn go_on(self, stage: &mut Stage, record: &mut Record) -> anyhow::Result<()> {
        let door = stage.door()?;
        match self {
            Self::Connecting => {
                stage.connect().await?;
                stage
                    .control()
                    .customer_writes(ADA, "Do you open on Sunday?")
                    .await?;
            }
            Self::Leaving => {
                // A new sign-in does not send what waited before.
                stage.control().clear_faults().await?;
                stage.connect().await?;
            }
            Self::Day | Self::Lost if stage.pressed => {
                // The second press, with the same id.
                let path = format!("/api/conversations/{}/reply", conversation(ADA));
                let seen = newest(&door).await?;
                door.act("POST", &path, &reply(REPLY, WORDS, &seen)).await?;
                record.promised.push(REPLY.to_owned());
            }
            _ => {}
        }
        Ok(())
    }
}

async fn newest(door: &Door) -> anyhow::Result<Value> {
    let known = door
        .get(&format!("/api/conversations/{}", conversation(ADA)))
        .await?;
    Ok(known.get("newest").cloned().unwrap_or(Value::Null))
}

/// Waits until nothing is under way or the hub is dead.
async fn quiet_or_dead(stage: &mut Stage) -> anyhow::Result<()> {
    while stage.lives() && !stage.is_quiet().await? {}
    Ok(())
}

async fn day(stage: &mut Stage, door: &Door, record: &mut Record) -> anyhow::Result<()> {
    let control = stage.control();
    control.customer_writes(ADA, "Do you open on Sunday?").await?;
    quiet_or_dead(stage).await?;
    control.customer_writes(BEN, "hello").await?;
    let mid = control
        .customer_writes(BEN, &format!("the {TAKEN_BACK} bread"))
        .await?;
    quiet_or_dead(stage).await?;
    let edit = json!({ "mid": mid, "text": format!("the {TAKEN_BACK} rolls") });
    control.customer_does(BEN, "edit", edit).await?;
    let love = json!({ "mid": mid, "reaction": "love" });
    control.customer_does(BEN, "react", love).await?;
    quiet_or_dead(stage).await?;
    control
        .customer_does(BEN, "unsend", json!({ "mid": mid }))
        .await?;
    record.taken_back.push(TAKEN_BACK.to_owned());
    quiet_or_dead(stage).await?;
    press(stage, door, record).await?;
    quiet_or_dead(stage).await?;
    for act in ["take-over", "hand-back"] {
        let path = format!("/api/conversations/{}/{act}", conversation(BEN));
        // A dead hub does not answer.
        let _ = door.call("POST", &path, Some(&json!({}))).await;
    }
    quiet_or_dead(stage).await
}

/// The operator replies to ada. Without an answer it is pressed again when the desk is back.
async fn press(stage: &mut Stage, door: &Door, record: &mut Record) -> anyhow::Result<()> {
    let Ok(seen) = newest(door).await else {
        return Ok(());
    };
    stage.pressed = true;
    let path = format!("/api/conversations/{}/reply", conversation(ADA));
    if let Ok((status, answer)) = door.call("POST", &path, Some(&reply(REPLY, WORDS, &seen))).await {
        ensure!(status == 200, "the reply was refused: {answer}");
        record.promised.push(REPLY.to_owned());
    }
    Ok(())
}

async fn lost(stage: &mut Stage, door: &Door, record: &mut Record) -> anyhow::Result<()> {
    let control = stage.control();
    control.customer_writes(ADA, "hello").await?;
    quiet_or_dead(stage).await?;
    control.fault(Switch::EchoDropped, &Fault::once()).await?;
    control.fault(Switch::SendAcceptedCut, &Fault::once()).await?;
    press(stage, door, record).await?;
    quiet_or_dead(stage).await
}

/// A limit holds the reply back; then the account is disconnected.
async fn leave(stage: &mut Stage, door: &Door, record: &mut Record) -> anyhow::Result<()> {
    let control = stage.control();
    control.customer_writes(ADA, "hello").await?;
    quiet_or_dead(stage).await?;
    control.fault(Switch::Throttled, &Fault::always()).await?;
    press(stage, door, record).await?;
    // It dies at this.
    let _ = door
        .call("DELETE", &format!("/api/accounts/{ACCOUNT}"), None)
        .await;
    Ok(())
}

/// The model is asked for ben, and an attempt to ada is on the wire; then SIGKILL.
async fn die_in_the_middle(stage: &mut Stage) -> anyhow::Result<()> {
    let (control, door) = (stage.control(), stage.door()?);
    control.customer_writes(ADA, "hello").await?;
    stage.settle().await?;
    control
        .fault(Switch::ModelSlow, &Fault::always().ms(1_500))
        .await?;
    control.customer_writes(BEN, "Do you open on Sunday?").await?;
    let path = format!("/api/conversations/{ACCOUNT}.{BEN}");
    until("the autopilot writing", || async {
        let (_, known) = door.call("GET", &path, None).await?;
        Ok((text(&known, "/owner/autopilot/state") == "writing").then_some(()))
    })
    .await?;
    kill_on_the_wire(stage, &Fault::once().ms(5_000), Switch::SendAcceptedHang).await?;
    stage.control().clear_faults().await?;
    Ok(())
}

/// The operator replies to ada, the platform reads the request and does not answer, and the hub is killed then.
///
/// # Errors
/// The request never comes.
pub async fn kill_on_the_wire(stage: &mut Stage, fault: &Fault, switch: Switch) -> anyhow::Result<()> {
    let (control, door) = (stage.control(), stage.door()?);
    let sent = || async {
        let log = control.get("/requests?surface=graph&path=/messages").await?;
        let sent = crate::hub::list(&log, "/requests").iter();
        Ok::<usize, anyhow::Error>(sent.filter(|one| text(one, "/method") == "POST").count())
    };
    let before = sent().await?;
    control.fault(switch, fault).await?;
    let mut record = Record::default();
    press(stage, &door, &mut record).await?;
    ensure!(!record.promised.is_empty(), "the reply was not taken");
    until("the request", || async {
        Ok((sent().await? > before).then_some(()))
    })
    .await?;
    stage.kill().await.context("on the wire")
}
