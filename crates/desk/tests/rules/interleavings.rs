//! What must always hold, over interleavings that proptest makes up.

use crate::holds;
use crate::step::{Step, story};
use crate::story::Story;
use desk::{Ask, Command, Event, decide};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

fn many(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(many(600))]

    #[test]
    fn what_must_always_hold_holds_after_every_step(steps in story(90)) {
        let mut story = Story::with_ada();
        for step in &steps {
            let basis = story.scene.basis();
            story.take(step);
            prop_assert!(story.scene.basis() >= basis, "the basis never goes back");
            holds::all(&story);
        }
    }

    #[test]
    fn a_refused_command_has_written_nothing(steps in story(60)) {
        let mut story = Story::with_ada();
        for step in &steps {
            let before = story.scene.memory.clone();
            if let Some(Err(_)) = story.take_once(step) {
                prop_assert_eq!(&story.scene.memory.whole, &before.whole);
                prop_assert_eq!(&story.scene.memory.content, &before.content);
                prop_assert_eq!(story.scene.memory.journal.len(), before.journal.len());
            }
        }
    }

    #[test]
    fn deciding_again_decides_the_same(steps in story(40)) {
        let mut story = Story::with_ada();
        for step in &steps {
            story.take(step);
            let conversation = story.scene.memory.whole.conversation.id.clone();
            for act in [Ask::Typed, Ask::HandBack, Ask::Wake { restarted: true }, Ask::ExpireOwner] {
                let command = Command { conversation: conversation.clone(), act };
                let desk = story.scene.memory.load(&command);
                let first = decide(desk.clone(), &command, story.scene.now);
                prop_assert_eq!(first, decide(desk, &command, story.scene.now));
            }
        }
    }

    #[test]
    fn every_event_is_read_back_as_it_was_written(steps in story(60)) {
        let mut story = Story::with_ada();
        for step in &steps {
            story.take(step);
        }
        for event in &story.scene.memory.journal {
            let written = serde_json::to_string(event).expect("events are written as JSON");
            let read: Event = serde_json::from_str(&written).expect("what was written can be read");
            prop_assert_eq!(&read, event);
        }
    }
}

/// The name of an event as the journal has it.
fn name(event: &Event) -> String {
    let value = serde_json::to_value(event).expect("events are written as JSON");
    value["event"].as_str().expect("each has its name").to_owned()
}

#[test]
fn the_stories_reach_every_kind_of_event() {
    let mut runner = TestRunner::deterministic();
    let mut reached = BTreeSet::new();
    for _ in 0..300 {
        let steps: Vec<Step> = story(90)
            .new_tree(&mut runner)
            .expect("a story can be made up")
            .current();
        let mut story = Story::with_ada();
        for step in &steps {
            story.take(step);
        }
        reached.extend(story.scene.memory.journal.iter().map(name));
    }
    let names = "answered_elsewhere burst_claimed burst_held burst_joined burst_opened burst_reopened burst_shrank \
        decided drafted message_edited message_received message_timed message_unsent operator_acted owner_changed \
        reacted read_by_operator reference_parked seen_by_customer send_accepted send_asked send_bound send_cancelled \
        send_confirmed send_enqueued send_failed send_looked send_lost send_passed send_released send_requeued \
        send_unbound";
    let missing: Vec<&str> = names
        .split_whitespace()
        .filter(|name| !reached.contains(*name))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}
