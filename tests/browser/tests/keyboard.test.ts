/** The main job again, without a mouse. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA } from "../support/sandbox";
import { conversation } from "../support/story";
import { Person, type Window } from "../support/window";

let desk: Desk;
let person: Person;
let window: Window;

beforeEach(async () => {
  desk = await Desk.start();
  person = await Person.sitDown();
  window = await person.open(desk.url);
  await window.see("welcome");
});

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

it("connects, opens a conversation, takes over, answers and hands back by keys alone", async () => {
  await window.tabTo("choose-practice");
  await window.keys("Enter");
  await window.check("subscription", "ok");
  await desk.practice.stopScripts();
  await window.tabTo("wizard-finish");
  await window.keys("Enter");
  await window.see("list");

  await window.keys("4");
  await desk.practice.write(ADA, "Can I order by keyboard?");
  await window.see(`row-${conversation(ADA)}`);
  await window.keys("/");
  await window.page.keyboard.type("keyboard");
  await window.see("search-hit");
  await window.keys("Enter");
  await window.seeState("conversation", "data-id", conversation(ADA));
  // A reply that crosses the autopilot's answer would be asked about, and rightly.
  await window.bubble("two days ahead");
  await window.keys("r");
  await eventually("the composer has the focus", async () => (await window.focused()) === "composer-text");
  await window.page.keyboard.type("You can.");
  await window.seeState("owner", "data-owner", "operator");
  await window.keys("Control+Enter");
  await window.bubble("You can.");
  await window.keys("Escape", "t");
  await window.seeState("owner", "data-owner", "autopilot");

  await window.keys("g", "h");
  await window.see("health");
  await window.keys("g", "a");
  await window.see("autopilot-settings");
  await window.keys("g", "i");
  await window.see("list");
  expect(window.errors).toEqual([]);
});

it("every field of the wizard is reached by Tab in the order of the work", async () => {
  await window.tabTo("choose-instagram");
  await window.keys("Enter");
  await window.see("app-id");
  await window.tabTo("app-id");
  await window.keys("Tab");
  expect(await window.focused()).toBe("app-secret");
  await window.tabTo("wizard-cancel");
  await window.tabTo("wizard-continue");
});

it("leaving unsaved autopilot settings discards nothing, and Ctrl+S saves them", async () => {
  await window.press("choose-practice");
  await window.check("subscription", "ok");
  await desk.practice.stopScripts();
  await window.press("wizard-finish");
  await window.see("list");
  await window.keys("g", "a");
  await window.fill("autopilot-company", "The Night Bakery");
  await window.press("rail-inbox");
  await window.see("list");
  await window.keys("g", "a");
  expect(await (await window.see("autopilot-company")).inputValue()).toBe("The Night Bakery");
  await window.seeState("autopilot-savebar", "data-dirty", "true");
  await window.keys("Control+s");
  await window.read("autopilot-savebar", "Saved.");
  await window.page.reload();
  expect(await (await window.see("autopilot-company")).inputValue()).toBe("The Night Bakery");
});
