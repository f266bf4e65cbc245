import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { conversationsQuery, type Row, type Split } from "@/backend";

/** The rows of a split, as many pages as were asked for. A row that moved between two pages while paging is kept once. */
export function useRows(split: Split) {
  const query = useInfiniteQuery(conversationsQuery(split, null));
  const pages = query.data?.pages;
  const rows = useMemo(() => {
    const seen = new Set<string>();
    return (pages ?? []).flatMap((page) => page.rows.filter(({ id }) => !seen.has(id) && seen.add(id)));
  }, [pages]);
  return { rows, counts: pages?.[0]?.counts ?? null, query };
}

/** The id `step` rows away from `from`; the first or last row when `from` is not in the list. */
export function neighbour(rows: readonly Row[], from: string | null, step: 1 | -1): string | null {
  const at = rows.findIndex(({ id }) => id === from);
  if (at < 0) return rows[step > 0 ? 0 : rows.length - 1]?.id ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.id ?? null;
}
