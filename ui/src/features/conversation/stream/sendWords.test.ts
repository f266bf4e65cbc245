import { describe, expect, it } from "vitest";
import { message, NOON, send } from "../samples";
import { actionWords, metaParts, sendWords } from "./sendWords";

describe("the small line under a bubble", () => {
  it("says of a send what the desk says of it", () => {
    expect(sendWords(send({ state: "unknown", sentence: "Not known whether it arrived" }), NOON)).toBe(
      "Not known whether it arrived",
    );
  });
  it("counts the seconds in which a held send can still be undone; after them it waits for what is before it", () => {
    const held = send({ state: "held", sentence: "held", due_at: NOON + 2_400 });
    expect(sendWords(held, NOON)).toBe("sending in 3 s");
    expect(sendWords(held, NOON + 60_000)).toBe("waiting to be sent");
  });
  it("says that a retry brings the later parts along", () => {
    expect(actionWords("retry", send({ part: 1, parts: 3 }))).toBe("Try again, with the rest");
    expect(actionWords("retry", send({ part: 3, parts: 3 }))).toBe("Try again");
  });
  it("says which part of a long text this is", () => {
    expect(sendWords(send({ part: 2, parts: 3, sentence: "delivered · part 2 of 3" }), NOON)).toBe(
      "delivered · part 2 of 3",
    );
    expect(sendWords(send({ state: "held", due_at: NOON + 1_000, part: 1, parts: 2 }), NOON)).toBe(
      "sending in 1 s · part 1 of 2",
    );
  });
  it("begins with the time, and says when the text is another one than it was", () => {
    expect(metaParts(message("a"))).toEqual(["12:00"]);
    expect(metaParts(message("a", { edited: true }))).toEqual(["12:00", "edited"]);
  });
  it("does not call a message edited that is gone", () => {
    expect(metaParts(message("a", { edited: true, unsent: true }))).toEqual(["12:00"]);
  });
});
