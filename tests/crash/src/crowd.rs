//! Customers, a phone, an operator and a platform in a bad mood, all going on while the hub dies and comes back.

use crate::hub::{Door, text};
use crate::oracle::Record;
use crate::stage::{ACCOUNT, conversation, reply};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sandbox::{ADA, BEN, Control, Fault, Switch};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The customers: few enough that they meet again and again.
pub const CUSTOMERS: &[&str] = &[
    ADA,
    BEN,
    "6100000000000003",
    "6100000000000004",
    "6100000000000005",
];
/// What customers ask. The emulated model answers the first ones and hands over at the last.
const QUESTIONS: &[&str] = &[
    "Do you open on Sunday?",
    "What does a birthday cake cost?",
    "hello",
    "Do you open on Sunday, and what is a birthday cake?",
    "Can I talk to a person please?",
];
/// Milliseconds between two acts, at most.
const GAP: u64 = 110;

/// A crowd at work.
#[derive(Debug)]
pub struct Crowd {
    stop: watch::Sender<bool>,
    customers: JoinHandle<Record>,
    operator: JoinHandle<Operator>,
    promised: watch::Receiver<Vec<String>>,
}

/// Somebody at the desk: what was pressed and not answered is pressed again, with the same id.
#[derive(Debug)]
pub struct Operator {
    dice: StdRng,
    name: String,
    made: u32,
    pending: Option<(String, Value)>,
    promised: watch::Sender<Vec<String>>,
}

impl Crowd {
    /// Sets it going. `door` leads to the hub while it lives.
    pub fn start(control: Control, door: watch::Receiver<Option<Door>>, seed: u64, looks_lag: bool) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (sender, promised) = watch::channel(Vec::new());
        let people = People {
            control,
            dice: StdRng::seed_from_u64(seed),
            made: 0,
            said: Vec::new(),
            record: Record {
                looks_lag,
                ..Record::default()
            },
        };
        let operator = Operator {
            dice: StdRng::seed_from_u64(seed ^ 0x5eed),
            name: format!("{seed:x}"),
            made: 0,
            pending: None,
            promised: sender,
        };
        Self {
            stop,
            customers: tokio::spawn(people.run(stopped.clone())),
            operator: tokio::spawn(operator.run(door, stopped)),
            promised,
        }
    }

    /// The replies that were answered with 200 so far.
    pub fn promised(&self) -> Vec<String> {
        self.promised.borrow().clone()
    }

    /// Everybody stops; the operator sees to it that the last press was answered.
    ///
    /// # Errors
    /// Somebody fell over, or the hub does not answer.
    pub async fn stop(self, door: &Door) -> anyhow::Result<Record> {
        self.stop.send_replace(true);
        let mut record = self.customers.await?;
        let mut operator = self.operator.await?;
        operator.press_again(door).await?;
        record.promised = self.promised.borrow().clone();
        Ok(record)
    }
}

async fn pause(dice: &mut StdRng, stopped: &mut watch::Receiver<bool>) -> bool {
    let gap = Duration::from_millis(dice.random_range(1..GAP));
    let end = stopped.wait_for(|stopped| *stopped);
    tokio::time::timeout(gap, end).await.is_err()
}

struct People {
    control: Control,
    dice: StdRng,
    made: u32,
    /// Who said what, still standing: customer, `mid`, the word that nothing else holds.
    said: Vec<(&'static str, String, String)>,
    record: Record,
}

impl People {
    async fn run(mut self, mut stopped: watch::Receiver<bool>) -> Record {
        while pause(&mut self.dice, &mut stopped).await {
            // A refusal of the emulated Instagram is part of the play: a message may be gone already.
            let _ = self.act().await;
        }
        self.record
    }

    fn customer(&mut self) -> &'static str {
        let place = self.dice.random_range(0..CUSTOMERS.len());
        CUSTOMERS.get(place).copied().unwrap_or(ADA)
    }

    fn word(&mut self) -> String {
        self.made += 1;
        format!(
            "zq{:x}n{}qz",
            self.dice.random_range(0x1000..0xffff_u32),
            self.made
        )
    }

    async fn act(&mut self) -> Result<(), sandbox::Error> {
        match self.dice.random_range(0..100_u32) {
            0..45 => self.writes().await,
            45..51 => self.edits().await,
            51..57 => self.unsends().await,
            57..64 => self.reacts().await,
            64..66 => {
                let (who, word) = (self.customer(), self.word());
                let words = format!("from the phone {word}");
                self.control.phone_writes(ACCOUNT, who, &words).await.map(drop)
            }
            _ => self.trouble().await,
        }
    }

    async fn writes(&mut self) -> Result<(), sandbox::Error> {
        let who = self.customer();
        for _ in 0..self.dice.random_range(1..4_u32) {
            let place = self.dice.random_range(0..QUESTIONS.len() * 3) % QUESTIONS.len();
            let question = QUESTIONS.get(place).copied().unwrap_or_default();
            let word = self.word();
            let mid = self
                .control
                .customer_writes(who, &format!("{question} {word}"))
                .await?;
            self.said.push((who, mid, word));
        }
        Ok(())
    }

    fn recent(&mut self) -> Option<usize> {
        let from = self.said.len().saturating_sub(6);
        (from < self.said.len()).then(|| self.dice.random_range(from..self.said.len()))
    }

    async fn edits(&mut self) -> Result<(), sandbox::Error> {
        let Some((who, mid, word)) = self.recent().and_then(|place| self.said.get(place)).cloned() else {
            return Ok(());
        };
        let body = json!({ "mid": mid, "text": format!("no, I mean Monday {word}") });
        self.control.customer_does(who, "edit", body).await.map(drop)
    }

    async fn unsends(&mut self) -> Result<(), sandbox::Error> {
        let Some(place) = self.recent() else { return Ok(()) };
        let (who, mid, word) = self.said.remove(place);
        self.control
            .customer_does(who, "unsend", json!({ "mid": mid }))
            .await?;
        self.record.taken_back.push(word);
        Ok(())
    }

    async fn reacts(&mut self) -> Result<(), sandbox::Error> {
        let Some((who, mid, _)) = self.recent().and_then(|place| self.said.get(place)).cloned() else {
            return Ok(());
        };
        if self.dice.random_bool(0.5) {
            return self.control.customer_does(who, "seen", json!({})).await.map(drop);
        }
        let body = json!({ "mid": mid, "reaction": "love" });
        self.control.customer_does(who, "react", body).await.map(drop)
    }

    /// Something goes wrong with the next call or delivery.
    async fn trouble(&mut self) -> Result<(), sandbox::Error> {
        let once = Fault::once();
        let (switch, fault) = match self.dice.random_range(0..24_u32) {
            0 => (Switch::SendAcceptedCut, once),
            1 => (Switch::SendAcceptedError, once),
            2 => (Switch::SendAcceptedHang, once.ms(900)),
            3 => (Switch::SendAcceptedGarbled, once),
            4 => (Switch::SendCut, once),
            5 => (Switch::SendHang, once.ms(900)),
            6 => (Switch::SendSlow, once.ms(200)),
            7 | 8 => (Switch::EchoBeforeAnswer, once),
            9 => (Switch::EchoDelayed, once.ms(400)),
            10 => (Switch::EchoDuplicated, once),
            11 => (Switch::EchoDropped, once),
            12 => (Switch::DuplicateDelivery, once),
            13 => (Switch::ModelSlow, once.ms(150)),
            14 => (Switch::ModelError, once),
            15 => (Switch::ConversationsFail, once),
            // The emulated model knows little: mostly it has an answer.
            16..22 => (Switch::ModelReply, Fault::times(4).text("We open at nine.")),
            22 => (Switch::Reorder, Fault::once().count(3)),
            _ if self.record.looks_lag => (Switch::ConversationsStale, Fault::always().ms(1_500)),
            _ => (Switch::PhantomEdits, once),
        };
        self.control.fault(switch, &fault).await
    }
}

impl Operator {
    async fn run(
        mut self,
        mut door: watch::Receiver<Option<Door>>,
        mut stopped: watch::Receiver<bool>,
    ) -> Self {
        while pause(&mut self.dice, &mut stopped).await {
            let open = door.borrow_and_update().clone();
            if let Some(open) = open {
                // A dead hub answers nothing: what was pressed stays pressed.
                let _ = self.act(&open).await;
            }
        }
        self
    }

    async fn act(&mut self, door: &Door) -> Result<(), reqwest::Error> {
        if self.pending.is_some() {
            return self.press(door).await;
        }
        let place = self.dice.random_range(0..CUSTOMERS.len());
        let id = conversation(CUSTOMERS.get(place).copied().unwrap_or(ADA));
        match self.dice.random_range(0..20_u32) {
            0..4 => self.replies(door, &id).await,
            4..16 => {
                let path = format!("/api/conversations/{id}/hand-back");
                door.call("POST", &path, Some(&json!({}))).await.map(drop)
            }
            16 => {
                let path = format!("/api/conversations/{id}/take-over");
                door.call("POST", &path, Some(&json!({}))).await.map(drop)
            }
            17 => {
                let path = format!("/api/conversations/{id}/typed");
                door.call("POST", &path, Some(&json!({}))).await.map(drop)
            }
            18 => {
                let path = format!("/api/conversations/{id}/draft");
                let draft = json!({ "text": "Half a sent" });
                door.call("PUT", &path, Some(&draft)).await.map(drop)
            }
            _ => {
                let path = format!("/api/conversations/{id}/read");
                door.call("POST", &path, Some(&json!({ "upto": null })))
                    .await
                    .map(drop)
            }
        }
    }

    async fn replies(&mut self, door: &Door, id: &str) -> Result<(), reqwest::Error> {
        let (status, known) = door
            .call("GET", &format!("/api/conversations/{id}"), None)
            .await?;
        if status != 200 {
            return Ok(());
        }
        self.made += 1;
        let send = format!("reply-{}-{}", self.name, self.made);
        let words = format!("From the desk, {}.", self.made);
        let seen = known.get("newest").cloned().unwrap_or(Value::Null);
        let path = format!("/api/conversations/{id}/reply");
        self.pending = Some((path, reply(&send, &words, &seen)));
        self.press(door).await
    }

    async fn press(&mut self, door: &Door) -> Result<(), reqwest::Error> {
        let Some((path, body)) = self.pending.clone() else {
            return Ok(());
        };
        let (status, _) = door.call("POST", &path, Some(&body)).await?;
        self.pending = None;
        if status == 200 {
            let send = text(&body, "/send_id").to_owned();
            self.promised.send_modify(|promised| promised.push(send));
        }
        Ok(())
    }

    async fn press_again(&mut self, door: &Door) -> anyhow::Result<()> {
        Ok(self.press(door).await?)
    }
}
