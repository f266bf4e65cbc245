/** Reading a long conversation: the place is the reader's, and the way back to the end is short. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA } from "../support/sandbox";
import { connectPractice, conversation, openConversation } from "../support/story";
import { Person, type Window } from "../support/window";

/** More than the window keeps at once, so that its end is let go of while one reads the beginning. */
const MESSAGES = 230;
const HOUR = 3_600_000;
/** Rows stand on fractions of a pixel; what moves by less than one is not seen to move. */
const PIXEL = 1;

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

/** The first row in view and how far from the top it stands. */
function place(page: Page) {
  return page.getByTestId("stream").evaluate((stream) => {
    const top = stream.getBoundingClientRect().top;
    const rows = Array.from(stream.querySelectorAll<HTMLElement>("[data-row]"));
    const first = rows.find((row) => row.getBoundingClientRect().bottom > top + 1);
    return { row: first?.dataset.row, offset: Math.round((first?.getBoundingClientRect().top ?? 0) - top) };
  });
}

async function openLongConversation(): Promise<void> {
  const begun = Date.now() - 3 * HOUR;
  for (let each = 0; each < MESSAGES; each++) {
    await desk.practice.write(ADA, { text: `Line ${String(each)} of a long story`, at: begun + each * 20_000 });
  }
  await openConversation(window, ADA);
  await window.bubble(`Line ${String(MESSAGES - 1)} of`);
}

it("older messages appear above what one reads, which stays where it is", async () => {
  await openLongConversation();
  const stream = window.page.getByTestId("stream");
  const rows = () => stream.locator("[data-row]").count();
  const before = await rows();
  // Near enough to the top that a page is needed. The place is taken in the same breath, before that page can have come.
  const read = await stream.evaluate((element) => {
    element.scrollTop = 300;
    const top = element.getBoundingClientRect().top;
    const row = Array.from(element.querySelectorAll<HTMLElement>("[data-row]")).find(
      (each) => each.getBoundingClientRect().top >= top,
    );
    return { row: row?.dataset.row ?? "", offset: Math.round((row?.getBoundingClientRect().top ?? 0) - top) };
  });
  await eventually("older rows", async () => (await rows()) > before);
  const after = await stream.evaluate((element, key) => {
    const row = element.querySelector(`[data-row="${key}"]`);
    return Math.round((row?.getBoundingClientRect().top ?? -1) - element.getBoundingClientRect().top);
  }, read.row);
  expect(Math.abs(after - read.offset)).toBeLessThanOrEqual(PIXEL);
});

it("who reads far up keeps the place when a message arrives, and one press shows the end", async () => {
  await openLongConversation();
  const stream = window.page.getByTestId("stream");
  await eventually("the first line", async () => {
    await stream.evaluate((element) => (element.scrollTop = 0));
    return window.page.getByText("Line 0 of a long story").isVisible();
  });
  await stream.evaluate((element) => (element.scrollTop = 240));
  await eventually("a place that rests", async () => {
    const before = JSON.stringify(await place(window.page));
    await window.page.evaluate(() => new Promise((rest) => setTimeout(rest, 200)));
    return before === JSON.stringify(await place(window.page));
  });

  const before = await place(window.page);
  await desk.practice.write(ADA, "And the last line of it");
  await window.read(`row-${conversation(ADA)}`, "And the last line of it");
  expect(await place(window.page)).toEqual(before);

  await window.press("to-latest");
  await eventually("the end in view", async () => {
    const last = window.page.getByTestId("stream").getByText("And the last line of it");
    if (!(await last.isVisible())) return false;
    return last.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top > 0 && bottom < innerHeight;
    });
  });
  expect(window.errors).toEqual([]);
});
