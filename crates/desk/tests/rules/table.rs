//! The table of effects (rules 2): as it is written, as the code has it, and as the desk behaves, row by row.

use crate::scene::Scene;
use crate::support::people::{message, text};
use desk::{
    Answering, Ask, Attachment, AttachmentKind, Content, Conversation, EchoApp, Effects, Event, Form,
    Incoming, Kind, Mid, ModelCall, MovesRow, OnBurst, OnUnread, Outcome, Reason, Source, effects,
};

/// The table as the rules have it: new basis, burst, window, owner, unread, moves row.
const WRITTEN: [(Kind, &str); 8] = [
    (Kind::Customer, "| yes | joins or opens | opens | – | yes | yes |"),
    (
        Kind::Unreadable,
        "| yes | joins or opens, and asks for a human | opens | – | yes | yes |",
    ),
    (
        Kind::CustomerChange,
        "| yes | joins; an emptied burst closes, reason *withdrawn* | – | – | – | – |",
    ),
    (Kind::Reaction, "| – | – | – | – | – | yes |"),
    (Kind::Quiet, "| – | – | – | – | – | – |"),
    (
        Kind::Elsewhere,
        "| yes | closes | – | Operator (phone) | clears | yes |",
    ),
    (Kind::OtherApp, "| yes | closes this one | – | – | – | yes |"),
    (
        Kind::Operator,
        "| yes | closes | – | Operator | clears | on send |",
    ),
];

/// The row as it is written.
fn written(kind: Kind) -> Effects {
    let row = WRITTEN
        .iter()
        .find(|row| row.0 == kind)
        .map(|row| row.1)
        .expect("every kind has a row");
    let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
    let [basis, burst, window, owner, unread, moves] = cells[..] else {
        panic!("six columns: {row}");
    };
    Effects {
        new_basis: basis == "yes",
        burst: match burst {
            "–" => OnBurst::Keeps,
            "joins or opens" => OnBurst::JoinsOrOpens,
            "joins or opens, and asks for a human" => OnBurst::AsksForHuman,
            "joins; an emptied burst closes, reason *withdrawn*" => OnBurst::Joins,
            "closes" | "closes this one" => OnBurst::Closes,
            other => panic!("not a word for a burst: {other}"),
        },
        opens_window: window == "opens",
        human_owns: owner.starts_with("Operator"),
        unread: match unread {
            "–" => OnUnread::Keeps,
            "yes" => OnUnread::Adds,
            "clears" => OnUnread::Clears,
            other => panic!("not a word for the unread count: {other}"),
        },
        moves_row: match moves {
            "–" => MovesRow::No,
            "yes" => MovesRow::Yes,
            "on send" => MovesRow::OnSend,
            other => panic!("not a word for moving: {other}"),
        },
    }
}

/// Ada has written, her burst is open and unread.
fn with_a_burst() -> Scene {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(4_000);
    scene
}

/// Ada has written and the autopilot has asked for a human: no burst is open, her message is unread.
fn without_a_burst() -> Scene {
    let mut scene = with_a_burst();
    scene.wait(1_000);
    scene.claim();
    let burst = scene.open_burst();
    let record = ModelCall::default();
    scene.does(Ask::HandOver {
        burst: burst.id,
        call: burst.calls,
        note: None,
        record,
    });
    scene.wait(4_000);
    scene
}

/// Does it, and holds what it did against the row.
fn follows(kind: Kind, mut scene: Scene, sends: bool, act: &dyn Fn(&mut Scene) -> Vec<Event>) {
    let row = effects(kind);
    assert_eq!(row, written(kind), "the code's row is the written one");
    let before = scene.memory.whole.clone();
    let events = act(&mut scene);
    let kinds: Vec<Kind> = events
        .iter()
        .map(Event::kind)
        .filter(|kind| *kind != Kind::Quiet)
        .collect();
    assert!(
        kinds.iter().all(|other| *other == kind),
        "{kinds:?} in {events:?}"
    );
    let after = &scene.memory.whole;
    columns(
        row,
        &before.conversation,
        &after.conversation,
        sends,
        scene.now.meta,
    );
    match (row.burst, &before.burst, &after.burst) {
        (OnBurst::Keeps, before, after) => assert_eq!(before, after),
        (OnBurst::JoinsOrOpens | OnBurst::AsksForHuman, before, Some(after)) => {
            assert_eq!(
                after.mids.len(),
                before.as_ref().map_or(0, |before| before.mids.len()) + 1
            );
            assert_eq!(after.asks_human, row.burst == OnBurst::AsksForHuman);
            assert_eq!(after.due.at, scene.now.wall + 5_000);
        }
        (OnBurst::Joins, Some(_), Some(after)) => assert_eq!(after.due.at, scene.now.wall + 5_000),
        (OnBurst::Joins | OnBurst::Closes, None, None) => {}
        (OnBurst::Closes, Some(before), None) => {
            let decisions = scene.decisions();
            let last = decisions.last().expect("a decision is recorded");
            assert_eq!((&last.burst, last.outcome), (&before.id, Outcome::Silent));
        }
        (what, before, after) => panic!("{what:?}: {before:?} became {after:?}"),
    }
}

fn columns(row: Effects, before: &Conversation, after: &Conversation, sends: bool, now: i64) {
    assert_eq!(after.basis > before.basis, row.new_basis, "basis");
    let window = if row.opens_window {
        Some(now)
    } else {
        before.window_from
    };
    assert_eq!(after.window_from, window, "window");
    if row.human_owns {
        assert_eq!(after.owner.answering(), Answering::Operator, "owner");
    } else {
        assert_eq!(after.owner, before.owner, "owner");
    }
    let unread = match row.unread {
        OnUnread::Keeps => before.unread,
        OnUnread::Adds => before.unread + 1,
        OnUnread::Clears => 0,
    };
    assert_eq!(after.unread, unread, "unread");
    let moves = match row.moves_row {
        MovesRow::No => false,
        MovesRow::Yes => true,
        MovesRow::OnSend => sends,
    };
    assert_eq!(
        after.moved_at,
        if moves { now } else { before.moved_at },
        "moves row"
    );
}

fn follows_with_and_without_a_burst(kind: Kind, act: &dyn Fn(&mut Scene) -> Vec<Event>) {
    follows(kind, with_a_burst(), false, act);
    follows(kind, without_a_burst(), false, act);
}

fn sends(scene: &mut Scene, form: Form) -> Vec<Event> {
    let picture = Attachment {
        kind: AttachmentKind::Image,
        url: None,
        title: None,
        media: None,
    };
    let content = Content {
        attachments: vec![picture],
        ..Content::text("look")
    };
    scene.gets(message("mid-ada-2", form, content, scene.now.meta))
}

#[test]
fn what_the_customer_sends_bumps_the_basis_joins_or_opens_a_burst_and_opens_the_window() {
    let forms = [
        Form::Text,
        Form::Media,
        Form::Share,
        Form::StoryReply,
        Form::StoryMention,
        Form::QuickReply,
        Form::Postback,
        Form::Template,
    ];
    for form in forms {
        follows_with_and_without_a_burst(Kind::Customer, &|scene| sends(scene, form));
    }
}

#[test]
fn what_cannot_be_read_does_the_same_and_asks_for_a_human() {
    for form in [Form::Unsupported, Form::Ephemeral] {
        follows_with_and_without_a_burst(Kind::Unreadable, &|scene| sends(scene, form));
    }
}

#[test]
fn an_edit_joins_an_open_burst_and_opens_none() {
    follows_with_and_without_a_burst(Kind::CustomerChange, &|scene| {
        scene.edits("mid-ada-1", 1, "Hello there")
    });
}

#[test]
fn an_unsend_joins_an_open_burst_and_opens_none() {
    let mut two = with_a_burst();
    two.writes("mid-ada-2", "Are you there?");
    two.wait(1_000);
    follows(Kind::CustomerChange, two, false, &|scene| {
        scene.unsends("mid-ada-1")
    });
    follows(Kind::CustomerChange, without_a_burst(), false, &|scene| {
        scene.unsends("mid-ada-1")
    });
}

#[test]
fn a_burst_that_an_unsend_empties_closes_as_withdrawn() {
    let mut scene = with_a_burst();
    let before = scene.memory.whole.conversation.clone();
    scene.unsends("mid-ada-1");
    columns(
        written(Kind::CustomerChange),
        &before,
        &scene.memory.whole.conversation,
        false,
        scene.now.meta,
    );
    assert_eq!(scene.burst(), None);
    assert_eq!(scene.decided(), [(Outcome::Silent, Reason::Withdrawn)]);
}

#[test]
fn a_reaction_and_its_removal_only_move_the_row() {
    for emoji in [Some("❤"), None] {
        follows_with_and_without_a_burst(Kind::Reaction, &|scene| {
            let (mid, at) = (Mid::from("mid-ada-1"), scene.now.meta);
            scene.gets(Incoming::Reaction {
                mid,
                at,
                emoji: emoji.map(str::to_owned),
            })
        });
    }
}

#[test]
fn seen_a_profile_change_a_phantom_edit_a_note_and_a_label_do_nothing() {
    let seen = Incoming::Seen {
        mid: Some(Mid::from("mid-ada-1")),
        at: 0,
    };
    let phantom = Incoming::Edit {
        mid: Mid::from("mid-ada-1"),
        edit: 0,
        text: "Hello".to_owned(),
    };
    let other = |what: &str| Incoming::Other {
        what: what.to_owned(),
        at: 0,
    };
    for quiet in [seen, phantom, other("profile"), other("note"), other("label")] {
        follows_with_and_without_a_burst(Kind::Quiet, &|scene| scene.gets(quiet.clone()));
    }
}

#[test]
fn an_own_echo_does_nothing() {
    let mut replied = Scene::with_a_reply_on_the_wire("We do");
    replied.wait(1_000);
    let mut accepted = replied.clone();
    accepted.accepted("reply-1", "mid-reply");
    for scene in [replied, accepted] {
        follows(Kind::Quiet, scene, false, &|scene| {
            scene.echoes("mid-reply", "We do")
        });
    }
    let mut pilots = Scene::with_an_answer_on_the_wire(&["We do"]);
    pilots.writes("mid-ada-2", "And Monday?");
    pilots.wait(1_000);
    follows(Kind::Quiet, pilots, false, &|scene| {
        scene.echoes("mid-answer", "We do")
    });
}

#[test]
fn a_human_elsewhere_closes_the_burst_and_owns_the_conversation() {
    follows_with_and_without_a_burst(Kind::Elsewhere, &|scene| scene.echoes("mid-phone", "I am on it"));
}

#[test]
fn another_app_closes_this_burst_and_changes_no_owner() {
    follows_with_and_without_a_burst(Kind::OtherApp, &|scene| {
        scene.gets(Incoming::Echo {
            mid: Mid::from("mid-bot"),
            at: scene.now.meta,
            exact: true,
            content: Content::text("Thanks for writing!"),
            reply_to: None,
            app: Some(EchoApp::Other),
        })
    });
}

#[test]
fn a_foreign_echo_within_three_seconds_of_the_first_message_is_another_apps() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Hello");
    scene.wait(3_000);
    follows(Kind::OtherApp, scene, false, &|scene| {
        scene.echoes("mid-bot", "Thanks for writing!")
    });
}

#[test]
fn the_operators_acts_close_the_burst_and_make_the_operator_the_owner() {
    follows_with_and_without_a_burst(Kind::Operator, &|scene| scene.types());
    follows_with_and_without_a_burst(Kind::Operator, &|scene| scene.takes_over());
    for scene in [with_a_burst(), without_a_burst()] {
        follows(Kind::Operator, scene, true, &|scene| {
            scene.reply("reply-1", &["Hi"], "mid-ada-1")
        });
    }
}

#[test]
fn typing_again_clears_what_arrived_meanwhile() {
    let mut scene = with_a_burst();
    scene.account().autopilot_since = None;
    scene.takes_over();
    scene.writes("mid-ada-2", "Are you there?");
    scene.wait(1_000);
    follows(Kind::Operator, scene, false, &|scene| scene.types());
}

#[test]
fn every_event_of_the_journal_has_its_row() {
    for (kind, _) in WRITTEN {
        assert_eq!(effects(kind), written(kind), "{kind:?}");
    }
}

#[test]
fn a_message_that_is_polled_has_the_same_effects() {
    follows_with_and_without_a_burst(Kind::Customer, &|scene| {
        let incoming = text("mid-ada-2", "Are you there?", scene.now.meta);
        scene.does(Ask::Receive {
            incoming,
            source: Source::Poll,
        })
    });
}
