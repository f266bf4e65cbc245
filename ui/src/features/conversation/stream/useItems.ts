import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { itemsQuery } from "@/backend";
import { entriesOf, itemsOldestFirst } from "./entries";

/** A contiguous slice of a conversation, oldest first, at the live end or around a message. */
export function useItems(id: string, anchor: string | null) {
  const query = useInfiniteQuery(itemsQuery(id, anchor));
  const pages = query.data?.pages;
  const items = useMemo(() => itemsOldestFirst(pages ?? []), [pages]);
  const entries = useMemo(() => entriesOf(items), [items]);
  return { items, entries, query };
}
