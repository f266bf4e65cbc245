/** What can be asked, as TanStack query options: `useQuery(healthQuery())`. The live feed keeps the answers fresh; nothing polls. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";
import { answered, client } from "./client";
import { keys } from "./keys";
import type { ItemPage, Split } from "./shapes";

export const healthQuery = () =>
  queryOptions({ queryKey: keys.health, queryFn: ({ signal }) => answered(client.GET("/api/health", { signal })) });

export const undecodableQuery = () =>
  queryOptions({
    queryKey: [...keys.health, "undecodable"],
    queryFn: ({ signal }) => answered(client.GET("/api/health/undecodable", { signal })),
  });

export const accountsQuery = () =>
  queryOptions({ queryKey: keys.accounts, queryFn: ({ signal }) => answered(client.GET("/api/accounts", { signal })) });

export const autopilotQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.account(id), "autopilot"],
    queryFn: ({ signal }) => answered(client.GET("/api/accounts/{id}/autopilot", { params: { path: { id } }, signal })),
  });

/** The conversation list of one split, newest act first, paged by keyset. */
export const conversationsQuery = (split: Split, account: string | null) =>
  infiniteQueryOptions({
    queryKey: [...keys.conversations, split, account],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      answered(
        client.GET("/api/conversations", {
          params: { query: { split, account: account ?? undefined, before: pageParam ?? undefined, limit: 60 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) => answered(client.GET("/api/conversations/{id}", { params: { path: { id } }, signal })),
  });

/** Where a page of a conversation starts: at its live end, before a cursor, or around a message. */
export type ItemsFrom = { from: "end" } | { from: "before"; cursor: string } | { from: "around"; key: string };
export type ItemsSlice = Pick<ItemPage, "items" | "next"> & { newer: boolean };

export const PAGE = 50;
/** Pages kept at once: the slice on screen never passes about 200 items. */
export const PAGES_KEPT = 4;

/**
 * A contiguous slice of a conversation, pages newest first. `anchor` is a message to open at, or null for the live end.
 * A page that fell off the newer end is fetched again around the newest key still held, so there is never a hole between pages.
 */
export const itemsQuery = (id: string, anchor: string | null) =>
  infiniteQueryOptions({
    queryKey: [...keys.conversation(id), "items", anchor],
    initialPageParam: startAt(anchor),
    queryFn: ({ pageParam, signal }) => itemsFrom(id, pageParam, signal),
    getNextPageParam: (page): ItemsFrom | null => (page.next === null ? null : { from: "before", cursor: page.next }),
    getPreviousPageParam: (page, _pages, from): ItemsFrom | null => {
      const newest = page.items[0];
      if (from.from === "end" || (from.from === "around" && !page.newer) || !newest) return null;
      return { from: "around", key: newest.key };
    },
    maxPages: PAGES_KEPT,
  });

/**
 * Puts the live end of a conversation into the cache. A slice that was paged far up no longer holds it, and paging back down would show
 * everything in between.
 */
export async function readEnd(queries: QueryClient, id: string): Promise<void> {
  const { queryKey } = itemsQuery(id, null);
  const end = startAt(null);
  const page = await itemsFrom(id, end);
  // What is on its way belongs to the old slice and would put it back.
  await queries.cancelQueries({ queryKey, exact: true });
  queries.setQueryData(queryKey, { pages: [page], pageParams: [end] });
  // Something may have become stale while the page was read; the call that was ended may have been about that.
  void queries.invalidateQueries({ queryKey, exact: true });
}

function startAt(anchor: string | null): ItemsFrom {
  return anchor === null ? { from: "end" } : { from: "around", key: anchor };
}

async function itemsFrom(id: string, from: ItemsFrom, signal?: AbortSignal): Promise<ItemsSlice> {
  const path = { id };
  if (from.from === "around") {
    const query = { key: from.key, limit: PAGE };
    const page = await answered(
      client.GET("/api/conversations/{id}/items/around", { params: { path, query }, signal }),
    );
    return { items: page.items, next: page.next, newer: page.newer !== null };
  }
  const query = { limit: PAGE, before: from.from === "before" ? from.cursor : undefined };
  const page = await answered(client.GET("/api/conversations/{id}/items", { params: { path, query }, signal }));
  return { ...page, newer: from.from === "before" };
}

export const decisionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.conversation(id), "decisions"],
    queryFn: ({ signal }) =>
      answered(client.GET("/api/conversations/{id}/decisions", { params: { path: { id } }, signal })),
  });

export const searchQuery = (q: string, account: string | null) =>
  infiniteQueryOptions({
    queryKey: [...keys.search, q, account],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      answered(
        client.GET("/api/search", {
          params: { query: { q, account: account ?? undefined, before: pageParam ?? undefined, limit: 30 } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled: q.trim() !== "",
  });

export const connectQuery = (id: string) =>
  queryOptions({
    queryKey: keys.connect(id),
    queryFn: ({ signal }) => answered(client.GET("/api/connect/{id}", { params: { path: { id } }, signal })),
  });

export const practiceQuery = () =>
  queryOptions({ queryKey: keys.practice, queryFn: ({ signal }) => answered(client.GET("/api/practice", { signal })) });

export const settingsQuery = () =>
  queryOptions({ queryKey: keys.settings, queryFn: ({ signal }) => answered(client.GET("/api/settings", { signal })) });
