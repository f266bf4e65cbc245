/** What lies over the window: at most one of these, so that Esc always means the same thing. */
import { newStore } from "@/shared";

export type Overlay = "palette" | "shortcuts" | "search" | "practice";

const overlay = newStore<Overlay | null>(null);

export const useOverlay = overlay.use;
export const showOverlay = overlay.set;

export function toggleOverlay(which: Overlay): void {
  overlay.set(overlay.get() === which ? null : which);
}
