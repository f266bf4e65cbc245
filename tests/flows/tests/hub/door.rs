//! Who may come in, and what is served.

use flows::{Flow, Stage, TOKEN, text};
use serde_json::Value;

#[tokio::test]
async fn without_the_right_token_nobody_comes_in() -> Flow {
    let stage = Stage::by_hand().await?;
    let address = stage.hub()?.address;
    for path in [
        "/api/health",
        "/api/accounts",
        "/api/openapi.json",
        "/api/feed",
        "/api/nothing",
    ] {
        let url = format!("http://{address}{path}");
        let half = TOKEN.get(..TOKEN.len() - 1).unwrap_or_default();
        for request in [
            stage.http().get(&url),
            stage.http().get(&url).bearer_auth("another-token-of-the-flows"),
            stage.http().get(&url).bearer_auth(half),
            stage.http().get(&url).bearer_auth(""),
            stage.http().get(format!("{url}?token={TOKEN}")),
            stage.http().get(&url).basic_auth("operator", Some(TOKEN)),
        ] {
            let answer = request.send().await?;
            assert_eq!(answer.status(), 401, "{path}");
            let kind = answer.headers().get("content-type").cloned();
            assert_eq!(kind, Some("application/problem+json".parse()?));
            let problem: Value = answer.json().await?;
            assert_eq!(text(&problem, "/code"), "token");
            assert!(!problem.to_string().contains(TOKEN));
        }
    }
    stage.close().await
}

#[tokio::test]
async fn only_the_loopback_names_are_answered() -> Flow {
    let stage = Stage::by_hand().await?;
    let address = stage.hub()?.address;
    let ask = |host: String| {
        let url = format!("http://{address}/api/health");
        stage
            .http()
            .get(url)
            .bearer_auth(TOKEN)
            .header("host", host)
            .send()
    };
    let port = address.port();
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}")] {
        assert_eq!(ask(host.clone()).await?.status(), 200, "{host}");
    }
    for host in [
        "shop.example.test".to_owned(),
        format!("shop.example.test:{port}"),
        format!("127.0.0.1.example.test:{port}"),
        "127.0.0.1:1".to_owned(),
    ] {
        let answer = ask(host.clone()).await?;
        assert_eq!(answer.status(), 421, "{host}");
        let problem: Value = answer.json().await?;
        assert_eq!(text(&problem, "/code"), "wrong_host");
    }
    stage.close().await
}

#[tokio::test]
async fn another_website_may_not_use_the_desk() -> Flow {
    let stage = Stage::by_hand().await?;
    let address = stage.hub()?.address;
    let ask = |origin: String| {
        let url = format!("http://{address}/api/health");
        stage
            .http()
            .get(url)
            .bearer_auth(TOKEN)
            .header("origin", origin)
            .send()
    };
    assert_eq!(ask(format!("http://{address}")).await?.status(), 200);
    for origin in [
        "https://shop.example.test".to_owned(),
        "null".to_owned(),
        format!("https://{address}"),
        "http://127.0.0.1:1".to_owned(),
    ] {
        let answer = ask(origin.clone()).await?;
        assert_eq!(answer.status(), 403, "{origin}");
        assert!(answer.headers().get("access-control-allow-origin").is_none());
        let problem: Value = answer.json().await?;
        assert_eq!(text(&problem, "/code"), "wrong_origin");
    }
    stage.close().await
}

#[tokio::test]
async fn it_serves_on_loopback_only_and_wants_a_token_that_is_worth_the_name() -> Flow {
    let mut stage = Stage::new().await?;
    stage.stop_hub().await;
    let open = hub::Options {
        listen: "0.0.0.0:0".parse()?,
        ..stage.options()?
    };
    let short = hub::Options {
        token: Some("short".to_owned()),
        ..stage.options()?
    };
    for (options, words) in [(open, "loopback only"), (short, "16 characters")] {
        let error = match hub::Hub::start(&options).await {
            Ok(_) => return Err(format!("it started: {words}").into()),
            Err(error) => format!("{error:#}"),
        };
        assert!(error.contains(words), "{error}");
    }
    stage.close().await
}

#[tokio::test]
async fn the_document_is_served_and_is_the_committed_one() -> Flow {
    let stage = Stage::new().await?;
    let served = stage.get("/api/openapi.json").await?;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.json");
    let committed: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    assert!(
        served == committed,
        "openapi.json is out of date: cargo xtask types"
    );
    let paths = served.get("paths").and_then(Value::as_object);
    assert!(paths.is_some_and(|paths| paths.len() > 30));
    stage.close().await
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_with_a_code() -> Flow {
    let stage = Stage::new().await?;
    let (status, problem) = stage.call("GET", "/api/nothing", None).await?;
    assert_eq!((status, text(&problem, "/code")), (404, "not_found"));
    let (status, problem) = stage.call("GET", "/api/conversations/1.2", None).await?;
    assert_eq!((status, text(&problem, "/code")), (404, "not_found"));
    let (status, problem) = stage
        .call(
            "POST",
            "/api/connect",
            Some(serde_json::json!({ "host": "moon" })),
        )
        .await?;
    assert_eq!((status, text(&problem, "/code")), (422, "bad_request"));
    assert!(!text(&problem, "/detail").is_empty());
    stage.close().await
}

#[tokio::test]
async fn the_ui_stands_beside_the_api() -> Flow {
    let mut stage = Stage::new().await?;
    let ui = stage.folder().join("no-ui");
    std::fs::create_dir(&ui)?;
    std::fs::write(ui.join("index.html"), "<h1>the inbox</h1>")?;
    std::fs::write(ui.join("app.js"), "1")?;
    stage.restart().await?;
    let address = stage.hub()?.address;
    for (path, words) in [("/", "the inbox"), ("/app.js", "1"), ("/c/1.2", "the inbox")] {
        let answer = stage.http().get(format!("http://{address}{path}")).send().await?;
        assert!(answer.text().await?.contains(words), "{path}");
    }
    stage.close().await
}
