import { describe, expect, it } from "vitest";
import { byteLength, MAX_BYTES, partsOf } from "./bytes";

describe("the length of a text", () => {
  it("counts bytes of UTF-8, as Instagram does, and not characters", () => {
    expect(byteLength("abc")).toBe(3);
    expect(byteLength("é")).toBe(2);
    expect(byteLength("€")).toBe(3);
    expect(byteLength("🥐")).toBe(4);
  });
});

describe("the number of messages a text becomes", () => {
  it("is one up to the last byte that fits", () => {
    expect(partsOf("a".repeat(MAX_BYTES))).toBe(1);
    expect(partsOf("é".repeat(MAX_BYTES / 2))).toBe(1);
    expect(partsOf("a".repeat(MAX_BYTES + 1))).toBe(2);
    expect(partsOf("")).toBe(1);
  });
  it("does not count white space around the text or between two messages", () => {
    expect(partsOf(`  ${"a".repeat(MAX_BYTES)}\n\n`)).toBe(1);
    expect(partsOf(`${"a".repeat(MAX_BYTES)}   ${"b".repeat(MAX_BYTES)}`)).toBe(2);
  });
  it("follows the ends of sentences, which leave a message less full", () => {
    // Cut by bytes alone these would be two.
    const sentence = `Word ${"word ".repeat(118)}end. `;
    expect(byteLength(sentence)).toBe(600);
    expect(partsOf(sentence.repeat(3))).toBe(3);
  });
  it("lets the space behind a sentence hang over the limit, since it is dropped", () => {
    const sentence = (bytes: number) => `Word ${"w".repeat(bytes - 10)} end.`;
    // The first two fill one message to its last byte.
    expect(partsOf(`${sentence(499)} ${sentence(500)} ${sentence(600)}`)).toBe(2);
  });
  it("falls back to spaces, and to characters where there is no space", () => {
    expect(partsOf("word ".repeat(400))).toBe(2);
    expect(partsOf("語".repeat(700))).toBe(3);
  });
  it("never cuts what is seen as one character", () => {
    // 25 bytes each, 40 of them fit; by bytes alone the 41st would be torn.
    expect(byteLength("👩‍👩‍👧‍👦")).toBe(25);
    expect(partsOf("👩‍👩‍👧‍👦".repeat(41))).toBe(2);
    expect(partsOf("x" + "👩‍👩‍👧‍👦".repeat(80))).toBe(3);
  });
  it("comes to an end for one character that is too long for any message", () => {
    expect(partsOf("e" + "\u0301".repeat(900))).toBe(2);
  });
});
