import { useLayoutEffect, useRef, useState } from "react";
import { ScrollKeeper, type Around } from "./scrollKeeper";

/** Ties a `ScrollKeeper` to the list on screen. `rows` is any value that changes when the rows do. */
export function useScroll(rows: unknown, isShown: boolean, around: Around) {
  const [atEnd, setAtEnd] = useState(true);
  const [keeper] = useState(() => new ScrollKeeper(setAtEnd));
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);

  // Before the rows are placed, so that the first paint already stands at the end.
  useLayoutEffect(() => {
    if (isShown && scroller.current && content.current) return keeper.attach(scroller.current, content.current);
  }, [keeper, isShown]);

  const { endIsLive, has, onNeed } = around;
  const { older, newer } = has;
  useLayoutEffect(() => {
    keeper.rowsChanged({ endIsLive, has: { older, newer }, onNeed });
  }, [keeper, rows, endIsLive, older, newer, onNeed]);

  return { keeper, atEnd, scroller, content };
}
