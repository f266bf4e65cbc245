/** The line of health under the list: live while all is well, else the worst part in its own words. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { ACCOUNT, ADA } from "../support/sandbox";
import { connectPractice, loseReply, openConversation, silenceAutopilot } from "../support/story";
import { Person, type Window } from "../support/window";

let desk: Desk;
let person: Person;
let window: Window;

beforeEach(async () => {
  desk = await Desk.start({ looks: [60, 150, 300] });
  person = await Person.sitDown();
  window = await person.open(desk.url);
  await connectPractice(window, desk);
});

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

/** The line has come to this state and says these words. */
async function line(state: "ok" | "warning" | "failed", words: string): Promise<string> {
  await window.seeState("health-line", "data-state", state);
  return window.read("health-line", words);
}

/** One item that nothing can be made of. */
function garble(): Promise<unknown> {
  const item = {
    sender: { id: ADA },
    recipient: { id: ACCOUNT },
    timestamp: "soon",
    message: { mid: { is: "no text" } },
  };
  return desk.practice.deliver({
    object: "instagram",
    entry: [{ id: ACCOUNT, time: 1_790_000_000_000, messaging: [item] }],
  });
}

it("it is live while all is well, and with each fault it says what is worst and how much else there is", async () => {
  await desk.practice.write(ADA, "Do you open on Sunday?");
  await openConversation(window, ADA);
  expect(await line("ok", "Live · ")).toMatch(/^Live · \d+ received · last just now/u);

  await silenceAutopilot(window);
  await openConversation(window, ADA);
  await loseReply(window, desk, { to: ADA, words: "We do.", how: "send_cut" });
  expect(await line("warning", "Outbox: A message may or may not have arrived.")).not.toContain("+");

  await garble();
  expect(await line("warning", "+1")).toMatch(/^Intake: One delivery could not be read/u);

  // Sending it again finds out that the sign-in is dead, which is worse than what cannot be read.
  await desk.practice.revoke();
  await window.press("question-send-again");
  // The question is counted beside them until the answer to it is known.
  expect(await line("failed", "+1")).toMatch(/^@\S+: Instagram no longer accepts the sign-in/u);
  expect(await (await window.see("composer-note")).innerText()).toContain("Sign in again to answer");
  await window.press("health-line");
  await window.see("health");
  expect(window.errors).toEqual([]);
});

it("it is live again once a question was answered", async () => {
  await silenceAutopilot(window);
  await desk.practice.write(ADA, "Do you open on Sunday?");
  await openConversation(window, ADA);
  await loseReply(window, desk, { to: ADA, words: "We do.", how: "send_accepted_cut" });
  await line("warning", "Outbox: ");
  await window.press("question-arrived");
  await line("ok", "Live · ");
});

it("a window that cannot hear the desk does not claim to be live", async () => {
  await desk.practice.write(ADA, "Do you open on Sunday?");
  await line("ok", "Live · ");
  await desk.goAway();
  await line("warning", "This window lost the desk");
});
