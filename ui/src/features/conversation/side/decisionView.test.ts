import { describe, expect, it } from "vitest";
import { decision, NOON } from "../samples";
import { decisionFacts, decisionTitle, handOverOf } from "./decisionView";
import { shownOf, NEWEST } from "./why";

const facts = (rest: Parameters<typeof decision>[1]) =>
  Object.fromEntries(decisionFacts(decision("b", rest)).map(({ name, value }) => [name, value]));

describe("what a decision says of itself", () => {
  it("answers the question that its outcome raises, silence included", () => {
    const outcomes = ["answered", "handed_over", "silent", "failed"] as const;
    expect(outcomes.map((outcome) => decisionTitle(decision("b", { outcome })))).toEqual([
      "Why it said this",
      "Why it asked for a human",
      "Why it said nothing",
      "Why it could not answer",
    ]);
  });
  it("tells what was read and what it took", () => {
    expect(facts({})).toEqual({
      Read: "2 messages",
      Model: "bakery-1",
      Took: "1.9 s",
      Tokens: "1,204 read, 31 written",
      Prompt: "e365d6f1dd5b",
      "State of the conversation": "#3",
    });
  });
  it("leaves out what there was none of, and counts tries only when there was more than one", () => {
    const silent = {
      model: null,
      latency_ms: null,
      prompt_tokens: null,
      completion_tokens: null,
      prompt_version: null,
    };
    expect(Object.keys(facts({ ...silent, calls: 0, messages: 1 }))).toEqual(["Read", "State of the conversation"]);
    expect(facts({ messages: 1 }).Read).toBe("1 message");
    expect(facts({ calls: 2 }).Tries).toBe("2");
  });
  it("does not call a quick answer no time at all", () => {
    expect(facts({ latency_ms: 18 }).Took).toBe("18 ms");
  });
});

describe("the decision behind a hand-over", () => {
  const handed = decision("handed", { outcome: "handed_over", at: NOON + 5 });
  it("is the one of that moment", () => {
    const earlier = decision("earlier", { outcome: "handed_over", at: NOON - 1_500 });
    expect(handOverOf([handed, earlier], NOON)?.burst).toBe("handed");
  });
  it("is none of another moment, and none that did something else", () => {
    expect(handOverOf([handed], NOON + 60_000)).toBeUndefined();
    expect(handOverOf([decision("silent", { outcome: "silent" })], NOON)).toBeUndefined();
  });
});

describe("the decision that is open", () => {
  const list = [decision("new"), decision("old")];
  it("is the newest until another one is chosen", () => {
    expect(shownOf(list, null)?.burst).toBe("new");
    expect(shownOf(list, NEWEST)?.burst).toBe("new");
    expect(shownOf(list, "old")?.burst).toBe("old");
  });
  it("is the newest where the chosen one belongs to another conversation", () => {
    expect(shownOf(list, "elsewhere")?.burst).toBe("new");
  });
  it("is none when they were put away", () => {
    expect(shownOf(list, "none")).toBeUndefined();
  });
});
