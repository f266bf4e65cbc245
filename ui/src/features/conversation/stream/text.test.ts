import { describe, expect, it } from "vitest";
import { isFewEmoji, linkParts } from "./text";

const links = (text: string) => linkParts(text).flatMap(({ href }) => (href === null ? [] : [href]));

describe("web addresses in a text", () => {
  it("are found, and every character is kept in order", () => {
    const text = "See https://a.test/x?y=1#z and http://b.test, please.";
    expect(links(text)).toEqual(["https://a.test/x?y=1#z", "http://b.test"]);
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
  it("end before the punctuation of the sentence", () => {
    expect(links("Is it https://a.test/menu?")).toEqual(["https://a.test/menu"]);
    expect(links("“https://a.test/menu”, she said")).toEqual(["https://a.test/menu"]);
    expect(links("Look (https://a.test/menu).")).toEqual(["https://a.test/menu"]);
  });
  it("keep a bracket that was opened inside them, and no more than that", () => {
    expect(links("https://a.test/Rye_(bread)")).toEqual(["https://a.test/Rye_(bread)"]);
    expect(links("https://a.test/Rye_(bread).")).toEqual(["https://a.test/Rye_(bread)"]);
    expect(links("(see https://a.test/Rye_(bread))")).toEqual(["https://a.test/Rye_(bread)"]);
  });
  it("are only those a browser may open", () => {
    expect(links("javascript:alert(1) file:///etc/passwd www.a.test mailto:a@b.test")).toEqual([]);
  });
  it("leave a text without any whole", () => {
    expect(linkParts("שלום")).toEqual([{ text: "שלום", href: null }]);
    expect(linkParts("")).toEqual([]);
  });
});

describe("a few emoji alone", () => {
  it.each(["❤️", "😍🥐🔥", "🔥 🔥", "👩‍👩‍👧‍👦", "👍🏽", "🇦🇹"])("%s are drawn large", (text) => {
    expect(isFewEmoji(text)).toBe(true);
  });
  it.each(["", "   ", "ok 👍", "😀😀😀😀", "12", "?!", "a"])("“%s” is text", (text) => {
    expect(isFewEmoji(text)).toBe(false);
  });
});
