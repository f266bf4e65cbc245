//! No secret in any error, `Debug` output or log line.

use std::io;
use std::sync::{Arc, Mutex};

use instagram::Hosts;
use instagram::graph::{Access, Outgoing};
use instagram::sign_in::{App, SignIn};
use instagram::{Timeouts, Transport};
use secrecy::SecretString;
use url::Url;

use crate::server::{ADA, BAKERY, Reply, Server, client_with, impatient};
use crate::wire::{Treatment, Wire};

const TOKEN: &str = "IGAAtokenTOKENtokenTOKENtoken";
const SECRET: &str = "0123456789abcdef0123456789abcdef";
const CODE: &str = "practice-code-77";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn assert_clean(shown: &str) {
    for secret in [TOKEN, SECRET, CODE] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

/// Makes every call that carries a secret and shows what came of it, in both forms.
async fn everything(base: &Url, timeouts: &Timeouts) -> String {
    let hosts = Hosts::at(base);
    let token = SecretString::from(TOKEN);
    let access = Access {
        account: BAKERY.to_owned(),
        token: token.clone(),
    };
    let app = App {
        client_id: "700000000000001".to_owned(),
        client_secret: SECRET.into(),
    };
    let sign_in = SignIn::new(hosts.clone(), Transport::for_hosts(&hosts, timeouts).unwrap());
    let client = client_with(&hosts, timeouts);
    let mut shown = format!("{access:?} {app:?} {sign_in:?} {client:?}");
    let exchanged = sign_in
        .exchange(&app, "http://127.0.0.1:1/", &CODE.into())
        .await
        .value;
    shown += &format!("{exchanged:?}");
    for failed in [
        exchanged.err(),
        sign_in.lengthen(&app, &token).await.value.err(),
        sign_in.refresh(&token).await.value.err(),
        client.me(&token).await.value.err(),
        client.conversation_with(&access, ADA, None).await.value.err(),
    ]
    .into_iter()
    .flatten()
    {
        shown += &format!(" {failed} {failed:?} {failed:#?}");
    }
    shown + &format!("{:?}", client.send(&access, ADA, &Outgoing::text("hi")).await)
}

#[tokio::test]
async fn an_error_that_quotes_the_secrets_is_cleaned() {
    let text = format!(
        "Malformed access token {TOKEN}, secret {SECRET}, code {CODE}, other IGAAotherOTHERotherOTHERother"
    );
    let graph =
        format!(r#"{{"error":{{"message":"{text}","error_user_msg":"{text}","type":"x","code":190}}}}"#);
    let flat = format!(r#"{{"error_type":"OAuthException","code":400,"error_message":"{text}"}}"#);
    let mut replies = vec![Reply::json(400, &flat)];
    replies.extend(vec![Reply::json(400, &graph); 5]);
    let server = Server::answering(replies).await;
    let shown = everything(&server.base, &crate::server::timeouts()).await;
    // Each call cleans out its own secrets; a foreign one is known by its prefix.
    assert!(!shown.contains(TOKEN), "{shown}");
    assert!(!shown.contains("IGAAother"), "{shown}");
    assert!(shown.contains("Malformed access token [removed]"), "{shown}");
}

#[tokio::test]
async fn time_outs_cuts_and_refused_connections_name_no_secret() {
    let silent = Wire::that(Treatment::Silent).await;
    assert_clean(&everything(&silent.base("http"), &impatient()).await);
    let cut = Wire::that(Treatment::CutAfterTheRequest).await;
    assert_clean(&everything(&cut.base("http"), &impatient()).await);
    let tls = Wire::that(Treatment::Slammed).await;
    assert_clean(&everything(&tls.base("https"), &impatient()).await);
}

#[tokio::test]
async fn no_log_line_of_any_level_carries_a_secret() {
    let log = Log::default();
    let writer = log.clone();
    let layer = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    layer.with_writer(move || writer.clone()).init();
    let server = Server::answering(vec![Reply::html(502); 8]).await;
    everything(&server.base, &crate::server::timeouts()).await;
    let lines = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(
        lines.contains("reqwest") && lines.contains("hyper"),
        "the client's own lines were read: {lines}"
    );
    assert_clean(&lines);
}
