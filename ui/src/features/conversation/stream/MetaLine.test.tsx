import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { message, NOON, send } from "../samples";
import { MetaLine } from "./MetaLine";

beforeEach(() => vi.useFakeTimers({ now: NOON }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("offers to let later messages go first when the time for it has come, without hearing from the desk", () => {
  const unknown = send({ state: "unknown", can: ["copy"], pass_at: NOON + 2_500 });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MetaLine message={{ ...message("m1"), who: "operator", send: unknown }} conversation="ada" />
    </QueryClientProvider>,
  );
  expect(screen.queryByTestId("send-pass")).toBeNull();
  act(() => {
    vi.advanceTimersByTime(2_000);
  });
  expect(screen.queryByTestId("send-pass")).toBeNull();
  act(() => {
    vi.advanceTimersByTime(2_000);
  });
  expect(screen.getByTestId("send-pass").textContent).toBe("Let later messages go first");
});
