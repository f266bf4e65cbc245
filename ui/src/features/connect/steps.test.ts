import { describe, expect, it } from "vitest";
import type { Check, CheckName, Wizard } from "@/backend";
import { announcements, checksOf, stationState } from "./steps";

function check(name: CheckName, state: Check["state"], sentence: string = state): Check {
  return { name, title: name, state, sentence, next_step: null, quoted: null, causes: [] };
}

function wizard(checks: Check[]): Wizard {
  return {
    id: "w1",
    host: "meta",
    step: "sign_in",
    app_id: "700000000000001",
    redirect_uri: "http://localhost:1/c",
    redirect_note: "",
    authorize_url: null,
    checks,
    question: null,
    account: null,
    receiving: null,
  };
}

describe("the wizard's stations", () => {
  it("show each check at its own station, in the order of the work", () => {
    const all = wizard([
      check("first_message", "wait"),
      check("handshake", "wait"),
      check("exchange", "ok"),
      check("sign_in", "ok"),
    ]);
    expect(checksOf(all, "sign_in").map((one) => one.name)).toEqual(["sign_in", "exchange"]);
    expect(checksOf(all, "receive").map((one) => one.name)).toEqual(["handshake", "first_message"]);
  });
  it("are done before the one on screen and later after it", () => {
    expect(
      ["app", "sign_in", "receive", "done"].map((step) => stationState(step as Wizard["step"], "sign_in", "sign_in")),
    ).toEqual(["done", "now", "later", "later"]);
  });
});

describe("announcements", () => {
  it("say results once and keep silent about waiting", () => {
    const before = [check("sign_in", "run"), check("exchange", "wait")];
    const after = [check("sign_in", "ok", "You allowed access"), check("exchange", "run")];
    expect(announcements(before, after)).toEqual(["sign_in: You allowed access"]);
    expect(announcements(after, after)).toEqual([]);
  });
  it("add the next step of what went wrong", () => {
    const bad = { ...check("exchange", "bad", "Refused."), next_step: "Check the secret." };
    expect(announcements([], [bad])).toEqual(["exchange: Refused. Check the secret."]);
  });
});
