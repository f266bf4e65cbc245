/** Durations as a person reads and types them: a number and the unit it is usually thought of in. */

export type Unit = "s" | "min" | "h";

const MS: Record<Unit, number> = { s: 1_000, min: 60_000, h: 3_600_000 };
const LONG: Record<Unit, [one: string, many: string]> = {
  s: ["second", "seconds"],
  min: ["minute", "minutes"],
  h: ["hour", "hours"],
};

/** The number shown for `ms` in `unit`, with at most two decimals and no trailing zeros. */
export function inUnit(ms: number, unit: Unit): string {
  return String(Math.round((ms / MS[unit]) * 100) / 100);
}

/** Milliseconds for what was typed, or null when it is not a number of at least zero. A decimal comma is accepted. */
export function toMs(text: string, unit: Unit): number | null {
  const plain = text.trim().replace(",", ".");
  if (!/^(?:\d+(?:\.\d*)?|\.\d+)$/u.test(plain)) return null;
  return Math.round(Number(plain) * MS[unit]);
}

/** `90000` → `1 minute 30 seconds`; below a second, milliseconds. */
export function spoken(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  const parts: string[] = [];
  let rest = Math.round(ms / 1_000);
  for (const unit of ["h", "min", "s"] as const) {
    const size = MS[unit] / 1_000;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${LONG[unit][count === 1 ? 0 : 1]}`);
  }
  return parts.slice(0, 2).join(" ");
}
