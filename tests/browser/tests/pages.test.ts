/** The pages around the inbox: what is saved stays, what is refused says why, what is secret is never shown again. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ACCOUNT, ADA } from "../support/sandbox";
import { connectPractice, openConversation } from "../support/story";
import { Person, type Window } from "../support/window";

let desk: Desk;
let person: Person;
let window: Window;

beforeEach(async () => {
  desk = await Desk.start();
  person = await Person.sitDown();
  window = await person.open(desk.url);
  await connectPractice(window, desk);
});

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

it("the autopilot's model is tried in words, and its key is written but never read back", async () => {
  await window.press("rail-autopilot");
  await window.press("autopilot-try");
  await eventually("a result", async () => /\d\.\d s/u.exec(await window.at("autopilot-tried").innerText()));
  const key = "the-model-key-of-this-test";
  await window.fill("autopilot-key", key);
  await window.press("autopilot-save");
  await window.see("autopilot-has-key");
  expect(await window.at("autopilot-key").inputValue()).toBe("");
  await window.page.reload();
  await window.see("autopilot-has-key");
  expect(await window.page.content()).not.toContain(key);
});

it("a form that cannot work is not saved, and the first wrong field has the focus", async () => {
  await window.press("rail-autopilot");
  await window.fill("autopilot-base_url", "not an address");
  await window.press("autopilot-save");
  await eventually("the focus", async () => (await window.focused()) === "autopilot-base_url");
  await window.seeState("autopilot-base_url", "aria-invalid", "true");
  await window.fill("autopilot-base_url", "http://127.0.0.1:11434/v1");
  await window.press("autopilot-save");
  await window.read("autopilot-savebar", "Saved.");
});

it("switched off, the autopilot is silent", async () => {
  await window.press("rail-autopilot");
  await window.press("autopilot-on");
  await window.seeState("autopilot-on", "data-state", "unchecked");
  await window.press("rail-inbox");
  await window.press("split-all");
  await desk.practice.write(ADA, "Anybody there?");
  await openConversation(window, ADA);
  await window.bubble("Anybody there?");
  expect(await desk.practice.sentTo(ADA)).toEqual([]);
});

it("a timing is saved as its field is left, and an impossible one says why", async () => {
  await window.press("rail-settings");
  await window.fill("setting-typing_expiry_ms", "15");
  await window.keys("Enter");
  await eventually("saved", async () => (await window.at("settings").innerText()).includes("Saved"));
  await window.page.reload();
  expect(await (await window.see("setting-typing_expiry_ms")).inputValue()).toBe("15");
  await window.fill("setting-quiet_ms", "300");
  await window.keys("Enter");
  await window.read("settings", "The longest wait cannot be shorter");
});

it("the theme that was chosen stays", async () => {
  await window.press("rail-settings");
  await window.choose("theme-dark");
  await window.page.reload();
  await window.see("settings");
  expect(await window.page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
});

it("a disconnected account keeps its history", async () => {
  await window.press("split-all");
  await desk.practice.write(ADA, "Before you go");
  await openConversation(window, ADA);
  await window.press("rail-settings");
  await window.press(`disconnect-${ACCOUNT}`);
  await window.press("disconnect-confirm");
  await window.seeState(`account-${ACCOUNT}`, "data-state", "disconnected");
  await window.press("rail-inbox");
  await window.press("split-all");
  await openConversation(window, ADA);
  await window.bubble("Before you go");
});

it("an item that cannot be read is shown in Health, kept, and can be read again", async () => {
  const item = {
    sender: { id: ADA },
    recipient: { id: ACCOUNT },
    timestamp: "soon",
    message: { mid: { is: "no text" } },
  };
  await desk.practice.deliver({
    object: "instagram",
    entry: [{ id: ACCOUNT, time: 1_790_000_000_000, messaging: [item] }],
  });
  await window.press("rail-health");
  await window.see("undecodable");
  expect(await window.at("health-intake").innerText()).toMatch(/Undecodable\s+1/u);
  await window.press("replay");
  await window.read("undecodable", "None could be read.");
  await window.see("undecodable");
});
