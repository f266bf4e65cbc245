/**
 * The live feed: what became stale, in the order of the journal. It never says what to draw. The reader brings the `seq` it has seen, so a
 * feed that was cut resumes without a gap in the journal. What stands beside the journal is refetched at every opening, and so is everything
 * shown when the reader is told that it fell too far behind.
 */
import { Channel, invoke } from "@tauri-apps/api/core";
import { answered, client } from "./client";
import { apiBase, hostKind, hubToken } from "./host";
import { Problem } from "./problem";
import { sseData } from "./sse";

export type FeedMessage = { seq: number; stale: string[] } | { seq: number; resync: true };
export type FeedState = "connecting" | "live" | "lost" | "refused";

export type FeedReader = {
  /** At most once per `FOLD_MS`, with everything that became stale since. */
  stale: (names: ReadonlySet<string>) => void;
  resync: () => void;
  state: (state: FeedState) => void;
};

export const FOLD_MS = 100;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

/** Follows the feed until the returned function is called. */
export function followFeed(reader: FeedReader): () => void {
  const stop = new AbortController();
  const fold = foldStale(reader, (run) => setTimeout(run, FOLD_MS));
  let from: number | null = null;
  const take = (message: FeedMessage) => {
    from = message.seq;
    fold(message);
  };

  const run = async () => {
    let delay = FIRST_RETRY_MS;
    let lostBefore = false;
    while (!stop.signal.aborted) {
      reader.state(lostBefore ? "lost" : "connecting");
      try {
        from ??= await journalPosition(stop.signal);
        await openOnce(from, take, stop.signal, () => {
          delay = FIRST_RETRY_MS;
          reader.state("live");
          // Not everything has a place in the journal: profiles, ticks, settings and health may have changed while nobody listened, and what
          // was asked before the position was known may be older than it.
          reader.resync();
        });
      } catch (error) {
        if (error instanceof Problem && error.status === 401) {
          reader.state("refused");
          return;
        }
      }
      lostBefore = true;
      await pause(delay, stop.signal);
      delay = Math.min(delay * 2, LONGEST_RETRY_MS);
    }
  };
  void run();
  return () => stop.abort();
}

/** Gathers messages and hands them on together, `later` deciding when. Pure but for its reader, so it can be tested without a clock. */
export function foldStale(
  reader: Pick<FeedReader, "stale" | "resync">,
  later: (run: () => void) => unknown,
): (message: FeedMessage) => void {
  let waiting = new Set<string>();
  let resync = false;
  let scheduled = false;
  const flush = () => {
    const names = waiting;
    const all = resync;
    waiting = new Set();
    resync = false;
    scheduled = false;
    if (all) reader.resync();
    else if (names.size > 0) reader.stale(names);
  };
  return (message) => {
    if ("resync" in message) resync = true;
    else for (const name of message.stale) waiting.add(name);
    if (!scheduled) {
      scheduled = true;
      later(flush);
    }
  };
}

async function journalPosition(signal: AbortSignal): Promise<number> {
  return (await answered(client.GET("/api/health", { signal }))).seq;
}

type Open = (from: number, take: (message: FeedMessage) => void, stop: AbortSignal, live: () => void) => Promise<void>;

const openOnce: Open = hostKind === "desktop" ? openChannel : openEvents;

async function openChannel(
  from: number,
  take: (message: FeedMessage) => void,
  stop: AbortSignal,
  live: () => void,
): Promise<void> {
  const channel = new Channel<FeedMessage>();
  channel.onmessage = (message) => {
    if (!stop.aborted) take(message);
  };
  await invoke("live_feed", { from, channel });
  live();
  // The shell keeps the channel open for as long as the page lives.
  await new Promise<void>((resolve) => stop.addEventListener("abort", () => resolve(), { once: true }));
}

async function openEvents(
  from: number,
  take: (message: FeedMessage) => void,
  stop: AbortSignal,
  live: () => void,
): Promise<void> {
  const token = hubToken();
  const response = await fetch(`${apiBase}/api/feed?from=${from}`, {
    headers: { Accept: "text/event-stream", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    signal: stop,
  });
  if (!response.ok || !response.body) throw Problem.from(null, response.status);
  live();
  for await (const data of sseData(response.body)) take(JSON.parse(data) as FeedMessage);
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
