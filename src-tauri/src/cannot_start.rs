//! The page shown instead of the inbox when the desk cannot start: what happened, why, and what to do.
//!
//! It is served by the shell itself, without scripts, because nothing else can be relied on at that point.

use std::error::Error;

use axum::Router;
use axum::response::Html;
use axum::routing::get;

/// What the page says.
pub(crate) struct Trouble {
    pub(crate) error: Box<dyn Error + Send + Sync>,
    pub(crate) next_step: String,
}

/// A router with that page at `/`.
pub(crate) fn router(trouble: &Trouble) -> Router {
    let page = page(trouble);
    Router::new().route("/", get(|| async move { Html(page) }))
}

fn page(trouble: &Trouble) -> String {
    let mut reasons = format!(
        "<p class=what data-testid=reason>{}</p>",
        sentence(&trouble.error.to_string())
    );
    let mut cause = trouble.error.source();
    while let Some(error) = cause {
        reasons.push_str(&format!("<p class=cause>{}</p>", sentence(&error.to_string())));
        cause = error.source();
    }
    include_str!("cannot_start.html")
        .replace("{reasons}", &reasons)
        .replace("{next_step}", &code_marks(&escape(&trouble.next_step)))
}

/// Errors are written in lower case and without a full stop; a page is not.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    let end = if text.ends_with('.') { "" } else { "." };
    escape(&format!("{first}{}{end}", letters.as_str()))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// `text between backticks` becomes code that can be selected as a whole.
fn code_marks(text: &str) -> String {
    text.split('`')
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 1 {
                format!("<code>{part}</code>")
            } else {
                part.to_owned()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_happened_and_what_to_do() {
        let trouble = Trouble {
            error: Box::new(engine::data_key::KeyError::Shape("the file <b>".into())),
            next_step: "Run `openssl rand` & start again.".into(),
        };
        let page = page(&trouble);
        assert!(page.contains("The file &lt;b&gt; does not hold a data key"));
        assert!(page.contains("Run <code>openssl rand</code> &amp; start again."));
    }
}
