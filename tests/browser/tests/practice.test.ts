/** The main job, by mouse, with practice customers. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA, BEN } from "../support/sandbox";
import { connectPractice, conversation, openConversation, teach } from "../support/story";
import { Person, type Window } from "../support/window";

let desk: Desk;
let person: Person;
let window: Window;

beforeEach(async () => {
  desk = await Desk.start();
  person = await Person.sitDown();
  window = await person.open(desk.url);
});

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

it("a first start offers to practise or to connect", async () => {
  await window.see("welcome");
  await window.see("choose-instagram");
  await window.press("choose-practice");
  await window.see("wizard");
  expect(window.page.url()).not.toContain("token");
});

it("an operator connects, is helped by the autopilot, takes over by typing, answers and hands back", async () => {
  await connectPractice(window, desk);
  await teach(window, "We open on Sunday from 8 to 13. Rye bread costs 4.20 euros.");

  await desk.practice.write(ADA, "Do you open on Sunday?");
  await openConversation(window, ADA);
  await window.bubble("Do you open on Sunday?");
  const answer = await window.bubble("Sunday from 8 to 13");
  expect(await answer.getAttribute("data-who")).toBe("autopilot");

  await desk.practice.write(ADA, "Could you keep two rye loaves for me?");
  await window.bubble("two rye loaves");
  await (await window.see("composer-text")).pressSequentially("Of");
  await window.seeState("owner", "data-owner", "operator");
  await (await window.see("composer-text")).pressSequentially(" course, two loaves with your name on them.");
  await window.press("composer-send");
  const own = await window.bubble("with your name on them");
  expect(await own.getAttribute("data-who")).toBe("operator");
  await eventually("the answer at Instagram", async () =>
    (await desk.practice.sentTo(ADA)).some(({ text }) => text?.includes("with your name on them")),
  );

  await window.press("hand-back");
  await window.seeState("owner", "data-owner", "autopilot");
  await desk.practice.write(ADA, "And how much is the rye bread?");
  await window.bubble("4.20 euros");

  const sent = await desk.practice.sentTo(ADA);
  expect(sent.map(({ accepted_count }) => accepted_count)).toEqual(sent.map(() => 1));
  expect(window.errors).toEqual([]);
});

it("an answer from the phone is shown as such and silences the autopilot", async () => {
  await connectPractice(window, desk);
  await desk.practice.write(ADA, "Is the oven on already?");
  await openConversation(window, ADA);
  await desk.practice.phone(ADA, "It is, come in!");
  const bubble = await window.bubble("It is, come in!");
  expect(await bubble.getAttribute("data-who")).toBe("phone");
  await window.seeState("owner", "data-owner", "operator");
});

it("what one person writes as a customer arrives in the list without a reload", async () => {
  await connectPractice(window, desk);
  await window.press("rail-practice");
  await window.see("practice-panel");
  await window.choose(`practice-customer-${BEN}`);
  await window.fill("practice-text", "Two croissants, please");
  await window.press("practice-send");
  await openConversation(window, BEN);
  await window.bubble("Two croissants, please");
  await window.press("practice-image");
  await eventually("the picture in the conversation", async () => {
    const pictures = window.page.getByTestId("stream").locator("img");
    return (
      (await pictures.count()) > 0 && pictures.first().evaluate((image: HTMLImageElement) => image.naturalWidth > 0)
    );
  });
});

it("everything is still there after a reload, and after the hub was restarted", async () => {
  await connectPractice(window, desk);
  await desk.practice.write(ADA, "Remember me?");
  await openConversation(window, ADA);
  await window.bubble("Remember me?");
  await (await window.see("composer-text")).pressSequentially("A draft that stays");
  await window.seeState("owner", "data-owner", "operator");

  await window.see("draft-kept");
  expect(await desk.draft(conversation(ADA))).toBe("A draft that stays");

  await window.page.reload();
  await window.seeState("conversation", "data-id", conversation(ADA));
  await window.bubble("Remember me?");
  await eventually("the draft", async () => (await window.at("composer-text").inputValue()) === "A draft that stays");

  await desk.restart();
  const again = await person.open(desk.url);
  await again.see("list");
  await openConversation(again, ADA);
  await again.bubble("Remember me?");
  await again.seeState("owner", "data-owner", "operator");
});
