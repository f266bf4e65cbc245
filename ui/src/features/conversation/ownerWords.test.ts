import { describe, expect, it } from "vitest";
import { headerWords, windowWords } from "./ownerWords";
import { HOUR, NOON, owner } from "./samples";

describe("the header says who answers", () => {
  it("in the desk's own words for people", () => {
    expect(headerWords(owner({ who: "operator", sentence: "You’re answering" }), NOON)).toBe("You’re answering");
    expect(headerWords(owner({ who: "nobody", sentence: "Needs a human · handed over" }), NOON)).toBe(
      "Needs a human · handed over",
    );
  });
  it("and what the autopilot is doing now", () => {
    const doing = (autopilot: ReturnType<typeof owner>["autopilot"]) => headerWords(owner({ autopilot }), NOON);
    expect(doing({ state: "idle", due_at: null })).toBe("Autopilot");
    expect(doing({ state: "waiting", due_at: NOON + 4_200 })).toBe("Autopilot · answers in 5 s");
    expect(doing({ state: "waiting", due_at: null })).toBe("Autopilot · waiting");
    expect(doing({ state: "writing", due_at: null })).toBe("Autopilot · writing…");
    expect(doing({ state: "sending", due_at: null })).toBe("Autopilot · sending…");
  });
  it("never with a countdown below zero", () => {
    expect(headerWords(owner({ autopilot: { state: "waiting", due_at: NOON - 1 } }), NOON)).toBe(
      "Autopilot · answers in 0 s",
    );
  });
});

describe("the header says until when one may answer", () => {
  const when = () => "tomorrow 12:00";
  it("with the moment the window closes", () => {
    expect(windowWords(NOON + 24 * HOUR, NOON, when)).toBe("window closes tomorrow 12:00");
  });
  it("that it closed, from that very moment on", () => {
    expect(windowWords(NOON, NOON, when)).toBe("window closed");
    expect(windowWords(null, NOON, when)).toBe("no window open");
  });
});
