import { beforeEach, expect, it, vi } from "vitest";
import type { AutopilotChange } from "@/backend";

const DRAFT: AutopilotChange = {
  on: false,
  prompt: "Be kind.",
  tone: "",
  key_information: "",
  company: "",
  sector: "",
  model: "",
  base_url: "",
  context_tokens: 4000,
  max_reply_bytes: 1000,
};

beforeEach(() => {
  sessionStorage.clear();
  vi.resetModules();
});

it("unsaved changes survive a reload of the page, each with its account", async () => {
  const before = await import("./drafts");
  before.keepDraft("17841400000000001", DRAFT);
  vi.resetModules();
  const after = await import("./drafts");
  expect(after.draftOf("17841400000000001")).toEqual(DRAFT);
  expect(after.draftOf("17841400000000002")).toBeUndefined();
});

it("a saved or discarded draft is forgotten", async () => {
  const { draftOf, keepDraft } = await import("./drafts");
  keepDraft("17841400000000001", DRAFT);
  keepDraft("17841400000000001", null);
  expect(draftOf("17841400000000001")).toBeUndefined();
});

it("a value of another version does not stop the window from starting", async () => {
  sessionStorage.setItem("switchboard.autopilot.drafts", "{");
  const { draftOf } = await import("./drafts");
  expect(draftOf("17841400000000001")).toBeUndefined();
});
