import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { conversationCommands, conversationQuery, type Conversation } from "@/backend";
import { useDraft } from "./useDraft";

afterEach(cleanup);

it("a text the desk told before a newer one was saved does not take its place", async () => {
  const queries = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
  // The desk: answers to reads are given when the test says so, with what was known when they were asked for.
  let kept = "";
  const answers: (() => void)[] = [];
  const read = () => {
    const told = { id: "ada", draft_text: kept } as Conversation;
    return new Promise<Conversation>((resolve) => answers.push(() => resolve(told)));
  };
  vi.spyOn(conversationCommands, "draft").mockImplementation((_, text) => {
    kept = text;
    return Promise.resolve(undefined as never);
  });
  const { queryKey } = conversationQuery("ada");
  queries.setQueryData(queryKey, { id: "ada", draft_text: "" } as Conversation);
  const { result } = renderHook(
    () => {
      const { data } = useQuery({ ...conversationQuery("ada"), queryFn: read, staleTime: Infinity });
      return useDraft("ada", data?.draft_text ?? "");
    },
    { wrapper },
  );

  act(() => result.current.change("A"));
  await waitFor(() => expect(queries.getQueryData(queryKey)?.draft_text).toBe("A"));
  act(() => void queries.invalidateQueries({ queryKey }));
  await waitFor(() => expect(answers).toHaveLength(1));
  act(() => result.current.change("A draft"));
  await waitFor(() => expect(queries.getQueryData(queryKey)?.draft_text).toBe("A draft"));
  await act(async () => {
    answers[0]?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
  expect(result.current.text).toBe("A draft");
  await waitFor(() => expect(answers).toHaveLength(2));
  await act(async () => {
    answers[1]?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
  expect(result.current.text).toBe("A draft");
});
