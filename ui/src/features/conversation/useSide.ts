import { useSyncExternalStore } from "react";
import { chooseSide, isAsked, useSideChoice, useWhy } from "./side/why";

const wide = window.matchMedia("(min-width: 1200px)");

/** Whether the side panel is shown, and whether it lies over the conversation for want of room. */
export function useSide() {
  const isWide = useSyncExternalStore(
    (watcher) => {
      wide.addEventListener("change", watcher);
      return () => wide.removeEventListener("change", watcher);
    },
    () => wide.matches,
  );
  const choice = useSideChoice();
  const asked = isAsked(useWhy());
  const shown = choice ?? (isWide || asked);
  return { shown, overlaid: !isWide, toggle: () => chooseSide(!shown) };
}
