import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followFeed, foldStale, type FeedMessage, type FeedState } from "./feed";

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

  it("says connecting, live, and lost once it was cut, and waits longer each time nobody answers", async () => {
    const states: FeedState[] = [];
    const asked: number[] = [];
    const started = Date.now();
    vi.stubGlobal("fetch", () => {
      asked.push(Date.now() - started);
      return Promise.reject(new TypeError("refused"));
    });
    const stop = followFeed({ stale: () => undefined, resync: () => undefined, state: (state) => states.push(state) });
    await vi.advanceTimersByTimeAsync(12_000);
    stop();
    expect(states.slice(0, 2)).toEqual(["connecting", "lost"]);
    expect(asked.slice(0, 6)).toEqual([0, 250, 750, 1_750, 3_750, 7_750]);
  });

  it("stops for good when its token is refused", async () => {
    const states: FeedState[] = [];
    const ask = vi.fn(() => Promise.resolve(new Response(null, { status: 401 })));
    vi.stubGlobal("fetch", ask);
    followFeed({ stale: () => undefined, resync: () => undefined, state: (state) => states.push(state) });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(states).toEqual(["connecting", "refused"]);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("asks no more once nobody follows it", async () => {
    const ask = vi.fn(() => Promise.reject(new TypeError("refused")));
    vi.stubGlobal("fetch", ask);
    const stop = followFeed({ stale: () => undefined, resync: () => undefined, state: () => undefined });
    await vi.advanceTimersByTimeAsync(300);
    stop();
    const before = ask.mock.calls.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(ask).toHaveBeenCalledTimes(before);
  });

  it("a reader that fell behind reads everything anew and is told nothing single", () => {
    const stale = vi.fn();
    const resync = vi.fn();
    let flush = (): void => undefined;
    const take = foldStale({ stale, resync }, (run) => (flush = run));
    take({ seq: 1, stale: ["outbox"] });
    take({ seq: 900, resync: true });
    flush();
    expect(resync).toHaveBeenCalledTimes(1);
    expect(stale).not.toHaveBeenCalled();
    take({ seq: 901, stale: ["health"] });
    flush();
    expect(stale).toHaveBeenCalledExactlyOnceWith(new Set(["health"]));
  });

  it("says nothing about a message that made nothing stale", () => {
    const stale = vi.fn();
    foldStale({ stale, resync: stale }, (run) => run())({ seq: 1, stale: [] });
    expect(stale).not.toHaveBeenCalled();
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
