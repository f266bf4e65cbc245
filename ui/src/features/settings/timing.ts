/** The settings that are shown as rows: what each means, its unit, and what may be typed. */
import type { Settings } from "@/backend";
import { inUnit, spoken, toMs, type Unit } from "./durations";

export type TimingName = "operator_hold_ms" | "quiet_ms" | "longest_ms" | "typing_expiry_ms" | "operator_expiry_ms";

export type Timing = {
  name: TimingName;
  title: string;
  about: string;
  unit: Unit;
  /** May be empty, and then never happens. */
  never?: string;
};

export const TIMINGS: readonly Timing[] = [
  {
    name: "operator_hold_ms",
    title: "Hold your own messages",
    about: "How long a message of yours waits before it goes out, so that you can still undo it.",
    unit: "s",
  },
  {
    name: "quiet_ms",
    title: "Let the customer finish",
    about: "The autopilot answers once the customer has been quiet for this long.",
    unit: "s",
  },
  {
    name: "longest_ms",
    title: "But answer at the latest after",
    about: "Counted from the first message of a burst, however long they keep writing.",
    unit: "s",
  },
  {
    name: "typing_expiry_ms",
    title: "Typed, but not sent",
    about: "After this long without a key, the conversation asks for a human again. The draft stays.",
    unit: "min",
  },
  {
    name: "operator_expiry_ms",
    title: "A conversation stays yours for",
    about: "After your last act, also one from the phone. Empty: until you hand it back.",
    unit: "h",
    never: "until handed back",
  },
];

/** What is shown in the field. */
export function written(settings: Settings, { name, unit }: Timing): string {
  const value = settings[name];
  return value === null ? "" : inUnit(value, unit);
}

/** The settings with what was typed, or why it cannot be. */
export function changed(
  settings: Settings,
  timing: Timing,
  text: string,
): { settings: Settings } | { problem: string } {
  if (text.trim() === "") {
    if (timing.never === undefined) return { problem: "Write a number." };
    return { settings: { ...settings, [timing.name]: null } };
  }
  const ms = toMs(text, timing.unit);
  if (ms === null) return { problem: "Write a number." };
  const next = { ...settings, [timing.name]: ms };
  if (next.longest_ms < next.quiet_ms) {
    return {
      problem: `The longest wait cannot be shorter than the quiet one (${spoken(next.quiet_ms)} and ${spoken(next.longest_ms)}).`,
    };
  }
  return { settings: next };
}

/** A port for the listener: 1024 and up, because lower ones are the system's. */
export function changedPort(settings: Settings, text: string): { settings: Settings } | { problem: string } {
  const port = /^\d{1,5}$/u.test(text.trim()) ? Number(text.trim()) : NaN;
  if (!(port >= 1024 && port <= 65_535)) return { problem: "A port is a number from 1024 to 65535." };
  return { settings: { ...settings, listener_port: port } };
}
