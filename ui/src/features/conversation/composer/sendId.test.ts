import { beforeEach, describe, expect, it } from "vitest";
import { pendingFor, settled } from "./sendId";

let made = 0;
const newId = () => `id-${++made}`;
const KEY = "switchboard.sending.ada";

describe("the id of a reply", () => {
  beforeEach(() => {
    sessionStorage.clear();
    made = 0;
  });

  it("stays the same while the same words were not answered for, over a crash too", () => {
    const first = pendingFor("ada", "Of course", newId);
    expect(pendingFor("ada", "Of course", newId)).toEqual(first);
    expect(sessionStorage.getItem(KEY)).toContain(first.send_id);
  });
  it("is another one for other words and for another person", () => {
    const first = pendingFor("ada", "Of course", newId);
    expect(pendingFor("ben", "Of course", newId).send_id).not.toBe(first.send_id);
    expect(pendingFor("ada", "Of course!", newId).send_id).not.toBe(first.send_id);
  });
  it("is another one after the answer, so that the same words can be said twice on purpose", () => {
    const first = pendingFor("ada", "Yes", newId);
    settled("ada");
    expect(pendingFor("ada", "Yes", newId).send_id).not.toBe(first.send_id);
  });
  it("does not trip over what another version kept", () => {
    for (const kept of ["{", "null", "7", '{"send_id":1,"text":"Yes"}']) {
      sessionStorage.setItem(KEY, kept);
      expect(pendingFor("ada", "Yes", () => "fresh").send_id).toBe("fresh");
    }
  });
});
