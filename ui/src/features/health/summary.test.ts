import { describe, expect, it } from "vitest";
import type { Health, PartState, Part } from "@/backend";
import { parts, summary } from "./summary";

const part = (state: PartState, sentence = "fine"): Part => ({ state, sentence, next_step: null });

function health(states: { intake?: Part; model?: Part; account?: Part; last?: number | null } = {}): Health {
  return {
    intake: {
      ...(states.intake ?? part("ok")),
      received: 1284,
      duplicates: 0,
      refused_signatures: 0,
      undecodable: 0,
      unconnected: 0,
      last_received_at: states.last === undefined ? 5 : states.last,
      listener: "127.0.0.1:8443",
    },
    outbox: { ...part("ok"), held: 0, queued: 0, sending: 0, unknown: 0, asking: 0 },
    model: { ...(states.model ?? part("ok")), last_latency_ms: null },
    accounts: [{ ...(states.account ?? part("ok")), id: "17841400000000001", username: "bakery.test" }],
    clock: { ...part("ok"), offset_ms: 0 },
    seq: 1,
  };
}

describe("the health line", () => {
  it("says that all is live, and when the last message came", () => {
    expect(summary(health(), () => "2 min ago")).toEqual({
      state: "ok",
      sentence: "Live · 1,284 received · last 2 min ago",
      others: 0,
    });
    expect(summary(health({ last: null }), () => "never").sentence).toBe("Live · 1,284 received");
  });
  it("quotes the worst part and counts the others", () => {
    const line = summary(health({ intake: part("warning", "quiet"), model: part("failed", "no answer") }), () => "");
    expect(line).toEqual({ state: "failed", sentence: "Model: no answer", others: 1 });
  });
  it("does not call a part that is off on purpose trouble", () => {
    expect(summary(health({ model: part("off", "switched off") }), () => "now").state).toBe("ok");
  });
  it("mentions waiting before silence", () => {
    expect(summary(health({ intake: part("waiting", "no message yet"), last: null }), () => "").sentence).toBe(
      "Intake: no message yet",
    );
  });
  it("lists the parts as a message meets them", () => {
    expect(parts(health()).map((one) => one.name)).toEqual(["@bakery.test", "Intake", "Model", "Outbox", "Clock"]);
  });
});
