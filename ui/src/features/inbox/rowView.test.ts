import { describe, expect, it } from "vitest";
import type { Last, Owner, Trouble, Who } from "@/backend";
import { ownerTone, ownerWords, previewOf, spokenRow } from "./rowView";

const last = (who: Who, text = "Until five"): Last => ({ at: 1, who, text, kind: "text" });
const owner = (rest: Partial<Owner>): Owner => ({
  who: "autopilot",
  reason: "fresh",
  sentence: "",
  since: 0,
  until: null,
  needs_human: false,
  autopilot: { state: "idle", due_at: null },
  ...rest,
});

describe("the second line of a row", () => {
  const plain = { trouble: null, draft: null, last: last("customer") };

  it("is what was said last, and by whom unless the customer said it", () => {
    const said = (who: Who) => previewOf({ ...plain, last: last(who) }, false);
    expect(said("customer")).toEqual({ prefix: null, tone: "plain", text: "Until five" });
    expect(said("operator")).toEqual({ prefix: "You:", tone: "me", text: "Until five" });
    expect(said("autopilot")).toMatchObject({ prefix: "Autopilot:", tone: "pilot" });
    expect(said("phone")).toMatchObject({ prefix: "From the phone:", tone: "phone" });
    expect(said("other_app")).toMatchObject({ prefix: "Another app:", tone: "phone" });
  });
  it("is an unfinished draft, except in the conversation that is open, where one sees it", () => {
    const row = { ...plain, draft: "We are op" };
    expect(previewOf(row, false)).toEqual({ prefix: "Draft:", tone: "call", text: "We are op" });
    expect(previewOf(row, true).prefix).toBeNull();
    expect(previewOf({ ...plain, draft: "" }, false).prefix).toBeNull();
  });
  it("is trouble with a send before anything else", () => {
    const trouble = (which: Trouble) => previewOf({ trouble: which, draft: "x", last: last("operator") }, false);
    expect(trouble("asking")).toEqual({ prefix: "Did your message arrive?", tone: "call", text: "" });
    expect(trouble("checking")).toMatchObject({ prefix: "Checking whether it went out…", tone: "call" });
    expect(trouble("failed")).toMatchObject({ prefix: "A message was not sent", tone: "danger" });
    expect(trouble("sending")).toMatchObject({ prefix: "Sending…", tone: "me" });
  });
  it("says so when nothing was said yet", () => {
    expect(previewOf({ ...plain, last: null }, false).text).toBe("No messages yet");
  });
});

describe("the owner's chip", () => {
  it("counts down while the autopilot waits, and says what it does then", () => {
    const doing = (state: Owner["autopilot"]["state"], due_at: number | null = null) =>
      ownerWords(owner({ autopilot: { state, due_at } }), 10_000);
    expect(doing("waiting", 14_200)).toBe("Autopilot · answers in 5s");
    expect(doing("waiting")).toBe("Autopilot · waiting");
    expect(doing("writing")).toBe("Autopilot · writing…");
    expect(doing("sending")).toBe("Autopilot · sending…");
    expect(doing("idle")).toBe("Autopilot");
  });
  it("quotes the desk about people", () => {
    expect(ownerWords(owner({ who: "nobody", sentence: "Needs a human · older message" }), 0)).toBe(
      "Needs a human · older message",
    );
  });
  it("is amber whenever a human is needed, whoever owned it before", () => {
    expect(ownerTone(owner({ who: "nobody", needs_human: true }))).toBe("call");
    expect(ownerTone(owner({ who: "operator", reason: "phone", needs_human: true }))).toBe("call");
  });
  it("tells the phone from the desk, and both from the autopilot", () => {
    expect(ownerTone(owner({ who: "operator", reason: "phone" }))).toBe("phone");
    expect(ownerTone(owner({ who: "operator", reason: "sent" }))).toBe("me");
    expect(ownerTone(owner({}))).toBe("pilot");
    expect(ownerTone(owner({ who: "nobody" }))).toBe("plain");
  });
});

describe("a row as it is read out", () => {
  const preview = previewOf({ trouble: null, draft: null, last: last("operator") }, false);
  it("says everything that is drawn", () => {
    expect(spokenRow("Ada Example", { unread: 2 }, preview, "You’re answering", "window 22h")).toBe(
      "Ada Example, 2 unread, You: Until five, You’re answering, window 22h",
    );
  });
  it("leaves out what is not there", () => {
    expect(spokenRow("Ada Example", { unread: 0 }, preview, "Autopilot", "")).toBe(
      "Ada Example, You: Until five, Autopilot",
    );
  });
});
