import { describe, expect, it } from "vitest";
import type { Settings } from "@/backend";
import { changed, changedPort, TIMINGS, written, type Timing, type TimingName } from "./timing";

const SETTINGS = {
  operator_hold_ms: 5_000,
  typing_expiry_ms: 600_000,
  operator_expiry_ms: 7_200_000,
  quiet_ms: 5_000,
  longest_ms: 60_000,
  listener_port: 8443,
} as Settings;

function timing(name: TimingName): Timing {
  const found = TIMINGS.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

describe("a timing", () => {
  it("is shown in the unit it is thought of in", () => {
    expect(TIMINGS.map((each) => written(SETTINGS, each))).toEqual(["5", "5", "60", "10", "2"]);
  });
  it("changes nothing but itself", () => {
    expect(changed(SETTINGS, timing("typing_expiry_ms"), "3")).toEqual({
      settings: { ...SETTINGS, typing_expiry_ms: 180_000 },
    });
  });
  it("may be empty only where that means never", () => {
    expect(changed(SETTINGS, timing("operator_expiry_ms"), " ")).toEqual({
      settings: { ...SETTINGS, operator_expiry_ms: null },
    });
    expect(written({ ...SETTINGS, operator_expiry_ms: null }, timing("operator_expiry_ms"))).toBe("");
    expect(changed(SETTINGS, timing("quiet_ms"), "")).toHaveProperty("problem");
  });
  it("keeps the longest wait at least as long as the quiet one", () => {
    expect(changed(SETTINGS, timing("quiet_ms"), "61")).toHaveProperty("problem");
    expect(changed(SETTINGS, timing("longest_ms"), "4")).toHaveProperty("problem");
  });
});

describe("the listener's port", () => {
  it.each(["", "80", "70000", "84x3"])("cannot be %j", (text) => {
    expect(changedPort(SETTINGS, text)).toHaveProperty("problem");
  });
  it("can be any other", () => {
    expect(changedPort(SETTINGS, "9000")).toEqual({ settings: { ...SETTINGS, listener_port: 9000 } });
  });
});
