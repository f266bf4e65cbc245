/** Small made-up conversations for the tests of this feature: Ada writes, everybody else answers. */
import type { Decision, Message, Owner, OwnerChange, Send } from "@/backend";

/** Noon of a plain Wednesday, in whatever zone the test runs. */
export const NOON = new Date(2025, 10, 19, 12, 0).getTime();
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function message(key: string, rest: Partial<Message> = {}): Message {
  return {
    type: "message",
    key,
    mid: key,
    seq: 1,
    at: NOON,
    who: "customer",
    text: `text of ${key}`,
    kind: "text",
    attachments: [],
    reply_to: null,
    story: null,
    reactions: [],
    edited: false,
    unsent: false,
    seen_at: null,
    provisional: false,
    send: null,
    burst: null,
    ...rest,
  };
}

export function ownerChange(key: string, rest: Partial<OwnerChange> = {}): OwnerChange {
  return {
    type: "owner_change",
    key,
    seq: 1,
    at: NOON,
    owner: "operator",
    reason: "sent",
    sentence: "You took over by answering",
    ...rest,
  };
}

export function send(rest: Partial<Send> = {}): Send {
  return {
    id: "send-1",
    state: "confirmed",
    sentence: "delivered",
    due_at: null,
    part: 1,
    parts: 1,
    question: null,
    can: [],
    pass_at: null,
    ...rest,
  };
}

export function owner(rest: Partial<Owner> = {}): Owner {
  return {
    who: "autopilot",
    reason: "fresh",
    sentence: "Autopilot",
    since: NOON,
    until: null,
    needs_human: false,
    autopilot: { state: "idle", due_at: null },
    ...rest,
  };
}

export function decision(burst: string, rest: Partial<Decision> = {}): Decision {
  return {
    burst,
    conversation_id: "17841400000000001.6100000000000001",
    at: NOON,
    outcome: "answered",
    reason: "answer",
    sentence: "It answered from what it was told about the business.",
    model: "bakery-1",
    prompt_version: "e365d6f1dd5b",
    prompt_tokens: 1204,
    completion_tokens: 31,
    latency_ms: 1900,
    calls: 1,
    basis: 3,
    messages: 2,
    send_ids: ["send-1"],
    ...rest,
  };
}
