/** The three ticks of receiving for an account that is connected already, from what the desk has seen since. */
import type { Check, CheckName, Receiving } from "@/backend";

/** `at` writes a time (ms since the epoch) in words. */
export function receivingChecks(receiving: Receiving, at: (time: number) => string): Check[] {
  const tick = (name: CheckName, title: string, seen: number | null, words: string, waiting: string): Check => ({
    name,
    title,
    state: seen === null ? "run" : "ok",
    sentence: seen === null ? waiting : `${words} ${at(seen)}.`,
    next_step: null,
    quoted: null,
    causes: [],
  });
  return [
    tick("handshake", "Meta verified this address", receiving.handshake_at, "Verified", "Meta has not asked yet."),
    tick(
      "test_event",
      "A signed test arrived",
      receiving.test_event_at,
      "A signed test arrived",
      "No test has arrived yet.",
    ),
    tick(
      "first_message",
      "A real message arrived",
      receiving.first_message_at,
      "The first one arrived",
      "No message has arrived yet.",
    ),
  ];
}
