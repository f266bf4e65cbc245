import { describe, expect, it } from "vitest";
import { AHEAD, intentAt, isAtEnd, NEAR_END, pageNeeded, scrollTopFor, type Geometry } from "./scroll";

/** A list of rows of the given heights, looked at through a view of 500 pixels. */
function list(heights: Record<string, number>, scrollTop: number, viewHeight = 500): Geometry {
  const tops = new Map<string, number>();
  let contentHeight = 0;
  for (const [key, height] of Object.entries(heights)) {
    tops.set(key, contentHeight);
    contentHeight += height;
  }
  return {
    scrollTop,
    viewHeight,
    contentHeight,
    topOf: (key) => tops.get(key) ?? null,
    firstInView: () => {
      for (const [key, top] of tops) if (top + (heights[key] ?? 0) > scrollTop) return { key, top };
      return null;
    },
  };
}
const ROWS = { a: 400, b: 400, c: 400 };
const END = 1_200 - 500;

describe("what is held on to", () => {
  it("is the end, for who stands at it or nearly so", () => {
    expect(intentAt(list(ROWS, END), true)).toEqual({ hold: "end" });
    expect(intentAt(list(ROWS, END - NEAR_END), true)).toEqual({ hold: "end" });
  });
  it("is the first row in view, with how far it has been passed", () => {
    expect(intentAt(list(ROWS, 450), true)).toEqual({ hold: "row", key: "b", offset: -50 });
    expect(intentAt(list(ROWS, END - NEAR_END - 1), true)).toMatchObject({ hold: "row" });
  });
  it("is a row at the end of a slice that newer messages follow", () => {
    expect(intentAt(list(ROWS, END), false)).toMatchObject({ hold: "row", key: "b" });
  });
});

describe("the newest message is in view", () => {
  const held = { hold: "row", key: "a", offset: 160 } as const;

  it("for who follows the end, before the layout has caught up too", () => {
    expect(isAtEnd({ hold: "end" }, list({ ...ROWS, d: 90 }, END), true)).toBe(true);
  });
  it("where a message is held and everything fits on the screen", () => {
    expect(isAtEnd(held, list({ a: 60, b: 60 }, 0), true)).toBe(true);
    expect(isAtEnd(held, list(ROWS, 0), true)).toBe(false);
  });
  it("never in a slice that newer messages follow", () => {
    expect(isAtEnd(held, list({ a: 60, b: 60 }, 0), false)).toBe(false);
  });
});

describe("after a change of layout", () => {
  const reading = intentAt(list(ROWS, 450), true);

  it("the reader's row stands where it stood when older messages arrive above it", () => {
    expect(scrollTopFor(reading, list({ older: 300, ...ROWS }, 450))).toBe(750);
  });
  it("the reader's row stands where it stood when a row above it grows", () => {
    expect(scrollTopFor(reading, list({ ...ROWS, a: 640 }, 450))).toBe(690);
  });
  it("nothing moves when a message arrives below a reader", () => {
    expect(scrollTopFor(reading, list({ ...ROWS, d: 90 }, 450))).toBeNull();
  });
  it("who stands at the end follows it, also when the view became lower", () => {
    expect(scrollTopFor({ hold: "end" }, list({ ...ROWS, d: 90 }, END))).toBe(END + 90);
    expect(scrollTopFor({ hold: "end" }, list(ROWS, END, 420))).toBe(END + 80);
  });
  it("nothing moves for a row that is gone, or by less than a pixel", () => {
    expect(scrollTopFor({ hold: "row", key: "gone", offset: 0 }, list(ROWS, 450))).toBeNull();
    expect(scrollTopFor({ hold: "row", key: "b", offset: -50.6 }, list(ROWS, 450))).toBeNull();
  });
  it("the position stays inside the list", () => {
    expect(scrollTopFor({ hold: "row", key: "a", offset: 200 }, list(ROWS, 30))).toBe(0);
    expect(scrollTopFor({ hold: "row", key: "c", offset: 0 }, list(ROWS, 0))).toBe(END);
    expect(scrollTopFor({ hold: "end" }, list({ a: 40 }, 0))).toBeNull();
  });
});

describe("a page", () => {
  const both = { older: true, newer: true };
  const long = (scrollTop: number) => list({ a: 5_000 }, scrollTop);

  it("is asked for before the reader reaches where it belongs", () => {
    expect(pageNeeded(long(AHEAD - 1), both)).toBe("older");
    expect(pageNeeded(long(4_500 - AHEAD + 1), both)).toBe("newer");
    expect(pageNeeded(long(2_000), both)).toBeNull();
  });
  it("is not asked for where there is none", () => {
    expect(pageNeeded(long(0), { older: false, newer: true })).toBeNull();
    expect(pageNeeded(long(4_500), { older: true, newer: false })).toBeNull();
  });
  it("fills a view that is not full yet, the newer one first", () => {
    expect(pageNeeded(list({ a: 100 }, 0), both)).toBe("newer");
    expect(pageNeeded(list({ a: 100 }, 0), { older: true, newer: false })).toBe("older");
  });
});
