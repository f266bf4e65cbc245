/** Search over everything, and the jump to the message. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA, BEN } from "../support/sandbox";
import { connectPractice, conversation } from "../support/story";
import { Person, type Window } from "../support/window";

let desk: Desk;
let person: Person;
let window: Window;

beforeEach(async () => {
  desk = await Desk.start();
  person = await Person.sitDown();
  window = await person.open(desk.url);
  await connectPractice(window, desk);
  await window.press("split-all");
});

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

const count = () => window.page.getByTestId("search-hit").count();

it("finds words as they are typed, marks them, and Enter opens the message", async () => {
  await desk.practice.write(ADA, "Is the blue rain jacket back?");
  await desk.practice.write(BEN, "A loaf of rye, please");
  await window.see(`row-${conversation(BEN)}`);
  await window.keys("/");
  await window.page.keyboard.type("jack");
  await eventually("one hit", async () => (await count()) === 1);
  expect(await window.page.locator('[data-testid="search-hit"] mark').allInnerTexts()).toContain("jacket");
  await window.keys("Enter");
  await window.gone("search");
  await window.seeState("conversation", "data-id", conversation(ADA));
  await window.bubble("blue rain jacket");
  // All of it is on the screen: there is nothing newer to go to.
  await window.gone("to-latest");
});

it("says when nothing was written with these words, and Escape closes it", async () => {
  await window.keys("/");
  await window.page.keyboard.type("zeppelin");
  await window.read("search", "Nothing was written with “zeppelin”.");
  await window.keys("Escape");
  await window.gone("search");
});

it("finds any script and an emoji, and draws names of either direction", async () => {
  await desk.practice.write(ADA, "هل عندكم كعكة خالية من الغلوتين؟");
  await window.see(`row-${conversation(ADA)}`);
  await window.keys("/");
  await window.page.keyboard.type("الغلوتين");
  await eventually("one hit", async () => (await count()) === 1);
  const mark = window.page.locator('[data-testid="search-hit"] mark');
  expect(await mark.first().innerText()).toContain("الغلوتين");
});
