import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { itemsQuery, problemSentence, readEnd } from "@/backend";
import { notify } from "@/frame";
import { entriesOf, itemsOldestFirst } from "./entries";

/** A contiguous slice of a conversation, oldest first, at the live end or around a message. */
export function useItems(id: string, anchor: string | null) {
  const query = useInfiniteQuery(itemsQuery(id, anchor));
  const pages = query.data?.pages;
  const items = useMemo(() => itemsOldestFirst(pages ?? []), [pages]);
  const entries = useMemo(() => entriesOf(items), [items]);
  return { items, entries, query };
}

/** Makes the slice on screen the newest one. */
export function useToEnd(id: string): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    () =>
      readEnd(queries, id).catch((error: unknown) => {
        notify({ text: problemSentence(error), tone: "problem" });
      }),
    [queries, id],
  );
}
