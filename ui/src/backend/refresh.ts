import type { InvalidateQueryFilters, QueryClient } from "@tanstack/react-query";

/**
 * Marks queries stale and refetches those on screen. A first load that is on its way is not begun again by the cache, and what it brings may be
 * older than this call: it is refetched when it ends.
 */
export function refresh(queries: QueryClient, filters: Pick<InvalidateQueryFilters, "queryKey" | "exact"> = {}): void {
  const firstLoads = queries
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: "fetching" })
    .filter(({ state }) => state.data === undefined);
  void queries.invalidateQueries(filters);
  for (const { promise, queryKey } of firstLoads) {
    const again = () => queries.invalidateQueries({ queryKey, exact: true });
    // A load that failed is not asked again here: the query's own retries are over.
    promise?.then(again, () => undefined);
  }
}
