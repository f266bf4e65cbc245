/** Which of the autopilot's decisions is being looked at, by its burst. */
import { newStore } from "@/shared";

const why = newStore<string | null>(null);

export const useWhy = why.use;
export const closeWhy = () => why.set(null);

/** Shows a decision, or puts it away when it is already shown. */
export function showWhy(burst: string): void {
  why.set(why.get() === burst ? null : burst);
}

/** Asks for whatever the newest decision is. */
export const NEWEST = "newest";

const open = newStore<boolean | null>(null);
/** Whether the side panel is shown; null leaves it to the width of the window. */
export const useSideChoice = open.use;
export const chooseSide = open.set;
