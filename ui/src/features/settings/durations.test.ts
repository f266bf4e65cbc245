import { describe, expect, it } from "vitest";
import { inUnit, spoken, toMs } from "./durations";

describe("durations", () => {
  it("survive being shown and typed again", () => {
    for (const ms of [0, 5_000, 600_000, 7_200_000, 1_500]) expect(toMs(inUnit(ms, "s"), "s")).toBe(ms);
    expect(inUnit(600_000, "min")).toBe("10");
  });
  it("accept a decimal comma and refuse what is no number", () => {
    expect(toMs("1,5", "h")).toBe(5_400_000);
    for (const text of ["", "ten", "-3", "1e9", "5 s"]) expect(toMs(text, "s")).toBeNull();
  });
  it("are spoken in at most two parts", () => {
    expect(spoken(90_000)).toBe("1 minute 30 seconds");
    expect(spoken(7_200_000)).toBe("2 hours");
    expect(spoken(3_661_000)).toBe("1 hour 1 minute");
    expect(spoken(250)).toBe("250 ms");
  });
});
