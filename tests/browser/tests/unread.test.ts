/** What the list says of a conversation: what is unread, who answers, and how long one may still answer. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA, BEN } from "../support/sandbox";
import { connectPractice, conversation, openConversation, reply, silenceAutopilot } from "../support/story";
import { Person, type Window } from "../support/window";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const adasRow = `row-${conversation(ADA)}`;
const bensRow = `row-${conversation(BEN)}`;

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

const within = (row: string, part: string) => window.at(row).getByTestId(part);

/** How heavy the name of a row is drawn: what is unread stands out by it. */
const weight = (row: string) =>
  window
    .at(row)
    .locator("bdi")
    .evaluate((name) => Number(getComputedStyle(name).fontWeight));

/** A person writes so long ago. */
const wrote = (customer: string, text: string, ago: number) =>
  desk.practice.write(customer, { text, at: Date.now() - ago });

it("what arrives in another conversation is counted on its row until that conversation is opened", async () => {
  await silenceAutopilot(window);
  await desk.practice.write(ADA, "Are you open today?");
  await openConversation(window, ADA);
  // What one has before one's eyes is read.
  await window.seeState(adasRow, "data-unread", "0");

  await desk.practice.write(BEN, "Two croissants, please");
  await window.seeState(bensRow, "data-unread", "1");
  expect(await weight(bensRow)).toBeGreaterThan(await weight(adasRow));
  await desk.practice.write(BEN, "And a coffee");
  await window.seeState(bensRow, "data-unread", "2");
  expect(await window.at(bensRow).getByText("2", { exact: true }).isVisible()).toBe(true);
  expect(await window.at(bensRow).innerText()).toContain("2 unread");

  await desk.practice.write(ADA, "Until when?");
  await window.bubble("Until when?");
  await window.seeState(adasRow, "data-unread", "0");
  expect(await window.at(bensRow).getAttribute("data-unread")).toBe("2");

  await openConversation(window, BEN);
  await window.seeState(bensRow, "data-unread", "0");
  expect(await weight(bensRow)).toBe(await weight(adasRow));
  expect(await window.at(bensRow).innerText()).not.toContain("unread");
  await window.page.reload();
  await window.seeState(bensRow, "data-unread", "0");
  expect(window.errors).toEqual([]);
});

it("a message that was late is read where it stands, and the next reply leaves at once", async () => {
  await silenceAutopilot(window);
  await desk.practice.write(ADA, "Are you open today?");
  await openConversation(window, ADA);
  await reply(window, "We are.");
  await wrote(ADA, "Or tomorrow?", MINUTE);
  await window.bubble("Or tomorrow?");
  await window.seeState(adasRow, "data-unread", "0");
  await reply(window, "Tomorrow as well.");
  await eventually("both answers", async () => (await desk.practice.sentTo(ADA)).length === 2);
  expect(window.errors).toEqual([]);
});

it("a message that was late and stands out of view is unread until one has been there", async () => {
  await silenceAutopilot(window);
  for (let line = 40; line > 0; line--) await wrote(ADA, `Line ${line}`, line * MINUTE);
  await openConversation(window, ADA);
  await window.bubble("Line 1");
  await window.seeState(adasRow, "data-unread", "0");
  await wrote(ADA, "The first of all", HOUR);
  await window.seeState(adasRow, "data-unread", "1");
  await (await window.see("composer-text")).fill("We do.");
  await window.press("composer-send");
  await window.read("newer-message", "The first of all");
  expect(await desk.practice.sentTo(ADA)).toEqual([]);

  await window.at("stream").evaluate((stream) => (stream.scrollTop = 0));
  await window.bubble("The first of all");
  await window.press("to-latest");
  await window.seeState(adasRow, "data-unread", "0");
  await window.press("composer-send");
  await eventually("the answer", async () => (await desk.practice.sentTo(ADA)).length === 1);
  expect(window.errors).toEqual([]);
});

it("row and header say in the same words who answers, whoever it is", async () => {
  await desk.practice.write(ADA, "Thank you!");
  await openConversation(window, ADA);
  const said = async (row: string | RegExp, header: string | RegExp) => {
    await within(adasRow, "row-owner").getByText(row).waitFor();
    await window.at("owner").getByText(header).waitFor();
  };
  await said(/^Autopilot$/u, /^Autopilot$/u);
  await (await window.see("composer-text")).pressSequentially("You are");
  await said("You’re typing", "You’re typing");
  await desk.practice.phone(ADA, "See you tomorrow");
  await said("Answered on the phone", "Answered on the phone");

  await desk.practice.write(BEN, "Could you keep two rye loaves for me?");
  await openConversation(window, BEN);
  await within(bensRow, "row-owner").getByText("Needs a human · handed over").waitFor();
  await window.at("owner").getByText("Needs a human · handed over").waitFor();
});

it("row and header count down the time to answer, and say when it is over", async () => {
  await silenceAutopilot(window);
  const left = (row: string) => within(row, "row-window").innerText();
  await desk.practice.write(ADA, "Hello");
  await openConversation(window, ADA);
  expect(await left(adasRow)).toMatch(/^2[34]h$/u);
  await window.read("window", "window closes");
  expect(await window.at("window").innerText()).toMatch(/^window closes (tomorrow )?\d\d:\d\d$/u);

  await wrote(BEN, "Anybody there?", 25 * HOUR);
  await openConversation(window, BEN);
  expect(await left(bensRow)).toBe("closed");
  expect(await window.at("window").innerText()).toBe("window closed");
  expect(await (await window.see("composer-note")).innerText()).toContain("The 24 hours");
  expect(await window.at("composer-text").isVisible()).toBe(false);

  await wrote(BEN, "I asked once more", 23 * HOUR + 20 * MINUTE);
  await window.bubble("I asked once more");
  await eventually("the time that is left", async () => /^(40|39)m left$/u.test(await left(bensRow)));
  expect(await window.at("window").innerText()).toMatch(/ · (40|39)m left$/u);
  await window.see("composer-text");
});
