//! At least once, in any order, several at a time.

use flows::{ACCOUNT, APP, Flow, Item, Stage, any, body, entry, flag, list, number, state_is, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

fn texts(messages: &[Value]) -> Vec<&str> {
    messages.iter().map(|message| text(message, "/text")).collect()
}

#[tokio::test]
async fn a_delivery_that_comes_twice_is_stored_once_and_counted() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .fault(Switch::DuplicateDelivery, &Fault::always())
        .await?;
    let mid = stage.control().customer_writes(ADA, "hello").await?;
    stage
        .control()
        .customer_does(ADA, "react", json!({ "mid": mid, "reaction": "love" }))
        .await?;
    stage.all_delivered().await?;
    let messages = stage.messages(ADA, |messages| !messages.is_empty()).await?;
    assert_eq!(texts(&messages), ["hello"]);
    let first = messages.first().ok_or("no message")?;
    assert_eq!(list(first, "/reactions").len(), 1);
    let health = stage
        .health(|health| number(health, "/intake/duplicates") >= 1)
        .await?;
    assert_eq!(number(&health, "/intake/received"), 4);
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(number(&conversation, "/unread"), 1);
    stage.close().await
}

#[tokio::test]
async fn the_order_is_metas_whatever_the_order_of_arrival() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .fault(Switch::HoldDeliveries, &Fault::always())
        .await?;
    for words in ["one", "two", "three", "four"] {
        stage.control().customer_writes(ADA, words).await?;
    }
    let reversed = json!({ "order": "reversed" });
    stage.control().post("/deliveries/release", reversed).await?;
    let messages = stage.messages(ADA, |messages| messages.len() == 4).await?;
    assert_eq!(texts(&messages), ["one", "two", "three", "four"]);
    stage
        .conversation(ADA, |found| text(found, "/last/text") == "four")
        .await?;
    stage.close().await
}

#[tokio::test]
async fn what_refers_to_a_message_may_come_before_it() -> Flow {
    let stage = Stage::by_hand().await?;
    let control = stage.control();
    control.fault(Switch::HoldDeliveries, &Fault::always()).await?;
    let mid = control.customer_writes(ADA, "Do you open on Sunday?").await?;
    let react = json!({ "mid": mid, "reaction": "love" });
    control.customer_does(ADA, "react", react).await?;
    let edit = json!({ "mid": mid, "text": "Do you open on Monday?" });
    control.customer_does(ADA, "edit", edit).await?;
    control
        .post("/deliveries/release", json!({ "order": "reversed" }))
        .await?;
    let message = stage
        .message(ADA, &mid, |message| {
            text(message, "/text") == "Do you open on Monday?"
        })
        .await?;
    assert!(flag(&message, "/edited"));
    assert_eq!(text(&message, "/reactions/0/emoji"), "❤️");
    stage.close().await
}

#[tokio::test]
async fn a_takeback_that_comes_first_wins_over_the_message_and_its_edit() -> Flow {
    let stage = Stage::by_hand().await?;
    let control = stage.control();
    control.fault(Switch::HoldDeliveries, &Fault::always()).await?;
    let mid = control.customer_writes(ADA, "my code is walnuts").await?;
    let edit = json!({ "mid": mid, "text": "my code is hazelnuts" });
    control.customer_does(ADA, "edit", edit).await?;
    control
        .customer_does(ADA, "unsend", json!({ "mid": mid }))
        .await?;
    control
        .post("/deliveries/release", json!({ "order": "reversed" }))
        .await?;
    let message = stage
        .message(ADA, &mid, |message| flag(message, "/unsent"))
        .await?;
    stage.all_delivered().await?;
    assert!(!message.to_string().contains("nuts"), "{message}");
    assert!(list(&stage.get("/api/search?q=walnuts").await?, "/hits").is_empty());
    assert!(list(&stage.get("/api/search?q=hazelnuts").await?, "/hits").is_empty());
    stage.close().await
}

#[tokio::test]
async fn an_echo_before_its_answer_is_our_own() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::EchoBeforeAnswer, &Fault::always())
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let messages = stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(texts(&messages), ["hello", "Hello Ada"]);
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(
        text(&conversation, "/owner/reason"),
        "sent",
        "our own echo is no answer from the phone"
    );
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    stage.close().await
}

#[tokio::test]
async fn an_echo_that_comes_twice_or_names_our_app_is_still_one_message() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    for switch in [Switch::EchoDuplicated, Switch::EchoAppId] {
        stage.control().fault(switch, &Fault::always()).await?;
    }
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    stage.all_delivered().await?;
    let messages = stage.messages(ADA, |messages| messages.len() == 2).await?;
    assert_eq!(texts(&messages), ["hello", "Hello Ada"]);
    assert_eq!(
        text(&stage.conversation(ADA, any).await?, "/owner/reason"),
        "sent"
    );
    stage.close().await
}

#[tokio::test]
async fn several_events_in_one_delivery_are_each_taken_in() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .fault(Switch::Batch, &Fault::always().count(3))
        .await?;
    for (who, words) in [(ADA, "one"), (BEN, "two"), (ADA, "three")] {
        stage.control().customer_writes(who, words).await?;
    }
    let messages = stage.messages(ADA, |messages| messages.len() == 2).await?;
    assert_eq!(texts(&messages), ["one", "three"]);
    let messages = stage.messages(BEN, |messages| messages.len() == 1).await?;
    assert_eq!(texts(&messages), ["two"]);
    stage.close().await
}

#[tokio::test]
async fn an_account_that_is_not_connected_is_counted_and_not_stored() -> Flow {
    let stage = Stage::by_hand().await?;
    let foreign = "17841400000000099";
    let delivery = format!(
        r#"{{"object":"instagram","entry":[{},{}]}}"#,
        entry(
            foreign,
            &[Item::message(foreign, BEN, "mid-f", "walnuts for somebody else")]
        ),
        entry(ACCOUNT, &[Item::message(ACCOUNT, ADA, "mid-1", "one for us")]),
    );
    assert_eq!(stage.deliver(&delivery).await?, 200);
    let messages = stage.messages(ADA, |messages| messages.len() == 1).await?;
    assert_eq!(texts(&messages), ["one for us"]);
    let health = stage
        .health(|health| number(health, "/intake/unconnected") == 1)
        .await?;
    assert_eq!(number(&health, "/intake/undecodable"), 0);
    let rows = list(&stage.get("/api/conversations").await?, "/rows");
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(list(&stage.get("/api/search?q=walnuts").await?, "/hits").is_empty());
    stage.close().await
}

#[tokio::test]
async fn one_delivery_for_two_accounts_is_split_by_entry() -> Flow {
    let stage = Stage::by_hand().await?;
    let second = "17841400000000002";
    let new = json!({ "id": second, "username": "cafe.test", "name": "Café Test" });
    stage.control().post("/accounts", new).await?;
    let customer = json!({ "username": "cleo.eats", "igsid": "6100000000000003", "account": second });
    stage.control().post("/customers", customer).await?;
    let wizard = stage.begin_wizard().await?;
    let asked = json!({ "url": text(&wizard, "/authorize_url"), "account": second });
    let gone = stage.control().post("/consent", asked).await?;
    stage
        .paste(text(&wizard, "/id"), text(&gone, "/redirect"))
        .await?;
    stage.wizard_at(text(&wizard, "/id"), "receive").await?;
    stage
        .control()
        .fault(Switch::Batch, &Fault::always().count(2))
        .await?;
    stage.control().customer_writes(ADA, "to the bakery").await?;
    stage
        .control()
        .customer_writes("6100000000000003", "to the café")
        .await?;
    stage
        .messages(ADA, |messages| texts(messages) == ["to the bakery"])
        .await?;
    let rows = stage
        .until("both conversations", || async {
            let rows = list(&stage.get("/api/conversations").await?, "/rows");
            Ok((rows.len() == 2).then_some(rows))
        })
        .await?;
    let of = |account: &str| {
        let row = rows.iter().find(|row| text(row, "/account_id") == account);
        row.map(|row| text(row, "/last/text").to_owned())
    };
    assert_eq!(of(ACCOUNT).as_deref(), Some("to the bakery"));
    assert_eq!(of(second).as_deref(), Some("to the café"));
    stage.close().await
}

#[tokio::test]
async fn the_unit_of_an_entrys_time_does_not_matter() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .fault(Switch::SecondsTimestamps, &Fault::always())
        .await?;
    let mid = stage.hears(ADA, "hello").await?;
    let message = stage.message(ADA, &mid, any).await?;
    let thread = stage.control().thread(ADA).await?;
    assert_eq!(number(&message, "/at"), number(&thread, "/messages/0/at"));
    // An item without its own time has its entry's, in whatever unit that is.
    let seconds = number(&thread, "/messages/0/at") / 1_000 + 60;
    let bare = format!(
        r#"{{"object":"instagram","entry":[{{"time":{seconds},"id":"{ACCOUNT}","messaging":[{{"sender":{{"id":"{ADA}"}},"recipient":{{"id":"{ACCOUNT}"}},"message":{{"mid":"mid-bare","text":"later"}}}}]}}]}}"#
    );
    assert_eq!(stage.deliver(&bare).await?, 200);
    let bare = stage.message(ADA, "mid-bare", any).await?;
    assert_eq!(number(&bare, "/at"), seconds * 1_000);
    stage.close().await
}

#[tokio::test]
async fn an_account_that_was_away_gets_everything_once_when_it_is_back() -> Flow {
    let mut stage = Stage::by_hand().await?;
    stage
        .control()
        .put("/settings", json!({ "retry_first_ms": 50, "retry_max_ms": 100 }))
        .await?;
    stage.stop_hub().await;
    for words in ["one", "two"] {
        stage.control().customer_writes(ADA, words).await?;
    }
    stage
        .until("a delivery that failed", || async {
            let sent = stage.control().get("/deliveries").await?;
            let tried = list(&sent, "/deliveries")
                .iter()
                .any(|one| number(one, "/attempts") > 0);
            Ok(tried.then_some(()))
        })
        .await?;
    stage.start_hub().await?;
    stage.receive_again().await?;
    let messages = stage.messages(ADA, |messages| messages.len() == 2).await?;
    assert_eq!(texts(&messages), ["one", "two"]);
    assert!(!stage.subscribed(APP).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn body_of_one_item_is_what_the_platform_would_send() -> Flow {
    let stage = Stage::by_hand().await?;
    let hand_made = body(&[Item::message(ACCOUNT, ADA, "mid-1", "by hand")]);
    assert_eq!(stage.deliver(&hand_made).await?, 200);
    assert_eq!(stage.deliver(&hand_made).await?, 200, "again is no fault");
    let messages = stage.messages(ADA, |messages| messages.len() == 1).await?;
    assert_eq!(texts(&messages), ["by hand"]);
    stage.close().await
}
