import { describe, expect, it } from "vitest";
import { isWholeDraft, wordsLeft, wordsWith } from "./words";

describe("when a text has left", () => {
  it.each([
    ["Yes", ""],
    ["Yes and more", "and more"],
    ["Yes\nmore", "more"],
    ["Taken back\nYes", "Taken back"],
    ["Hallo Anna", "Hallo Anna"],
  ])("of %j there is left %j", (now, left) => {
    expect(wordsLeft(now, "Yes")).toBe(left);
  });
});

describe("when a text comes back", () => {
  it("stands before what is written, and not twice", () => {
    expect(wordsWith("Yes", "")).toBe("Yes");
    expect(wordsWith("Yes", " \n")).toBe("Yes");
    expect(wordsWith("Yes", "Yes")).toBe("Yes");
    expect(wordsWith("Yes", "and more")).toBe("Yes\nand more");
  });

  it("the desk's draft is the whole where nobody has written since", () => {
    const undone = (draft_text: string) => ({ text: "Yes", draft_text });
    expect(isWholeDraft(undone("Yes"), "")).toBe(true);
    expect(isWholeDraft(undone("Yes\nx"), "x")).toBe(true);
    expect(isWholeDraft(undone("Yes\nx"), "Yes\nx")).toBe(true);
    // A save that was on its way took its place, or is not in it yet.
    expect(isWholeDraft(undone("xy"), "xy")).toBe(false);
    expect(isWholeDraft(undone("Yes\nx"), "xy")).toBe(false);
    expect(isWholeDraft(undone(""), "")).toBe(false);
  });
});
