/** The page as a person uses it: things are found by the names that the API contract gives them, and waited for. */
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from "playwright-core";
import { eventually } from "./eventually";

export type Look = { theme?: "light" | "dark"; width?: number; height?: number };

/** One person at one computer: a browser with a profile of its own, so that a reload keeps what a reload keeps. */
export class Person {
  private constructor(
    private readonly browser: Browser,
    private readonly context: BrowserContext,
  ) {}

  static async sitDown({ theme = "light", width = 1280, height = 800 }: Look = {}): Promise<Person> {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale: "en-GB" });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    return new Person(browser, context);
  }

  /** Opens the desk at an address that carries its token. */
  async open(url: string): Promise<Window> {
    const page = await this.context.newPage();
    const window = new Window(page);
    await page.goto(url);
    return window;
  }

  /** The tab that the page opens next. */
  nextTab(): Promise<Page> {
    return this.context.waitForEvent("page");
  }

  async leave(): Promise<void> {
    await this.browser.close();
  }
}

/** A desk in a tab. Errors of the page are kept, and a test ends with asking that there were none. */
export class Window {
  readonly errors: string[] = [];

  constructor(readonly page: Page) {
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => {
      // A refused request is part of several stories; the page says it in words, the console in its own.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.errors.push(message.text());
      }
    });
  }

  at(testId: string): Locator {
    return this.page.getByTestId(testId).first();
  }

  async see(testId: string): Promise<Locator> {
    const found = this.at(testId);
    await found.waitFor({ state: "visible", timeout: 15_000 });
    return found;
  }

  async press(testId: string): Promise<void> {
    await (await this.see(testId)).click();
  }

  /** Chooses one of several by its name: the round button itself is out of sight. */
  async choose(testId: string): Promise<void> {
    await this.page
      .locator("label")
      .filter({ has: this.page.getByTestId(testId) })
      .click();
  }

  async fill(testId: string, text: string): Promise<void> {
    await (await this.see(testId)).fill(text);
  }

  /** Waits until an element with this name carries an attribute with this value. */
  async seeState(testId: string, attribute: string, value: string): Promise<void> {
    await this.see(testId);
    await eventually(
      `${testId} with ${attribute}=${value}`,
      async () => (await this.at(testId).getAttribute(attribute)) === value,
    );
  }

  /** A check of the wizard has come to this result. */
  check(name: string, state: "ok" | "warn" | "bad" | "run" | "wait"): Promise<void> {
    return this.seeState(`check-${name}`, "data-state", state);
  }

  /** Waits for words inside an element; returns all its text. */
  async read(testId: string, words: string): Promise<string> {
    const found = this.page.getByTestId(testId).filter({ hasText: words }).first();
    await found.waitFor({ state: "visible", timeout: 15_000 });
    return found.innerText();
  }

  /** The bubble with these words. */
  async bubble(words: string): Promise<Locator> {
    const found = this.page.locator('[data-testid^="message-"]').filter({ hasText: words }).last();
    await found.waitFor({ state: "visible", timeout: 15_000 });
    return found;
  }

  async gone(testId: string): Promise<void> {
    await this.at(testId).waitFor({ state: "hidden", timeout: 15_000 });
  }

  /** Presses a key, or types, wherever the focus is. */
  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Name of the element that has the focus: its test id, else its accessible name, else its tag. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return "";
      return element.dataset.testid ?? element.getAttribute("aria-label") ?? element.tagName.toLowerCase();
    });
  }

  /** Presses Tab until the element with this name has the focus. */
  async tabTo(testId: string, limit = 80): Promise<void> {
    for (let press = 0; press < limit; press++) {
      if ((await this.focused()) === testId) return;
      await this.keys("Tab");
    }
    throw new Error(`${testId} is not reached by Tab`);
  }
}
