//! The hub dies once at every named point, and on the wire; then the oracle looks at what it left.

use crash::chain::{Report, after, now};
use crash::hub::{list, text};
use crash::oracle::memory::Memory;
use crash::oracle::{Record, check, check_dead, check_reborn, delivered_mids};
use crash::scene::{Scene, WORDS, kill_on_the_wire};
use crash::stage::Stage;
use sandbox::{ADA, Fault, Switch};
use std::collections::BTreeSet;

type Tested = anyhow::Result<()>;

macro_rules! crashes {
    ($($test:ident, $point:literal, $scene:ident;)*) => {
        /// The points that are died at below.
        const PLAYED: &[&str] = &[$($point,)*];
        mod a_crash {
            $(#[tokio::test]
            async fn $test() -> super::Tested {
                super::crash_at($point, super::Scene::$scene).await
            })*
        }
    };
}

crashes! {
    before_a_message_is_committed, "before-message", Day;
    after_a_message_is_committed, "after-message", Day;
    before_the_200, "stored", Day;
    before_an_echo_is_committed, "before-echo", Day;
    after_an_echo_is_committed, "after-echo", Day;
    before_an_edit_is_committed, "before-edit", Day;
    after_an_edit_is_committed, "after-edit", Day;
    before_an_unsend_is_committed, "before-unsend", Day;
    after_an_unsend_is_committed, "after-unsend", Day;
    before_a_note_is_committed, "before-note", Day;
    after_a_note_is_committed, "after-note", Day;
    before_a_claim_is_committed, "before-claim", Day;
    after_a_claim_is_committed, "after-claim", Day;
    before_the_model_is_asked, "claimed", Day;
    after_the_model_has_answered, "model-answered", Day;
    before_a_draft_is_committed, "before-draft", Day;
    after_a_draft_is_committed, "after-draft", Day;
    before_a_handover_is_committed, "before-no-answer", Handover;
    after_a_handover_is_committed, "after-no-answer", Handover;
    before_a_release_is_committed, "before-release", Day;
    after_a_release_is_committed, "after-release", Day;
    before_the_request_leaves, "released", Day;
    after_the_platform_has_answered, "answered", Day;
    after_the_platform_has_accepted, "accepted", Day;
    before_an_outcome_is_committed, "before-outcome", Day;
    after_an_outcome_is_committed, "after-outcome", Day;
    while_a_thread_is_looked_at, "listed", Lost;
    before_a_look_is_committed, "before-look", Lost;
    after_a_look_is_committed, "after-look", Lost;
    before_a_reply_is_committed, "before-reply", Day;
    after_a_reply_is_committed, "after-reply", Day;
    before_an_act_is_committed, "before-act", Day;
    after_an_act_is_committed, "after-act", Day;
    before_what_was_left_is_taken_up, "before-wake", Rebirth;
    after_what_was_left_is_taken_up, "after-wake", Rebirth;
    before_a_look_for_a_burst_is_committed, "before-burst-look", Rebirth;
    after_a_look_for_a_burst_is_committed, "after-burst-look", Rebirth;
    between_subscribing_and_storing, "subscribed", Connecting;
    before_an_account_is_stored, "before-connect", Connecting;
    after_an_account_is_stored, "after-connect", Connecting;
    before_the_wizard_knows, "connected", Connecting;
    before_what_waits_is_taken_back, "disconnected", Leaving;
}

#[test]
fn every_named_point_is_died_at() {
    let named: BTreeSet<&str> = engine::CRASH_POINTS.iter().copied().collect();
    let played: BTreeSet<&str> = PLAYED.iter().copied().collect();
    assert_eq!(named, played);
    assert_eq!(PLAYED.len(), played.len());
}

async fn crash_at(point: &str, scene: Scene) -> Tested {
    let seed = u64::try_from(
        PLAYED
            .iter()
            .position(|played| *played == point)
            .unwrap_or_default(),
    )?;
    let mut stage = scene.prepare(seed).await?;
    let mut record = Record::default();
    stage.up_to_die_at(point).await?;
    scene.play(&mut stage, &mut record).await?;
    stage.died().await?;
    record.delivered.extend(delivered_mids(&stage).await?);
    check_dead(&stage, &record.promised).await?;
    if scene == Scene::Connecting {
        all_or_nothing(&stage).await?;
    }
    let killed_at = now();
    stage.up().await?;
    check_reborn(&stage.memory().await?, killed_at)?;
    scene.go_on(&mut stage, &mut record).await?;
    finish(stage, record).await
}

/// An account is stored with everything that belongs to it, or not at all.
async fn all_or_nothing(stage: &Stage) -> Tested {
    let rows = Memory::connected(&stage.data()).await?;
    anyhow::ensure!(rows == [0; 5] || rows == [1; 5], "half an account: {rows:?}");
    Ok(())
}

async fn finish(mut stage: Stage, mut record: Record) -> Tested {
    stage.control().clear_faults().await?;
    stage.settle().await?;
    record.delivered.extend(delivered_mids(&stage).await?);
    check(&stage, &record).await?;
    stage.down().await?;
    after(&stage, &record, &mut Report::default()).await?;
    stage.close().await
}

async fn accepted(stage: &Stage) -> anyhow::Result<usize> {
    let thread = stage.control().thread(ADA).await?;
    let messages = list(&thread, "/messages").iter();
    Ok(messages.filter(|one| text(one, "/text") == WORDS).count())
}

async fn with_a_question_asked(seed: u64) -> anyhow::Result<Stage> {
    let stage = Stage::connected(seed).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.settle().await?;
    Ok(stage)
}

#[tokio::test]
async fn a_request_that_was_accepted_unheard_is_found_and_not_repeated() -> Tested {
    let mut stage = with_a_question_asked(101).await?;
    stage
        .control()
        .fault(Switch::EchoDropped, &Fault::always())
        .await?;
    kill_on_the_wire(&mut stage, &Fault::once().ms(5_000), Switch::SendAcceptedHang).await?;
    stage.up().await?;
    stage.settle().await?;
    assert_eq!(accepted(&stage).await?, 1);
    finish(stage, Record::default()).await
}

#[tokio::test]
async fn a_request_that_was_not_accepted_is_looked_for_and_sent_once_more() -> Tested {
    let mut stage = with_a_question_asked(102).await?;
    kill_on_the_wire(&mut stage, &Fault::once().ms(5_000), Switch::SendHang).await?;
    assert_eq!(accepted(&stage).await?, 0);
    stage.up().await?;
    stage.settle().await?;
    assert_eq!(accepted(&stage).await?, 1);
    finish(stage, Record::default()).await
}

#[tokio::test]
async fn only_looks_that_lag_let_a_second_acceptance_happen_and_it_is_recorded() -> Tested {
    let mut stage = with_a_question_asked(103).await?;
    let control = stage.control();
    control.fault(Switch::EchoDropped, &Fault::always()).await?;
    control
        .fault(Switch::ConversationsStale, &Fault::always())
        .await?;
    kill_on_the_wire(&mut stage, &Fault::once().ms(5_000), Switch::SendAcceptedHang).await?;
    stage.up().await?;
    stage.settle().await?;
    assert_eq!(accepted(&stage).await?, 2);
    // The oracle sees it: without the excuse it is a broken word.
    let broken = check(&stage, &Record::default()).await.unwrap_err();
    assert!(
        broken.to_string().contains("was accepted 2 times, for 1 sends"),
        "{broken}"
    );
    let looks_lag = true;
    finish(
        stage,
        Record {
            looks_lag,
            ..Record::default()
        },
    )
    .await
}
