/** Every screen, in light and dark, has no accessibility violation that axe-core can find. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { violations } from "../support/axe";
import { Desk } from "../support/desk";
import { ADA } from "../support/sandbox";
import { connectPractice, enterApp, openConversation } from "../support/story";
import { Person, type Window } from "../support/window";

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  describe("before anything is connected", () => {
    let desk: Desk;
    let person: Person;
    let window: Window;
    beforeAll(async () => {
      desk = await Desk.start();
    });
    afterAll(() => desk.stop());
    beforeEach(async () => {
      person = await Person.sitDown({ theme });
      window = await person.open(desk.url);
      await window.see("welcome");
    });
    afterEach(() => person.leave());

    it("welcome", async () => {
      expect(await violations(window.page)).toEqual([]);
    });
    it("the app's station, also with what is wrong", async () => {
      await window.press("choose-instagram");
      await window.press("wizard-continue");
      expect(await violations(window.page)).toEqual([]);
    });
    it("sign-in, waiting and refused", async () => {
      await window.press("choose-instagram");
      await enterApp(window);
      expect(await violations(window.page)).toEqual([]);
      const tab = person.nextTab();
      await window.press("sign-in");
      await (await tab).close();
      await window.fill("paste-url", "http://localhost/?error=access_denied&error_reason=user_denied");
      await window.press("paste-go");
      await window.check("sign_in", "bad");
      expect(await violations(window.page)).toEqual([]);
    });
  });

  describe("on a practice desk", () => {
    let desk: Desk;
    let person: Person;
    let window: Window;
    beforeAll(async () => {
      desk = await Desk.start();
      person = await Person.sitDown({ theme });
      window = await person.open(desk.url);
      await connectPractice(window, desk);
      await desk.practice.write(ADA, "Do you open on Sunday?");
      await openConversation(window, ADA);
      await window.bubble("Do you open on Sunday?");
    });
    // Whatever the test before left open is gone; where one was stays.
    beforeEach(async () => {
      await window.page.reload();
      await window.see("rail");
    });
    afterAll(async () => {
      await person.leave();
      await desk.stop();
    });

    it("inbox with a conversation", async () => {
      await window.press("rail-inbox");
      await openConversation(window, ADA);
      expect(await violations(window.page)).toEqual([]);
    });
    it("search", async () => {
      await window.keys("/");
      await window.fill("search-input", "Sunday");
      await window.see("search-hit");
      expect(await violations(window.page)).toEqual([]);
    });
    it("practice panel", async () => {
      await window.press("rail-practice");
      await window.see("practice-text");
      expect(await violations(window.page)).toEqual([]);
    });
    it.each([
      ["autopilot", "autopilot-settings"],
      ["health", "health"],
      ["settings", "settings"],
    ])("%s", async (door, screen) => {
      await window.press(`rail-${door}`);
      // The page stands before what it shows has been read.
      await (await window.see(screen)).getByRole("heading", { level: 1 }).waitFor();
      expect(await violations(window.page)).toEqual([]);
    });
    it("connecting another account", async () => {
      await window.press("rail-connect");
      await window.see("connect-choose");
      expect(await violations(window.page)).toEqual([]);
    });
  });
});
