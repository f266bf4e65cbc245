import { describe, expect, it } from "vitest";
import { keys, staleKeys } from "./keys";

describe("what the feed calls stale", () => {
  it("reaches everything that shows it", () => {
    expect(staleKeys("conversations")).toEqual([keys.conversations, keys.search]);
    expect(staleKeys("outbox")).toEqual([keys.health]);
    expect(staleKeys("accounts")).toEqual([keys.accounts, keys.connects]);
  });
  it("names one conversation by an id with a dot in it, and one account", () => {
    expect(staleKeys("conversation:1784.6100")).toEqual([["conversation", "1784.6100"]]);
    expect(staleKeys("account:1784")).toEqual([keys.accounts, ["account", "1784"], ["conversation"]]);
  });
  it("of a newer desk is nothing that an older window knows", () => {
    expect(staleKeys("tickets:7")).toEqual([]);
    expect(staleKeys("")).toEqual([]);
  });
});
