//! Two clocks, and one of them may be set back (rules 6).

use crate::scene::Scene;
use crate::support::people::START;
use desk::{
    Account, AccountAsk, Ask, Burst, Due, HOUR, MINUTE, Now, SECOND, Timings, WINDOW, decide_account,
};

#[test]
fn work_is_due_when_its_time_has_come() {
    let due = Due::after(START, 5 * SECOND);
    assert!(!due.is_due(START) && !due.is_due(START + 4_999));
    assert!(due.is_due(START + 5_000) && due.is_due(START + HOUR));
}

#[test]
fn work_never_waits_longer_than_its_own_delay_when_the_clock_is_set_back() {
    let due = Due::after(START, 5 * SECOND);
    assert!(
        due.is_due(START - 1),
        "the clock was set back to before it was written"
    );
    assert!(due.is_due(START - 24 * HOUR));
    let mut wall = START - HOUR;
    while !due.is_due(wall) {
        wall += SECOND;
    }
    assert!(wall <= START - HOUR + due.delay);
}

#[test]
fn a_delay_is_never_negative() {
    assert_eq!(Due::after(START, -1), Due { at: START, delay: 0 });
    assert!(Due::after(START, 0).is_due(START));
}

#[test]
fn a_bursts_due_time_carries_the_delay_from_its_last_message() {
    let timings = Timings::default();
    assert_eq!(
        Burst::due_after(START, START, &timings),
        Due {
            at: START + 5_000,
            delay: 5_000
        }
    );
    let late = START + 58_000;
    assert_eq!(
        Burst::due_after(START, late, &timings),
        Due {
            at: START + 60_000,
            delay: 2_000
        }
    );
    let later = START + 70_000;
    assert_eq!(
        Burst::due_after(START, later, &timings),
        Due {
            at: START + 60_000,
            delay: 0
        }
    );
}

#[test]
fn a_clock_that_is_set_back_does_not_hold_a_reply_or_an_owner_for_hours() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["Hi"], "mid-ada-1");
    scene.now.wall -= HOUR;
    scene.release("reply-1");

    let mut typed = Scene::with_ada();
    typed.writes("mid-ada-1", "Hello");
    typed.types();
    typed.now.wall -= HOUR;
    typed.does(Ask::ExpireOwner);
}

#[test]
fn a_limit_does_not_last_for_hours_when_the_clock_is_set_back() {
    let throttled = Some(Due::after(START, MINUTE));
    let account = Account {
        throttled,
        ..Account::default()
    };
    assert!(account.is_throttled(START + 59_999));
    assert!(!account.is_throttled(START + MINUTE));
    assert!(!account.is_throttled(START - 1));
}

#[test]
fn windows_go_by_metas_time_and_due_times_by_the_wall() {
    let mut scene = Scene::with_ada();
    scene.now = Now {
        wall: START - 90_000,
        meta: START,
    };
    scene.writes("mid-ada-1", "Hello");
    let conversation = &scene.memory.whole.conversation;
    assert_eq!(conversation.window_until(), Some(START + WINDOW));
    assert_eq!(scene.open_burst().due.at, START - 85_000);
    assert!(conversation.window_is_open(Now {
        wall: START + 2 * WINDOW,
        meta: START + WINDOW - 1
    }));
    assert!(!conversation.window_is_open(Now {
        wall: START,
        meta: START + WINDOW
    }));
}

#[test]
fn an_attempt_is_looked_for_by_metas_time() {
    let mut scene = Scene::with_ada();
    scene.now = Now {
        wall: START - 90_000,
        meta: START,
    };
    scene.writes("mid-ada-1", "Hello");
    scene.reply("reply-1", &["Hi"], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-1");
    assert_eq!(scene.send("reply-1").released, START + 3_000);
}

#[test]
fn an_account_is_changed_once_by_the_same_command() {
    let mut account = Account::default();
    let until = Due::after(START, MINUTE);
    let asks = [
        AccountAsk::Connect {
            username: "shop".to_owned(),
        },
        AccountAsk::SwitchAutopilot { on: true },
        AccountAsk::Stop {
            class: desk::Class::Auth,
            code: Some(190),
            subcode: None,
        },
        AccountAsk::Throttle { until },
        AccountAsk::Resume,
        AccountAsk::SwitchAutopilot { on: false },
        AccountAsk::Disconnect,
    ];
    for ask in &asks {
        let events = decide_account(&account, ask, Now::at(START));
        assert_eq!(events.len(), 1, "{ask:?}");
        events.iter().for_each(|event| account.apply(event));
        let again = decide_account(&account, ask, Now::at(START + 1));
        assert!(
            again.is_empty() || matches!(ask, AccountAsk::Connect { .. }),
            "{ask:?} twice: {again:?}"
        );
    }
    assert_eq!(
        (account.connected, account.autopilot_since, account.stopped),
        (None, None, None)
    );
}

#[test]
fn of_two_pauses_the_longer_one_holds_until_somebody_ends_it() {
    let mut account = Account::default();
    let now = Now::at(START);
    let (long, short) = (Due::after(START, 4 * HOUR), Due::after(START, MINUTE));
    for (until, holds) in [(short, short), (long, long), (short, long)] {
        for event in decide_account(&account, &AccountAsk::Throttle { until }, now) {
            account.apply(&event);
        }
        assert_eq!(account.throttled, Some(holds));
    }
    for event in decide_account(&account, &AccountAsk::Resume, now) {
        account.apply(&event);
    }
    assert_eq!(account.throttled, None);
}

#[test]
fn connecting_again_lets_a_stopped_account_send() {
    let mut account = crate::support::people::shop();
    account.stopped = Some(desk::Class::Auth);
    let ask = AccountAsk::Connect {
        username: "shop".to_owned(),
    };
    for event in decide_account(&account, &ask, Now::at(START)) {
        account.apply(&event);
    }
    assert!(account.can_send());
    assert_eq!(
        account.connected,
        Some(START),
        "what was written before opens no burst"
    );
}
