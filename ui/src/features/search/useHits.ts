/** What was found for the words asked, and which of it the arrows stand on. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { searchQuery } from "@/backend";

/** How near the end of the list the arrows may come before older hits are fetched. */
const AHEAD = 6;

export function useHits(asked: string, account: string | null) {
  const [moved, setMoved] = useState<{ asked: string; to: number }>({ asked: "", to: 0 });
  const search = useInfiniteQuery(searchQuery(asked, account));
  const hits = asked === "" ? [] : (search.data?.pages.flatMap((page) => page.hits) ?? []);
  const at = Math.min(moved.asked === asked ? moved.to : 0, Math.max(0, hits.length - 1));
  const move = (to: number) => {
    setMoved({ asked, to: Math.max(0, Math.min(hits.length - 1, to)) });
    if (to > hits.length - AHEAD && search.hasNextPage && !search.isFetchingNextPage) void search.fetchNextPage();
  };
  return { search, hits, at, move };
}
