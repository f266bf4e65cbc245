/** How long an account's sign-in still lasts, and whether that needs somebody. */
export type TokenLife = {
  sentence: string;
  /** `soon`: worth a look. `over`: nothing can be read or sent until somebody signs in again. */
  urgency: "calm" | "soon" | "over";
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Renewal runs well before this; reaching it means that renewals have been failing (contract 1.5). */
const SOON = 10 * DAY;

/** Words for a token. Times are ms since the epoch; a token without an end (practice) is calm. */
export function tokenLife(token: { lifetime: "long" | "short"; expires_at: number | null }, now: number): TokenLife {
  if (token.expires_at === null) return { sentence: "The sign-in does not end", urgency: "calm" };
  const left = token.expires_at - now;
  if (left <= 0) return { sentence: "The sign-in has ended", urgency: "over" };
  if (token.lifetime === "short") {
    return { sentence: `Short sign-in, ${words(left)} left; it cannot be renewed`, urgency: "soon" };
  }
  return { sentence: `${words(left)} left, renewed by itself`, urgency: left < SOON ? "soon" : "calm" };
}

function words(left: number): string {
  if (left >= 2 * DAY) return `${Math.floor(left / DAY)} days`;
  if (left >= 2 * HOUR) return `${Math.floor(left / HOUR)} hours`;
  return `${Math.max(1, Math.floor(left / MINUTE))} min`;
}
