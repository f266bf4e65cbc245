/** The wizard against an Instagram with a consent page of its own, and every way in which a sign-in goes wrong. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA, APP_ID } from "../support/sandbox";
import { enterApp, openConversation, registerRedirect } from "../support/story";
import { Person, type Window } from "../support/window";

let desk: Desk;
let person: Person;
let window: Window;

beforeEach(async () => {
  desk = await Desk.start();
  person = await Person.sitDown();
  window = await person.open(desk.url);
  await window.press("choose-instagram");
});

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

/** Presses the button and returns Instagram's page, which opens in a tab of its own. */
async function instagramPage() {
  const tab = person.nextTab();
  await window.press("sign-in");
  const page = await tab;
  await page.locator("#allow").waitFor();
  return page;
}

async function answeredBy(pressed: "#allow" | "#cancel"): Promise<void> {
  const page = await instagramPage();
  await page.locator(pressed).click();
  await backAtTheDesk(page);
}

/** The browser has brought the answer home: the page says so, and the person returns to the desk. */
async function backAtTheDesk(page: Page): Promise<void> {
  await page.waitForURL((url) => !url.pathname.includes("/oauth/"));
  await page.close();
  await window.page.bringToFront();
}

/** Presses *Sign in* and answers the page without a browser: the address that a browser would end on. */
async function redirectOf(options: Record<string, unknown> = {}): Promise<string> {
  await answeredInNoBrowser();
  await window.press("copy-authorize");
  const authorize = await window.page.evaluate(() => navigator.clipboard.readText());
  return desk.instagram.consent(authorize, options);
}

async function answeredInNoBrowser(): Promise<void> {
  const page = await instagramPage();
  await page.close();
  await window.page.bringToFront();
}

async function paste(address: string): Promise<void> {
  await window.fill("paste-url", address);
  await window.press("paste-go");
}

it("an account is connected through the browser, and its messages arrive", async () => {
  await enterApp(window);
  await registerRedirect(window, desk);
  await answeredBy("#allow");
  for (const check of ["handshake", "test_event", "first_message"]) await window.see(`check-${check}`);

  await window.fill("public-address", "https://plain-otter-41.example-tunnel.test/");
  await window.press("public-address-save");
  const callback = await window.read("callback-url", "https://plain-otter-41.example-tunnel.test/webhooks/instagram/");
  await window.press("copy-verify");
  const token = await window.page.evaluate(() => navigator.clipboard.readText());
  expect(await window.at("verify-token").innerText()).not.toContain(token);
  // No tunnel in a test: the dashboard is told the address behind it.
  const { pathname } = new URL(callback.trim());
  expect(await desk.instagram.setCallback(`http://${await desk.listener()}${pathname}`, token)).toMatchObject({
    verified: true,
  });
  await window.check("handshake", "ok");
  await desk.instagram.testEvent();
  await window.check("test_event", "ok");
  expect(await window.at("check-test_event").innerText()).toContain("does not yet prove");
  await desk.instagram.write(ADA, "Hello from a real phone");
  await window.check("first_message", "ok");

  await window.press("wizard-continue");
  await window.press("wizard-finish");
  await window.see("list");
  await openConversation(window, ADA);
  await window.bubble("Hello from a real phone");
  expect(window.errors).toEqual([]);
});

it("what is visibly wrong with id and secret is said before anything is sent", async () => {
  await window.fill("app-id", "0badcafe0badcafe0badcafe0badcafe");
  await window.fill("app-secret", "••••••••");
  await window.press("wizard-continue");
  expect(await window.focused()).toBe("app-id");
  const page = await window.page.getByTestId("wizard").innerText();
  expect(page).toContain("This is the app secret");
  expect(page).toContain("the dots that hide it");
});

it("cancelling on Instagram's page connects nothing and says so", async () => {
  await enterApp(window);
  await registerRedirect(window, desk);
  await answeredBy("#cancel");
  await window.check("sign_in", "bad");
  expect(await window.at("check-sign_in").innerText()).toMatch(/cancelled/iu);
  await window.see("again-sign_in");
  expect(await desk.accounts()).toEqual([]);
});

it("an unticked permission is named, with what stops working without it", async () => {
  await enterApp(window);
  await registerRedirect(window, desk);
  const page = await instagramPage();
  await page.locator('input[name=scope][value="instagram_business_manage_messages"]').uncheck();
  await page.locator("#allow").click();
  await backAtTheDesk(page);
  await window.check("permissions", "bad");
  expect(await window.at("check-permissions").innerText()).toMatch(/instagram_business_manage_messages.*messages/su);
  expect(await desk.accounts()).toEqual([]);
});

it("the address of an error page can be pasted, and a wrong one is explained", async () => {
  await enterApp(window);
  await registerRedirect(window, desk);
  const redirect = await redirectOf();
  await paste("https://www.instagram.com/oauth/authorize?client_id=7");
  expect(await window.page.getByTestId("wizard").innerText()).toContain("Press Allow there first");
  await paste(redirect);
  await window.see("check-first_message");
  expect(await desk.accounts()).toHaveLength(1);
});

it("where the dashboard takes only https addresses, that one is copied and the sign-in ends by pasting", async () => {
  await enterApp(window);
  const shown = async () => (await (await window.see("redirect-uri")).innerText()).trim();
  const copied = async () => {
    await window.press("copy-redirect");
    await window.at("copy-redirect").getByText("Copied").waitFor();
    return window.page.evaluate(() => navigator.clipboard.readText());
  };
  const http = await shown();
  expect(http).toMatch(/^http:\/\/localhost:\d+\//u);
  await window.press("redirect-scheme");
  const https = http.replace("http:", "https:");
  await eventually("the https address", async () => (await shown()) === https);
  expect(await copied()).toBe(https);
  await window.read("wizard", "Your browser will end on a page that it cannot open.");

  await desk.instagram.registerRedirect(https);
  const redirect = await redirectOf();
  expect(redirect.startsWith(`${https}?`)).toBe(true);
  await paste(redirect);
  await window.see("check-first_message");
  expect(await desk.accounts()).toHaveLength(1);
  expect(window.errors).toEqual([]);
});

it("the http address can be chosen again", async () => {
  await enterApp(window);
  const first = await (await window.see("redirect-uri")).innerText();
  await window.press("redirect-scheme");
  await window.read("redirect-uri", "https://");
  await window.press("redirect-scheme");
  await eventually("the first address", async () => (await window.at("redirect-uri").innerText()) === first);
  await desk.instagram.registerRedirect(first.trim());
  await answeredBy("#allow");
  await window.see("check-first_message");
});

it("a code that was used already is named, and a fresh sign-in goes on", async () => {
  await enterApp(window);
  await registerRedirect(window, desk);
  const redirect = await redirectOf();
  await desk.instagram.fault("code_refused", { times: 1 });
  await paste(redirect);
  await window.check("exchange", "bad");
  await paste(redirect);
  await window.check("sign_in", "bad");
  expect(await window.at("check-sign_in").innerText()).toMatch(/works once/u);
  await answeredBy("#allow");
  await window.see("check-first_message");
});

it("a refused exchange quotes Instagram, lists the causes, and takes another secret", async () => {
  await enterApp(window, "1badcafe0badcafe0badcafe0badcafe");
  await registerRedirect(window, desk);
  await answeredBy("#allow");
  await window.check("exchange", "bad");
  const refused = window.at("check-exchange");
  expect(await refused.locator("q").innerText()).not.toBe("");
  expect(await refused.locator("ol > li").count()).toBeGreaterThan(1);
  await window.press("change-secret");
  expect(await window.at("app-secret").inputValue()).toBe("");
  await enterApp(window);
  await answeredBy("#allow");
  await window.see("check-first_message");
});

it("a refused long-lived token is said with the time that is left", async () => {
  await desk.instagram.fault("long_lived_refused", { times: 1 });
  await enterApp(window);
  await registerRedirect(window, desk);
  await answeredBy("#allow");
  await window.see("check-first_message");
  await window.press("wizard-later");
  await window.see("list");
  await window.press("rail-settings");
  const account = (await desk.accounts())[0];
  expect(await (await window.see(`token-${account?.id ?? ""}`)).innerText()).toMatch(/Short sign-in, \d+ min left/u);
});

it("a reload in the middle shows the same station, and cancelling leaves nothing", async () => {
  await enterApp(window);
  await window.page.reload();
  await window.see("sign-in");
  await window.press("wizard-cancel");
  await window.see("welcome");
  expect(await desk.accounts()).toEqual([]);
});

it("a desk that was closed half-way has kept nothing, and the page says so", async () => {
  await enterApp(window);
  await registerRedirect(window, desk);
  await answeredInNoBrowser();
  await desk.restart();
  await window.page.goto("about:blank");
  await window.page.goto(desk.url);
  await window.see("wizard-interrupted");
  expect(await desk.accounts()).toEqual([]);
});

it("a desk that was closed after the sign-in says that the account is connected", async () => {
  await enterApp(window);
  await registerRedirect(window, desk);
  await answeredBy("#allow");
  await window.see("check-first_message");
  await desk.restart();
  await window.page.goto("about:blank");
  await window.page.goto(desk.url);
  expect(await (await window.see("wizard-connected")).innerText()).toContain("is connected");
});

it("a second sign-in of the same account asks first, and either answer ends well", async () => {
  const other = { id: "700000000000002", secret: "2badcafe2badcafe2badcafe2badcafe" };
  await desk.instagram.createApp(other.id, other.secret);
  await enterApp(window);
  const redirect = await registerRedirect(window, desk);
  await desk.instagram.registerRedirect(redirect, other.id);
  await answeredBy("#allow");
  await window.press("wizard-later");
  await window.see("list");

  await window.press("rail-connect");
  await window.press("choose-instagram");
  await enterApp(window, other.secret, other.id);
  await answeredBy("#allow");
  await window.press("question-keep");
  await window.check("subscription", "bad");
  expect((await desk.accounts()).map(({ app_id }) => app_id)).toEqual([APP_ID]);
  await window.press("again-subscription");
  await window.press("question-replace");
  await window.see("check-first_message");
  expect((await desk.accounts()).map(({ app_id }) => app_id)).toEqual([other.id]);
});
