//! Echoes that come long before or long after what they could be of (rules 5).

use crate::echoes::{WORDS, foreign, wired};
use crate::scene::{Scene, ours};
use crate::support::people::{START, echo};
use desk::{Ask, Choice, Elsewhere, HOUR, MINUTE, Mid, Millis, OwnerReason, SendId, SendState};

const DAY: Millis = 24 * HOUR;

#[test]
fn an_echo_from_before_the_attempt_is_the_phones() {
    let said = START + 500;
    let mut scene = Scene::with_a_reply_on_the_wire(WORDS);
    scene.lost("reply-1");
    let events = scene.gets(echo("mid-phone", WORDS, said));
    assert_eq!(
        foreign(&events),
        [(&Mid::from("mid-phone"), Elsewhere::OtherApp)],
        "so close to the first message"
    );
    assert_eq!(scene.state("reply-1"), SendState::Unknown, "it is looked for");
    scene.looks_three_times("reply-1", Some(&ours(&[("mid-phone", WORDS, said)])));
    assert!(
        scene.send("reply-1").asking,
        "it is so close to the attempt that the clocks may be to blame"
    );
}

#[test]
fn an_echo_from_long_before_or_long_after_a_lost_attempt_is_the_phones() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Do you open on Sunday?");
    scene.wait(10 * MINUTE);
    scene.reply("reply-1", &[WORDS], "mid-ada-1");
    scene.wait(3_000);
    scene.release("reply-1");
    scene.lost("reply-1");
    let left = scene.now.meta;
    for (mid, said) in [
        ("mid-earlier", left - 5 * MINUTE),
        ("mid-later", left + 6 * MINUTE),
    ] {
        let mut scene = scene.clone();
        scene.wait(7 * MINUTE);
        let events = scene.gets(echo(mid, WORDS, said));
        assert_eq!(foreign(&events), [(&Mid::from(mid), Elsewhere::Phone)]);
        assert_eq!(scene.state("reply-1"), SendState::Unknown);
    }
    scene.wait(DAY);
    scene.gets(echo("mid-reply", WORDS, left + 1_000));
    assert_eq!(
        scene.send("reply-1").mid,
        Some(Mid::from("mid-reply")),
        "its own echo may come a day later"
    );
}

#[test]
fn the_same_words_days_after_a_send_that_the_operator_vouched_for_are_the_phones() {
    let mut scene = wired();
    scene.lost("reply-1");
    scene.looks_three_times("reply-1", None);
    scene.does(Ask::Resolve {
        send: SendId::from("reply-1"),
        choice: Choice::Arrived,
    });
    scene.wait(2 * DAY);
    scene.writes("mid-ada-2", "And this Sunday?");
    scene.wait(MINUTE);
    let events = scene.echoes("mid-phone", WORDS);
    assert_eq!(foreign(&events), [(&Mid::from("mid-phone"), Elsewhere::Phone)]);
    assert_eq!(scene.owner(), OwnerReason::Phone);
}

#[test]
fn the_echo_of_a_lost_attempt_that_comes_during_the_next_is_its_sends() {
    let mut scene = wired();
    let left = scene.now.meta;
    scene.lost("reply-1");
    scene.looks_three_times("reply-1", Some(&ours(&[])));
    scene.release("reply-1");
    scene.gets(echo("mid-reply", WORDS, left + 200));
    assert_eq!(scene.send("reply-1").mid, Some(Mid::from("mid-reply")));
}

#[test]
fn an_echo_that_looked_too_old_by_a_wrong_clock_is_never_repeated() {
    let mut scene = Scene::with_ada();
    scene.writes("mid-ada-1", "Do you open on Sunday?");
    scene.wait(MINUTE);
    scene.reply("reply-1", &[WORDS], "mid-ada-1");
    scene.wait(3_000);
    // Until the next `Date`, Meta's time is thought to be twenty seconds later than it is.
    scene.now.meta += 20_000;
    scene.release("reply-1");
    let said = scene.now.meta - 20_000 + 300;
    scene.lost("reply-1");
    scene.gets(echo("mid-reply", WORDS, said));
    assert_eq!(scene.owner(), OwnerReason::Phone, "by that clock it is too old");
    scene.now.meta -= 20_000;
    scene.looks_three_times("reply-1", Some(&ours(&[("mid-reply", WORDS, said)])));
    let send = scene.send("reply-1");
    assert!(send.asking && send.state == SendState::Unknown, "{send:?}");
}
