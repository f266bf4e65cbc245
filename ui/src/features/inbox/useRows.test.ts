import { describe, expect, it } from "vitest";
import { neighbour } from "./useRows";

const rows = ["ada", "ben", "cleo"].map((id) => ({ id }));

describe("stepping through the list", () => {
  it("goes to the next and the one before, and stays at either end", () => {
    expect(neighbour(rows, "ada", 1)).toBe("ben");
    expect(neighbour(rows, "ben", -1)).toBe("ada");
    expect(neighbour(rows, "cleo", 1)).toBe("cleo");
    expect(neighbour(rows, "ada", -1)).toBe("ada");
  });
  it("begins at the top going down and at the bottom going up", () => {
    expect(neighbour(rows, null, 1)).toBe("ada");
    expect(neighbour(rows, null, -1)).toBe("cleo");
  });
  it("goes on from where a conversation stood that has left the list", () => {
    // Somebody stood between ada and ben, was answered, and is gone.
    expect(neighbour(rows, "gone", 1, 1)).toBe("ben");
    expect(neighbour(rows, "gone", -1, 1)).toBe("ada");
    expect(neighbour(rows, "gone", 1, 3)).toBe("cleo");
  });
  it("leads nowhere in an empty list", () => {
    expect(neighbour([], "ada", 1)).toBeNull();
    expect(neighbour([], null, -1, 4)).toBeNull();
  });
});
