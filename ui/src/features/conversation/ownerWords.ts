import type { Owner } from "@/backend";
import { secondsUntil } from "@/shared";

/** Who answers, in the header's words. The desk says it; what changes by the second is said here. */
export function headerWords(owner: Owner, now: number): string {
  if (owner.who !== "autopilot") return owner.sentence;
  const { state, due_at } = owner.autopilot;
  switch (state) {
    case "idle":
      return owner.sentence === "" ? "The autopilot answers" : owner.sentence;
    case "waiting":
      return due_at === null ? "Autopilot · waiting" : `Autopilot · answers in ${secondsUntil(due_at, now)} s`;
    case "writing":
      return "Autopilot · writing…";
    case "sending":
      return "Autopilot · sending…";
  }
}

/** When the time to answer ends, in the header's words. */
export function windowWords(until: number | null, now: number, when: (at: number, now: number) => string): string {
  if (until === null) return "no window open";
  return until <= now ? "window closed" : `window closes ${when(until, now)}`;
}
