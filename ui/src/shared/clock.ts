/** The time on screen. One timer per pace for the whole window, so that a thousand countdowns tick together and cost one wake-up. */
import { useSyncExternalStore } from "react";

export type Pace = "second" | "minute";
const EVERY: Record<Pace, number> = { second: 1_000, minute: 20_000 };

type Ticker = { now: number; watchers: Set<() => void>; timer: ReturnType<typeof setInterval> | null };
const tickers: Record<Pace, Ticker> = { second: newTicker(), minute: newTicker() };

function newTicker(): Ticker {
  return { now: Date.now(), watchers: new Set(), timer: null };
}

/** Milliseconds since the epoch, changing about every second or every twenty. */
export function useNow(pace: Pace): number {
  const ticker = tickers[pace];
  return useSyncExternalStore(watching[pace], () => ticker.now);
}

const watching: Record<Pace, (watcher: () => void) => () => void> = {
  second: watch("second"),
  minute: watch("minute"),
};

function watch(pace: Pace) {
  return (watcher: () => void) => {
    const ticker = tickers[pace];
    ticker.watchers.add(watcher);
    if (ticker.timer === null) {
      ticker.now = Date.now();
      ticker.timer = setInterval(() => {
        ticker.now = Date.now();
        for (const each of ticker.watchers) each();
      }, EVERY[pace]);
    }
    return () => {
      ticker.watchers.delete(watcher);
      if (ticker.watchers.size === 0 && ticker.timer !== null) {
        clearInterval(ticker.timer);
        ticker.timer = null;
      }
    };
  };
}
