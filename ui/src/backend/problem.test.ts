import { describe, expect, it } from "vitest";
import { hasCode, Problem, problemSentence } from "./problem";

describe("a refusal of the desk", () => {
  it("is told in the desk's words and decided by its code", () => {
    const problem = Problem.from({ code: "window_closed", title: "Refused", detail: "The 24 hours are over." }, 409);
    expect(problemSentence(problem)).toBe("The 24 hours are over.");
    expect(hasCode(problem, "window_closed")).toBe(true);
    expect(hasCode(problem, "newer_message")).toBe(false);
  });
  it("keeps what came with it", () => {
    expect(Problem.from({ code: "newer_message", arrived: [1] }, 409).extras.arrived).toEqual([1]);
  });
  it("has words even when none came", () => {
    expect(Problem.from({ title: "Conflict", detail: "" }, 409).detail).toBe("Conflict");
    for (const body of [null, "Bad gateway", { detail: 7 }]) {
      expect(Problem.from(body, 502)).toMatchObject({ code: "unexpected", detail: "The desk answered 502." });
    }
  });
  it("for want of a token is known by its status", () => {
    expect(Problem.from(null, 401).code).toBe("unauthorized");
  });
});

describe("no answer at all", () => {
  it("is a problem of its own, with what caused it", () => {
    const cause = new TypeError("Failed to fetch");
    const problem = Problem.unreachable(cause);
    expect(problem).toMatchObject({ code: "unreachable", status: 0, cause });
    expect(problemSentence(problem)).toBe("The desk does not answer.");
  });
});

it("whatever else went wrong has a sentence too", () => {
  expect(problemSentence(new Error("no clipboard"))).toBe("no clipboard");
  expect(problemSentence("odd")).toBe("Something unexpected happened.");
  expect(hasCode(new Error("unreachable"), "unreachable")).toBe(false);
});
