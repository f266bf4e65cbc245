/** Joins the query cache and the live feed: what the feed calls stale is refetched if it is on screen, and marked stale if it is not. */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { newStore } from "@/shared";
import { followFeed, type FeedState } from "./feed";
import { staleKeys } from "./keys";
import { Problem } from "./problem";
import { refresh } from "./refresh";

const feedState = newStore<FeedState>("connecting");

/** Whether what is shown is live. `refused` means the hub wants a token. */
export const useFeedState = feedState.use;

function refusedIfUnauthorized(error: unknown) {
  if (error instanceof Problem && error.status === 401) feedState.set("refused");
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: refusedIfUnauthorized }),
    mutationCache: new MutationCache({ onError: refusedIfUnauthorized }),
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: "always",
        retry: (failures, error) => error instanceof Problem && error.code === "unreachable" && failures < 3,
        retryDelay: (failures) => 200 * 2 ** failures,
      },
      mutations: { networkMode: "always" },
    },
  });
}

export function BackendProvider({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  useEffect(
    () =>
      followFeed({
        state: feedState.set,
        resync: () => refresh(client),
        stale: (names) => {
          for (const name of names)
            for (const queryKey of staleKeys(name)) refresh(client, { queryKey: [...queryKey] });
        },
      }),
    [client],
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
