//! A run: the rules under bounds, and what is asked of it.

use crate::action::Action;
use crate::fault::Fault;
use crate::rule::Rule;
use crate::world::{Author, Bounds, World};
use desk::{BurstState, Send, SendState};
use stateright::{Checker, Expectation, HasDiscoveries, Model, Property};
use std::collections::BTreeSet;
use std::time::Instant;

/// One run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Story {
    /// How much may happen.
    pub(crate) bounds: Bounds,
    /// What is broken.
    pub(crate) fault: Fault,
}

/// A situation that a run must get into, or it has shown nothing about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation {
    name: &'static str,
    is: fn(&Story, &World) -> bool,
}

impl Model for Story {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self.bounds)]
    }

    fn actions(&self, state: &World, actions: &mut Vec<Action>) {
        // What follows a broken invariant shows nothing more about the rules as they are.
        if self.fault != Fault::None || state.broken.is_empty() {
            state.possible(actions);
        }
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        let mut next = last.clone();
        if !next.act(self.fault, &action) {
            return None;
        }
        let broken = next.broken_here();
        next.broken.extend(broken);
        next.normalise();
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let rules = Rule::ALL.iter().map(|rule| rule.property());
        let situations = SITUATIONS
            .iter()
            .map(|situation| Property::sometimes(situation.name, situation.is));
        rules.chain(situations).collect()
    }
}

impl Story {
    /// The rules as they are.
    pub(crate) fn within(bounds: Bounds) -> Self {
        let fault = Fault::None;
        Self { bounds, fault }
    }

    /// Tries every order: no invariant is broken, every one of these situations comes up, and there are at
    /// least so many states.
    pub(crate) fn holds(self, situations: &[Situation], at_least: usize) {
        let start = Instant::now();
        let builder = self.checker().threads(2).finish_when(HasDiscoveries::AnyFailures);
        let checker = builder.spawn_dfs().join();
        self.report(&checker, start);
        let found = checker.discoveries();
        if let Some(rule) = Rule::ALL.iter().find(|rule| found.contains_key(rule.name())) {
            self.tell(*rule);
        }
        for situation in situations {
            assert!(
                found.contains_key(situation.name),
                "this never came up: {}",
                situation.name
            );
        }
        let states = checker.unique_state_count();
        assert!(
            states >= at_least,
            "only {states} states are left of more than {at_least}"
        );
    }

    /// Tries every order until the invariant is broken, which it must be.
    pub(crate) fn breaks(self, rule: Rule) {
        let start = Instant::now();
        let wanted = HasDiscoveries::AnyOf(BTreeSet::from([rule.name()]));
        let checker = self.checker().threads(2).finish_when(wanted).spawn_bfs().join();
        self.report(&checker, start);
        assert!(
            checker.discovery(rule.name()).is_some(),
            "nothing catches {:?}",
            self.fault
        );
    }

    /// Tries every order: the invariant is not broken, whatever else is.
    pub(crate) fn keeps(self, rule: Rule) {
        let start = Instant::now();
        let wanted = HasDiscoveries::AnyOf(BTreeSet::from([rule.name()]));
        let checker = self.checker().threads(2).finish_when(wanted).spawn_dfs().join();
        self.report(&checker, start);
        assert!(
            checker.discovery(rule.name()).is_none(),
            "{:?} breaks {rule:?}",
            self.fault
        );
    }

    /// Fails with the shortest story in which the invariant is broken.
    fn tell(self, rule: Rule) {
        let wanted = HasDiscoveries::AnyOf(BTreeSet::from([rule.name()]));
        let checker = self.checker().finish_when(wanted).spawn_bfs().join();
        let story = checker.discovery(rule.name()).map(|path| path.into_actions());
        panic!("broken: {}\n{:#?}", rule.name(), story.unwrap_or_default());
    }

    #[expect(clippy::print_stdout, reason = "the size of a run is its result")]
    fn report(self, checker: &impl Checker<Self>, start: Instant) {
        println!(
            "{} states, {} steps, at most {} deep, in {:.1?}\n{self:?}",
            checker.unique_state_count(),
            checker.state_count(),
            checker.max_depth(),
            start.elapsed(),
        );
        for property in self.properties() {
            let sometimes = property.expectation == Expectation::Sometimes;
            if sometimes && checker.discovery(property.name).is_some() {
                println!("  sometimes {}", property.name);
            }
        }
    }
}

/// Every situation that is looked for.
const SITUATIONS: [Situation; 12] = [
    EARLY_ECHO,
    WITHOUT_ECHO,
    SENT_AGAIN,
    OPERATOR_ASKED,
    SECOND_PART,
    CALL_CANCELLED,
    LOOK_FIRST,
    SILENCED,
    PASSED,
    PHONE_OWNS,
    LATE_WINDOW,
    TWICE_AFTER_LAG,
];

/// The echo comes before the answer does.
pub(crate) const EARLY_ECHO: Situation = Situation {
    name: "an echo comes before its answer",
    is: |_, world| sends(world).any(|send| send.provisional),
};
/// The answer comes, and no echo yet.
pub(crate) const WITHOUT_ECHO: Situation = Situation {
    name: "an accepted send has no echo yet",
    is: |_, world| sends(world).any(|send| send.state == SendState::Accepted),
};
/// A lost attempt was not found and leaves again.
pub(crate) const SENT_AGAIN: Situation = Situation {
    name: "a lost attempt leaves again",
    is: |_, world| sends(world).any(|send| send.state == SendState::Sending && send.losses > 0),
};
/// The operator is asked about an unknown send.
pub(crate) const OPERATOR_ASKED: Situation = Situation {
    name: "the operator is asked",
    is: |_, world| sends(world).any(|send| send.asking),
};
/// The second part of an answer leaves.
pub(crate) const SECOND_PART: Situation = Situation {
    name: "a second part leaves",
    is: |_, world| sends(world).any(|send| send.part == 2 && send.state == SendState::Sending),
};
/// A model call is cancelled by newer text.
pub(crate) const CALL_CANCELLED: Situation = Situation {
    name: "a model call is cancelled",
    is: |_, world| {
        world
            .desk
            .burst
            .as_ref()
            .is_some_and(|burst| burst.cancelled_calls > 0)
    },
};
/// A burst waits for a look.
pub(crate) const LOOK_FIRST: Situation = Situation {
    name: "a burst waits for a look",
    is: |_, world| {
        world
            .desk
            .burst
            .as_ref()
            .is_some_and(|burst| burst.state == BurstState::Looking)
    },
};
/// A human acted while the autopilot's attempt was on the wire.
pub(crate) const SILENCED: Situation = Situation {
    name: "an attempt is overtaken by a human",
    is: |_, world| sends(world).any(|send| send.silenced),
};
/// A later send is on the wire while an earlier one is unknown.
pub(crate) const PASSED: Situation = Situation {
    name: "a later send passes an unknown one",
    is: |_, world| {
        let passing = sends(world).any(|send| send.state == SendState::Sending && !send.passed);
        passing && sends(world).any(|send| send.state == SendState::Unknown && send.passed)
    },
};
/// Somebody answers on the phone.
pub(crate) const PHONE_OWNS: Situation = Situation {
    name: "the phone owns the conversation",
    is: |_, world| world.desk.conversation.owner.reason == desk::OwnerReason::Phone,
};
/// The window has closed over something that was to leave.
pub(crate) const LATE_WINDOW: Situation = Situation {
    name: "the window closes over a waiting send",
    is: |_, world| !world.window_is_open() && sends(world).any(Send::is_waiting),
};
/// Lagging looks did not find what was there, and it was accepted again.
pub(crate) const TWICE_AFTER_LAG: Situation = Situation {
    name: "a send is accepted twice after lagging looks",
    is: |_, world| {
        let of_desk = |excused: bool| {
            move |item: &crate::world::Item| {
                item.excused == excused && matches!(item.author, Author::Desk { .. })
            }
        };
        world.past.lagged && world.thread.iter().any(of_desk(true)) && world.thread.iter().any(of_desk(false))
    },
};

fn sends(world: &World) -> impl Iterator<Item = &Send> {
    world.desk.sends.values()
}
