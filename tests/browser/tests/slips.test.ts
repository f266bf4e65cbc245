/** What hands do by mistake: pressing twice, leaving too early, having two windows. Nothing is lost and nothing is said twice. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA, BEN } from "../support/sandbox";
import { connectPractice, conversation, openConversation } from "../support/story";
import { Person, type Window } from "../support/window";

let desk: Desk;
let person: Person;
let window: Window;

beforeEach(async () => {
  desk = await Desk.start();
  person = await Person.sitDown();
  window = await person.open(desk.url);
  await connectPractice(window, desk);
  await desk.practice.write(BEN, "Hello");
  await desk.practice.write(ADA, "Could you keep two rye loaves for me?");
  await openConversation(window, ADA);
  // The autopilot has asked for a human and is silent.
  await window.seeState("owner", "data-owner", "nobody");
});

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

const written = (where: Window) => where.at("composer-text").inputValue();

it("a press on a row that moves before it is released opens the row that was pressed", async () => {
  await window.press("split-all");
  const [ada, ben] = [await window.see(`row-${conversation(ADA)}`), await window.see(`row-${conversation(BEN)}`)];
  const top = async (row: typeof ada) => (await row.boundingBox())?.y ?? 0;
  await desk.practice.write(ADA, "Are you there?");
  await eventually("Ada above Ben", async () => (await top(ada)) < (await top(ben)));
  await ben.hover();
  await window.page.mouse.down();
  await desk.practice.write(BEN, "And a cake, please.");
  await eventually("Ben above Ada", async () => (await top(ben)) < (await top(ada)));
  await window.page.mouse.up();
  await window.seeState("conversation", "data-id", conversation(BEN));
});

it("beside the side panel the header says whole who waits and until when", async () => {
  expect(await (await window.see("toggle-side")).getAttribute("aria-pressed")).toBe("true");
  const isWhole = (element: Element) => element.scrollWidth <= element.clientWidth;
  expect(await window.at("owner").locator("span").first().evaluate(isWhole)).toBe(true);
  expect(await window.at("window").evaluate(isWhole)).toBe(true);
});

it("a double click takes over once", async () => {
  await (await window.see("take-over")).dblclick({ delay: 20 });
  await window.seeState("owner", "data-owner", "operator");
  // What the second half would have done is done by the time that this is read again.
  await window.page.reload();
  await window.seeState("owner", "data-owner", "operator");
});

it("what the autopilot handed over can go back to it at once, and a double click does not take it away again", async () => {
  await desk.practice.fault("model_hang", { ms: 10_000 });
  await (await window.see("hand-back")).dblclick({ delay: 20 });
  await window.seeState("owner", "data-owner", "autopilot");
  await window.gone("hand-back");
  await window.page.reload();
  await window.seeState("owner", "data-owner", "autopilot");
});

it("a reply that could not leave is there again for whoever comes back to it", async () => {
  await window.page.route("**/reply", (route) => route.abort());
  await (await window.see("composer-text")).pressSequentially("Of course, two loaves for you.");
  await window.keys("Enter");
  await openConversation(window, BEN);
  await openConversation(window, ADA);
  expect(await written(window)).toBe("Of course, two loaves for you.");
  await eventually("the draft", async () => (await desk.draft(conversation(ADA))) === "Of course, two loaves for you.");
  await window.page.unroute("**/reply");
  await window.press("composer-send");
  await window.bubble("two loaves for you");
  await eventually("the answer at Instagram", async () =>
    (await desk.practice.sentTo(ADA)).some(({ text }) => text === "Of course, two loaves for you."),
  );
});

it("a draft that was sent in one window is gone from the other", async () => {
  await (await window.see("composer-text")).pressSequentially("Of course.");
  await window.see("draft-kept");
  const second = await person.open(desk.url);
  await openConversation(second, ADA);
  await eventually("the draft in the second window", async () => (await written(second)) === "Of course.");
  await window.press("composer-send");
  await window.bubble("Of course.");
  await eventually("an empty composer in the second window", async () => (await written(second)) === "");
});
