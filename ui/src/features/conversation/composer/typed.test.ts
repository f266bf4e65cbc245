import { describe, expect, it } from "vitest";
import { TYPED_EVERY_MS, typedStep } from "./typed";

describe("the desk is told that somebody writes", () => {
  it("at the first character that is not blank", () => {
    expect(typedStep(" ", null, 100)).toEqual({ tell: false, told: null });
    expect(typedStep(" H", null, 200)).toEqual({ tell: true, told: 200 });
  });
  it("again while one writes on, but not with every key", () => {
    expect(typedStep("He", 200, 200 + TYPED_EVERY_MS - 1)).toEqual({ tell: false, told: 200 });
    expect(typedStep("Hel", 200, 200 + TYPED_EVERY_MS)).toEqual({ tell: true, told: 200 + TYPED_EVERY_MS });
  });
  it("at once when one begins anew after having emptied the text", () => {
    const emptied = typedStep("", 200, 300);
    expect(emptied).toEqual({ tell: false, told: null });
    expect(typedStep("N", emptied.told, 301)).toEqual({ tell: true, told: 301 });
  });
});
