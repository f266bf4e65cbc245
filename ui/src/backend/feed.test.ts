import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followFeed, foldStale, type FeedMessage } from "./feed";

vi.mock("./client", () => ({ client: { GET: () => undefined }, answered: () => Promise.resolve({ seq: 7 }) }));

/** A feed that says one thing and is cut. */
function cutAfter(message: FeedMessage): Response {
  return new Response(`data: ${JSON.stringify(message)}\n\n`, { headers: { "Content-Type": "text/event-stream" } });
}

describe("the live feed", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("reads everything anew each time it opens, from the position that it has seen", async () => {
    const asked: string[] = [];
    const open = (url: string): Promise<Response> => {
      asked.push(url);
      return Promise.resolve(cutAfter({ seq: 7 + asked.length, stale: ["outbox"] }));
    };
    vi.stubGlobal("fetch", open);
    const resync = vi.fn();
    const stop = followFeed({ stale: () => undefined, resync, state: () => undefined });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(2));
    stop();
    expect(asked.slice(0, 2)).toEqual(["/api/feed?from=7", "/api/feed?from=8"]);
    expect(resync).toHaveBeenCalledTimes(asked.length);
  });

  it("folds what comes together", () => {
    const stale = vi.fn();
    let flush = (): void => undefined;
    const take = foldStale({ stale, resync: () => undefined }, (run) => (flush = run));
    take({ seq: 1, stale: ["outbox"] });
    take({ seq: 2, stale: ["outbox", "health"] });
    flush();
    expect(stale).toHaveBeenCalledExactlyOnceWith(new Set(["outbox", "health"]));
  });
});
