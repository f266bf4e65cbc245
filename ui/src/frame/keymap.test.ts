import { describe, expect, it } from "vitest";
import { isWriting, keyCaps, keyName, movesWithin, type KeyPress } from "./keymap";

const press = (key: string, rest: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...rest,
});
const ctrl = { ctrlKey: true };
const shift = { shiftKey: true };
const alt = { altKey: true };

describe("the name of a key press", () => {
  it("is the letter that is produced, with what is held beside it", () => {
    expect(keyName(press("j"), false)).toBe("j");
    expect(keyName(press("J", shift), false)).toBe("shift+j");
    expect(keyName(press("k", ctrl), false)).toBe("mod+k");
    expect(keyName(press("F", { ...ctrl, ...shift }), false)).toBe("mod+shift+f");
    expect(keyName(press("Enter", ctrl), false)).toBe("mod+enter");
  });
  it("goes by the finger where the layout writes another script", () => {
    expect(keyName(press("о", { code: "KeyJ" }), false)).toBe("j");
    expect(keyName(press("ت", { code: "KeyJ" }), false)).toBe("j");
    // A letter beside the alphabet is no Latin letter's finger.
    expect(keyName(press("ö", { code: "Semicolon" }), false)).toBeNull();
  });
  it("follows a Latin layout, not the fingers", () => {
    expect(keyName(press("z", { code: "KeyY" }), false)).toBe("z");
  });
  it("is the character for punctuation, whatever has to be held to write it", () => {
    expect(keyName(press("?", shift), false)).toBe("?");
    expect(keyName(press("/", { ...shift, code: "Digit7" }), false)).toBe("/");
    expect(keyName(press("[", { ...alt, code: "Digit8" }), false)).toBe("[");
    expect(keyName(press(",", ctrl), false)).toBe("mod+,");
  });
  it("is the digit where digits are shifted", () => {
    expect(keyName(press("1", { ...shift, code: "Digit1" }), false)).toBe("1");
  });
  it("is none for Alt with a letter, with which people write ą, ø and @", () => {
    for (const key of ["a", "q", "1", "Enter", "ArrowDown"]) expect(keyName(press(key, alt), false)).toBeNull();
    expect(keyName(press("a", { ...alt, ...ctrl }), false)).toBeNull();
  });
  it("is none for a modifier alone, for Space, and for the system's own modifier", () => {
    for (const key of ["Shift", "Control", "Dead", " ", "Unidentified"]) expect(keyName(press(key), false)).toBeNull();
    expect(keyName(press("k", { metaKey: true }), false)).toBeNull();
    expect(keyName(press("k", ctrl), true)).toBeNull();
    expect(keyName(press("k", { metaKey: true }), true)).toBe("mod+k");
  });
});

function element(html: string): Element {
  document.body.innerHTML = html;
  const found = document.querySelector("[data-it]");
  if (found === null) throw new Error("no element");
  return found;
}

describe("where one writes", () => {
  it.each([
    "<textarea data-it></textarea>",
    "<input data-it>",
    '<input type="search" data-it>',
    "<select data-it></select>",
    '<div contenteditable="true" data-it></div>',
  ])("%s takes the letters", (html) => {
    expect(isWriting(element(html))).toBe(true);
  });
  it.each([
    '<input type="checkbox" data-it>',
    '<input type="range" data-it>',
    "<button data-it></button>",
    "<p data-it>",
  ])("%s does not", (html) => {
    expect(isWriting(element(html))).toBe(false);
  });
  it("is nowhere when nothing has the focus", () => {
    expect(isWriting(null)).toBe(false);
    expect(isWriting(window)).toBe(false);
  });
});

describe("an arrow key", () => {
  it.each([
    '<input type="range" data-it>',
    '<div role="radiogroup"><input type="radio" data-it></div>',
    '<div role="log" data-it></div>',
    '<div role="tablist"><button data-it></button></div>',
  ])("belongs to %s", (html) => {
    expect(movesWithin(element(html), "arrowdown")).toBe(true);
  });
  it("is a command elsewhere, and letters always are", () => {
    expect(movesWithin(element("<ol><li><button data-it></button></li></ol>"), "arrowdown")).toBe(false);
    expect(movesWithin(element('<div role="log" data-it></div>'), "j")).toBe(false);
    expect(movesWithin(null, "arrowdown")).toBe(false);
  });
});

it("keys are drawn as they are written on a keyboard", () => {
  expect(keyCaps("mod+shift+f")).toEqual(["Ctrl", "Shift", "F"]);
  expect(keyCaps("g ,")).toEqual(["G", ","]);
  expect(keyCaps("arrowdown")).toEqual(["↓"]);
});
