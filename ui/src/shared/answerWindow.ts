/** The time left to answer, as a ring and as words. Pure. */
import { timeLeft } from "./time";

const HOUR = 3_600_000;
/** A full ring. A longer window (a human's seven days) is simply full. */
const WHOLE = 24 * HOUR;
const WARM = 4 * HOUR;
const HOT = HOUR;

export type AnswerWindow = {
  state: "calm" | "warm" | "hot" | "closed";
  /** Share of a whole window that is left, 0–1. */
  share: number;
  /** `22h`, `3h 10m`, `38m left`, `closed`. */
  words: string;
};

/** What is left of a window that ends at `until`, or null when there never was one. */
export function answerWindow(until: number | null, now: number): AnswerWindow | null {
  if (until === null) return null;
  const left = until - now;
  if (left <= 0) return { state: "closed", share: 0, words: "closed" };
  const share = Math.min(1, left / WHOLE);
  if (left < HOT) return { state: "hot", share, words: `${timeLeft(left)} left` };
  return { state: left < WARM ? "warm" : "calm", share, words: timeLeft(left) };
}
