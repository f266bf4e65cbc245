//! Short stories for the rules that are easiest to get wrong: each is one walk through the model.

use crate::BASE;
use crate::action::{Action, Sight};
use crate::story::Story;
use crate::world::{Bounds, World};
use desk::{SendId, SendState};
use stateright::{Model, Path};

const ANSWER: &str = "answer:mid-0";
const SECOND_PART: &str = "answer:mid-0.2";

/// Where these actions lead; `None`: one of them is impossible.
fn walk(bounds: Bounds, actions: &[Action]) -> Option<World> {
    let story = Story::within(bounds);
    let start = story.init_states().pop()?;
    let path = Path::from_actions(&story, start, actions)?;
    let end = path.last_state().clone();
    assert!(end.broken.is_empty(), "{:?}", end.broken);
    Some(end)
}

fn released(send: &str) -> Action {
    Action::Released(SendId::from(send))
}

fn looks(send: &str, sight: Sight) -> Action {
    Action::Looks(SendId::from(send), sight)
}

#[test]
fn a_pass_ends_with_the_attempt_that_was_passed() {
    let bounds = Bounds {
        acts: 1,
        passes: 1,
        ..BASE
    };
    let mut story = vec![
        Action::CustomerWrites,
        Action::BurstIsClaimed,
        Action::ModelAnswers(2),
        released(ANSWER),
        Action::IsLost(0),
        Action::Vanishes(0),
        looks(ANSWER, Sight::True),
        Action::Passes(SendId::from(ANSWER)),
        looks(ANSWER, Sight::True),
        released(ANSWER),
    ];
    assert!(walk(bounds, &story).is_some());
    story.push(released(SECOND_PART));
    assert!(walk(bounds, &story).is_none(), "the new attempt holds the lane");
}

#[test]
fn handing_back_does_not_send_again_what_a_human_overtook() {
    let bounds = Bounds { acts: 2, ..BASE };
    let story = [
        Action::CustomerWrites,
        Action::BurstIsClaimed,
        Action::ModelAnswers(1),
        released(ANSWER),
        Action::Types,
        Action::HandsBack,
        Action::NothingLeft(0),
    ];
    let end = walk(bounds, &story).expect("the story is possible");
    assert!(
        end.desk
            .sends
            .values()
            .all(|send| send.state == SendState::Cancelled),
        "{:?}",
        end.desk.sends
    );
}

#[test]
fn what_comes_between_two_parts_waits_for_its_own_answer() {
    let bounds = Bounds {
        messages: 2,
        crashes: 1,
        ..BASE
    };
    let story = [
        Action::CustomerWrites,
        Action::BurstIsClaimed,
        Action::ModelAnswers(2),
        released(ANSWER),
        Action::CustomerWrites,
        Action::Accepts(0),
        Action::AnswerArrives(0),
        released(SECOND_PART),
        Action::Crashes,
        Action::BurstIsLooked(true),
        Action::BurstIsClaimed,
    ];
    assert!(walk(bounds, &story).is_some_and(|end| end.call.is_some()));
}

#[test]
fn handing_back_leaves_to_a_held_reply_what_it_answers() {
    let bounds = Bounds { acts: 2, ..BASE };
    let story = [Action::CustomerWrites, Action::Replies, Action::HandsBack];
    assert!(walk(bounds, &story).is_some_and(|end| end.desk.burst.is_none()));
}
