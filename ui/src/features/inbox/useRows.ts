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

/**
 * The id `step` rows away from `from`. A row that has left the list (it was answered, or handed back) is stepped from where it stood, so
 * that the next one is the next one; without such a place, the first or the last row.
 */
export function neighbour(
  rows: readonly Pick<Row, "id">[],
  from: string | null,
  step: 1 | -1,
  stood: number | null = null,
): string | null {
  const at = rows.findIndex(({ id }) => id === from);
  const wanted = at >= 0 ? at + step : stood === null ? (step > 0 ? 0 : rows.length - 1) : step > 0 ? stood : stood - 1;
  return rows[Math.min(rows.length - 1, Math.max(0, wanted))]?.id ?? null;
}
