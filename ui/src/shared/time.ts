/** Times in words. Pure: the present is an argument. All times are milliseconds since the epoch, shown in the computer's own zone. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat("en", { weekday: "long" });
const weekdayShort = new Intl.DateTimeFormat("en", { weekday: "short" });
const dayMonth = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const monthYear = new Intl.DateTimeFormat("en", { month: "long", year: "numeric" });
const whole = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "medium", hourCycle: "h23" });

/** `14:06` */
export const clockTime = (at: number): string => clockFormat.format(at);

/** `Friday, 21 November 2025 at 14:06:02`, for tooltips. */
export const wholeTime = (at: number): string => whole.format(at);

/** `March 2025` */
export const monthOf = (at: number): string => monthYear.format(at);

/** How long ago, as short as a list needs it: `now`, `4m`, `3h`, `Tue`, `3 Mar`, `3 Mar 2024`. */
export function shortAgo(at: number, now: number): string {
  const ago = now - at;
  if (ago < MINUTE) return "now";
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)}m`;
  if (ago < DAY && daysBetween(at, now) <= 1) return `${Math.floor(ago / HOUR)}h`;
  const days = daysBetween(at, now);
  if (days < 7) return weekdayShort.format(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? dayMonth.format(at) : dayMonthYear.format(at);
}

/** The name of a day as a separator: `Today`, `Yesterday`, `Tuesday`, `3 Mar`, `3 Mar 2024`. */
export function dayName(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days > 1 && days < 7) return weekday.format(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? dayMonth.format(at) : dayMonthYear.format(at);
}

/** When something will be, close by: `14:06`, `tomorrow 14:06`, `Tue 14:06`, `3 Mar 14:06`. */
export function whenSoon(at: number, now: number): string {
  const days = -daysBetween(at, now);
  const time = clockTime(at);
  if (days <= 0) return time;
  if (days === 1) return `tomorrow ${time}`;
  return days < 7 ? `${weekdayShort.format(at)} ${time}` : `${dayMonth.format(at)} ${time}`;
}

/** What is left of a span: `6d 4h`, `22h`, `3h 10m`, `38m`, `45s`. Minutes show under ten hours, seconds under two minutes. */
export function timeLeft(ms: number): string {
  if (ms <= 0) return "0s";
  if (ms < 2 * MINUTE) return `${Math.ceil(ms / SECOND)}s`;
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return hours % 24 === 0 ? `${hours / 24}d` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
  const rest = minutes % 60;
  return hours < 10 && rest > 0 ? `${hours}h ${rest}m` : `${hours}h`;
}

/** How long something took: `18 ms`, `1.9 s`. */
export const tookTime = (ms: number): string => (ms < 950 ? `${Math.round(ms)} ms` : `${(ms / SECOND).toFixed(1)} s`);

/** Whole seconds until `at`, never negative. */
export const secondsUntil = (at: number, now: number): number => Math.max(0, Math.ceil((at - now) / SECOND));

/** Whether two times fall on one calendar day here. */
export const sameDay = (a: number, b: number): boolean => daysBetween(a, b) === 0;

/** Calendar days from `at` to `now`, by local midnight, so that a change of summer time is still one day. */
export function daysBetween(at: number, now: number): number {
  const from = new Date(at);
  const to = new Date(now);
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / DAY);
}
