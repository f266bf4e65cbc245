import { describe, expect, it } from "vitest";
import { pieces } from "./marks";

describe("pieces of a snippet", () => {
  it("keeps every character, in order", () => {
    const snippet = "Is the blue jacket back? The jacket!";
    expect(
      pieces(snippet, [
        [12, 18],
        [29, 35],
      ])
        .map((piece) => piece.text)
        .join(""),
    ).toBe(snippet);
  });
  it("marks what was searched for", () => {
    expect(pieces("a jacket", [[2, 8]])).toEqual([
      { text: "a ", marked: false },
      { text: "jacket", marked: true },
    ]);
  });
  it("joins ranges that overlap or touch, in any order", () => {
    expect(
      pieces("abcdef", [
        [3, 5],
        [1, 3],
        [2, 4],
      ]),
    ).toEqual([
      { text: "a", marked: false },
      { text: "bcde", marked: true },
      { text: "f", marked: false },
    ]);
  });
  it("cuts ranges that run past the end and drops empty ones", () => {
    expect(
      pieces("abc", [
        [1, 99],
        [0, 0],
        [7, 9],
      ]),
    ).toEqual([
      { text: "a", marked: false },
      { text: "bc", marked: true },
    ]);
  });
  it("never draws half of an emoji", () => {
    expect(pieces("a🇦🇹b", [[2, 3]]).every((piece) => piece.text.isWellFormed())).toBe(true);
  });
  it("gives nothing for nothing", () => {
    expect(pieces("", [[0, 1]])).toEqual([]);
  });
});
