//! What a person sees and presses, by the names the UI gives its parts (`data-testid`).

use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

/// How long anything may take to appear. Generous: a loaded machine with two cores is still a machine.
const PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The open window.
#[derive(Debug, Clone)]
pub struct Window {
    client: Client,
}

impl Window {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Waits until the part is there and returns it.
    ///
    /// # Errors
    /// When it does not appear in time; the error shows what the window says instead.
    pub async fn see(&self, part: &str) -> anyhow::Result<Element> {
        self.see_css(&by_name(part)).await
    }

    /// Waits until something matches a CSS selector and is displayed.
    ///
    /// # Errors
    /// As [`Window::see`].
    pub async fn see_css(&self, selector: &str) -> anyhow::Result<Element> {
        // WebDriver's own “displayed” takes a text field inside a scrolling grid for hidden; the browser knows better.
        let shown =
            "return document.querySelector(arguments[0])?.checkVisibility({ visibilityProperty: true })";
        self.until_script(&format!("{selector} to appear"), shown, vec![json!(selector)])
            .await?;
        Ok(self.client.find(Locator::Css(selector)).await?)
    }

    /// Waits until the part contains these words, and returns all its text.
    ///
    /// # Errors
    /// As [`Window::see`].
    pub async fn read(&self, part: &str, words: &str) -> anyhow::Result<String> {
        self.until(&format!("“{words}” in {part}"), async || {
            let texts = self.texts(&by_name(part)).await?;
            Ok(texts.into_iter().find(|text| text.contains(words)))
        })
        .await
    }

    /// The text of everything that matches a CSS selector now.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn texts(&self, selector: &str) -> anyhow::Result<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText ?? '')";
        let found = self.client.execute(script, vec![json!(selector)]).await?;
        Ok(serde_json::from_value(found)?)
    }

    /// Waits until the part's attribute has this value.
    ///
    /// # Errors
    /// As [`Window::see`].
    pub async fn see_attribute(&self, part: &str, name: &str, value: &str) -> anyhow::Result<()> {
        self.see_css(&format!("{}[{name}='{value}']", by_name(part)))
            .await
            .map(drop)
    }

    /// Waits until the part is no longer in the window.
    ///
    /// # Errors
    /// When it stays.
    pub async fn until_gone(&self, part: &str) -> anyhow::Result<()> {
        let script = "return document.querySelector(arguments[0]) === null";
        self.until_script(&format!("{part} to go away"), script, vec![json!(by_name(part))])
            .await
            .map(drop)
    }

    /// Presses the part, waiting for it first.
    ///
    /// # Errors
    /// As [`Window::see`], or when something else covers it all the time.
    pub async fn press(&self, part: &str) -> anyhow::Result<()> {
        self.press_css(&by_name(part)).await
    }

    /// Presses what matches a CSS selector.
    ///
    /// # Errors
    /// As [`Window::press`].
    pub async fn press_css(&self, selector: &str) -> anyhow::Result<()> {
        self.until(&format!("{selector} to be pressed"), async || {
            let Ok(element) = self.client.find(Locator::Css(selector)).await else {
                return Ok(None);
            };
            // A list that redraws itself between looking and pressing is asked again.
            Ok(element.click().await.ok())
        })
        .await
    }

    /// Presses the part until something matches a CSS selector. What moves while it is pressed, as a row does when
    /// customers write, is pressed again by people too.
    ///
    /// # Errors
    /// When that is never seen.
    pub async fn press_until(&self, part: &str, seen: &str) -> anyhow::Result<()> {
        self.until(&format!("{seen} after pressing {part}"), async || {
            if self.client.find(Locator::Css(seen)).await.is_ok() {
                return Ok(Some(()));
            }
            if let Ok(element) = self.client.find(Locator::Css(&by_name(part))).await {
                // A list that redraws itself between looking and pressing is asked again.
                drop(element.click().await);
            }
            Ok(None)
        })
        .await
    }

    /// Types into the part with real key presses.
    ///
    /// # Errors
    /// As [`Window::see`].
    pub async fn type_into(&self, part: &str, text: &str) -> anyhow::Result<()> {
        let field = self.see(part).await?;
        field
            .send_keys(text)
            .await
            .with_context(|| format!("typing into {part}"))
    }

    /// Waits until a script in the page returns something other than null or false.
    ///
    /// # Errors
    /// As [`Window::see`].
    pub async fn until_script(
        &self,
        what: &str,
        script: &str,
        arguments: Vec<Value>,
    ) -> anyhow::Result<Value> {
        self.until(what, async || {
            let value = self.client.execute(script, arguments.clone()).await?;
            Ok((value != Value::Null && value != Value::Bool(false)).then_some(value))
        })
        .await
    }

    /// Waits until nothing moves any more and the letters are there.
    ///
    /// # Errors
    /// As [`Window::see`].
    pub async fn settle(&self) -> anyhow::Result<()> {
        let stands_still = "return document.fonts.status === 'loaded' && document.getAnimations().every(
            (one) => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)";
        self.until_script("the page to stand still", stands_still, Vec::new())
            .await
            .map(drop)
    }

    /// Saves a picture of the page.
    ///
    /// # Errors
    /// When the window does not answer or the file cannot be written.
    pub async fn picture(&self, file: &Path) -> anyhow::Result<()> {
        let png = self.client.screenshot().await?;
        std::fs::write(file, png).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Makes the window this large, in pixels.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn resize(&self, width: u32, height: u32) -> anyhow::Result<()> {
        Ok(self.client.set_window_size(width, height).await?)
    }

    async fn until<T>(
        &self,
        what: &str,
        look: impl AsyncFn() -> anyhow::Result<Option<T>>,
    ) -> anyhow::Result<T> {
        let started = Instant::now();
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            if started.elapsed() > PATIENCE {
                bail!(
                    "waited {PATIENCE:?} for {what}; the window says:\n{}",
                    self.everything().await
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    async fn everything(&self) -> String {
        let text = self
            .client
            .execute("return document.body.innerText", Vec::new())
            .await;
        text.map_or_else(
            |error| error.to_string(),
            |text| text.as_str().unwrap_or_default().to_owned(),
        )
    }
}

fn by_name(part: &str) -> String {
    format!("[data-testid='{part}']")
}

/// Looks again and again until `look` finds something, for what is not in the window.
///
/// # Errors
/// When it is not found in time, or looking fails.
pub(crate) async fn eventually<T, F>(what: &str, look: impl Fn() -> F) -> anyhow::Result<T>
where
    F: Future<Output = anyhow::Result<Option<T>>>,
{
    let started = Instant::now();
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        if started.elapsed() > PATIENCE {
            bail!("waited {PATIENCE:?} for {what}");
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}
