/** The truth about what was sent, as the stream says it, and what can be done about it. */
import { afterEach, describe, expect, it } from "vitest";
import { Desk, type Timings } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA } from "../support/sandbox";
import { connectPractice, conversation, loseReply, openConversation, reply, silenceAutopilot } from "../support/story";
import { Person, type Window } from "../support/window";

const WORDS = "We do open on Sunday.";

let desk: Desk;
let person: Person;
let window: Window;

/** A desk on which only a person answers, and Ada has asked something. */
async function begin(timings: Partial<Timings>): Promise<void> {
  desk = await Desk.start(timings);
  person = await Person.sitDown();
  window = await person.open(desk.url);
  await connectPractice(window, desk);
  await silenceAutopilot(window);
  await desk.practice.write(ADA, "Do you open on Sunday?");
  await openConversation(window, ADA);
  await window.bubble("Do you open on Sunday?");
}

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

/** The stream says this of the message with these words. */
async function seeSend(words: string, says: string | RegExp): Promise<void> {
  const bubble = await window.bubble(words);
  await bubble.getByTestId("send-state").getByText(says).waitFor();
}

/** What really reached Ada, oldest first. */
async function reached(): Promise<(string | undefined)[]> {
  return (await desk.practice.sentTo(ADA)).map(({ text }) => text);
}

/** Each was taken by Instagram exactly once. */
async function takenOnce(): Promise<void> {
  const sent = await desk.practice.sentTo(ADA);
  expect(sent.map(({ accepted_count }) => accepted_count)).toEqual(sent.map(() => 1));
}

describe("a reply", () => {
  it("is held, then delivered, and says so", async () => {
    await begin({ operator_hold: 4_000 });
    await reply(window, WORDS);
    await seeSend(WORDS, /^sending in \d s$/u);
    expect(await reached()).toEqual([]);
    await seeSend(WORDS, "delivered");
    expect(await (await window.bubble(WORDS)).getAttribute("data-state")).toBe("confirmed");
    expect(await window.at("send-undo").isVisible()).toBe(false);
    expect(await reached()).toEqual([WORDS]);
    await takenOnce();
  });

  it.each([
    ["its button", "button", () => window.press("send-undo")],
    // The step out leaves the text for the conversation, where single keys are commands.
    ["the key Z", "key", () => window.keys("Escape", "z")],
  ] as const)("is taken back by %s: its words are in the composer again and nothing is sent", async (_, by, undo) => {
    await begin({ operator_hold: 4_000 });
    await reply(window, WORDS, by);
    await window.see("send-undo");
    expect(await window.at("composer-text").inputValue()).toBe("");
    await undo();
    await eventually("the words", async () => (await window.at("composer-text").inputValue()) === WORDS);
    await window.gone("send-undo");
    // Replies leave in the order they were written: had the first one left, it would be there before this one.
    await reply(window, "Sorry: we do not.");
    await seeSend("Sorry: we do not.", "delivered");
    expect(await reached()).toEqual(["Sorry: we do not."]);
    expect(await desk.practice.attemptsTo(ADA)).toBe(1);
  });

  it("that was taken back stands before what was written since, over a reload too, and can be said again", async () => {
    await begin({ operator_hold: 4_000 });
    await reply(window, WORDS);
    await window.fill("composer-text", "And more.");
    await window.press("send-undo");
    const both = async () => (await window.at("composer-text").inputValue()) === `${WORDS}\nAnd more.`;
    await eventually("both texts", both);
    await window.page.reload();
    await eventually("both texts again", both);
    await reply(window, WORDS);
    await seeSend(WORDS, "delivered");
    expect(await reached()).toEqual([WORDS]);
    await takenOnce();
  });

  it("that was refused says why, and *Try again* delivers it once", async () => {
    await begin({});
    await desk.practice.fault("send_refused", { customer: ADA, code: 4711, status: 400 });
    await reply(window, WORDS);
    await seeSend(WORDS, "Not sent: Instagram refused it. (code 4711)");
    expect(await (await window.bubble(WORDS)).getAttribute("data-state")).toBe("failed");
    await window.read(`row-${conversation(ADA)}`, "A message was not sent");
    expect(await reached()).toEqual([]);
    await desk.practice.clearFaults();
    await window.press("send-retry");
    await seeSend(WORDS, "delivered");
    expect(await window.at("send-retry").isVisible()).toBe(false);
    expect(await reached()).toEqual([WORDS]);
    await takenOnce();
    expect(await desk.practice.attemptsTo(ADA)).toBe(2);
  });
});

describe("when it cannot be found out whether a reply went out, the operator is asked, and", () => {
  /** Replies, and what became of it is lost. */
  async function lose(how: "send_cut" | "send_accepted_cut"): Promise<void> {
    await begin({ looks: [60, 150, 300] });
    await loseReply(window, desk, { to: ADA, words: WORDS, how });
    await seeSend(WORDS, "Not known whether it arrived");
    await window.read(`row-${conversation(ADA)}`, "Did your message arrive?");
    expect(await desk.practice.attemptsTo(ADA)).toBe(1);
  }

  it("*Send it again* sends it exactly once more", async () => {
    await lose("send_cut");
    expect(await reached()).toEqual([]);
    await window.press("question-send-again");
    await seeSend(WORDS, "delivered");
    await window.gone("question");
    expect(await reached()).toEqual([WORDS]);
    await takenOnce();
    expect(await desk.practice.attemptsTo(ADA)).toBe(2);
  });

  it("*It arrived* settles it without another send", async () => {
    await lose("send_accepted_cut");
    await window.press("question-arrived");
    await seeSend(WORDS, "delivered, you said");
    await window.gone("question");
    // What would have been sent again stands before this one.
    await reply(window, "Until one o’clock.");
    await seeSend("Until one o’clock.", "delivered");
    expect(await reached()).toEqual([WORDS, "Until one o’clock."]);
    await takenOnce();
    expect(await desk.practice.attemptsTo(ADA)).toBe(2);
  });
});
