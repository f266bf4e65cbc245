import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { refresh } from "./refresh";

let queries: QueryClient;
beforeEach(() => (queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })));
afterEach(() => queries.clear());

/** A query on screen whose answers are given by hand. */
function onScreen(queryKey: string[]) {
  const answers: ((words: string) => void)[] = [];
  const failures: ((error: Error) => void)[] = [];
  const queryFn = vi.fn(
    () =>
      new Promise<string>((resolve, reject) => {
        answers.push(resolve);
        failures.push(reject);
      }),
  );
  const leave = new QueryObserver(queries, { queryKey, queryFn }).subscribe(() => undefined);
  return { answers, failures, queryFn, leave };
}

it("asks again when a first load was on its way: what it brings may be older than what became stale", async () => {
  const { answers, queryFn, leave } = onScreen(["items"]);
  refresh(queries, { queryKey: ["items"] });
  answers[0]?.("before the message");
  await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2));
  answers[1]?.("with the message");
  await vi.waitFor(() => expect(queries.getQueryData(["items"])).toBe("with the message"));
  expect(queryFn).toHaveBeenCalledTimes(2);
  leave();
});

it("begins a later load again while it is on its way", async () => {
  const { answers, queryFn, leave } = onScreen(["items"]);
  answers[0]?.("first");
  await vi.waitFor(() => expect(queries.getQueryData(["items"])).toBe("first"));
  refresh(queries);
  refresh(queries);
  expect(queryFn).toHaveBeenCalledTimes(3);
  answers[2]?.("newest");
  await vi.waitFor(() => expect(queries.getQueryData(["items"])).toBe("newest"));
  leave();
});

it("leaves a first load that failed, and what is not asked for, alone", async () => {
  const { failures, queryFn, leave } = onScreen(["items"]);
  const other = onScreen(["rows"]);
  refresh(queries, { queryKey: ["items"] });
  failures[0]?.(new Error("unreachable"));
  await vi.waitFor(() => expect(queries.getQueryState(["items"])?.status).toBe("error"));
  expect(queryFn).toHaveBeenCalledTimes(1);
  other.answers[0]?.("rows");
  await vi.waitFor(() => expect(queries.getQueryData(["rows"])).toBe("rows"));
  expect(other.queryFn).toHaveBeenCalledTimes(1);
  leave();
  other.leave();
});
