import { expect, it } from "vitest";
import type { Receiving } from "@/backend";
import { receivingChecks } from "./receivingChecks";

const NOTHING: Receiving = {
  callback_url: null,
  callback_path: "/webhooks/instagram/700000000000001",
  public_address: null,
  verify_token: "t",
  handshake_at: null,
  test_event_at: null,
  first_message_at: null,
};

it("ticks only what was seen", () => {
  const checks = receivingChecks({ ...NOTHING, handshake_at: 5 }, (time) => `at ${time}`);
  expect(checks.map(({ name, state }) => [name, state])).toEqual([
    ["handshake", "ok"],
    ["test_event", "run"],
    ["first_message", "run"],
  ]);
  expect(checks[0]?.sentence).toBe("Verified at 5.");
});
