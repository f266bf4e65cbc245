/**
 * Which of the autopilot's decisions is being looked at, by its burst. Until somebody chooses, the newest one is open, because it is the one
 * that is asked about.
 */
import { newStore } from "@/shared";

const why = newStore<string | null>(null);

export const useWhy = why.use;
/** Nobody has chosen. */
export const closeWhy = () => why.set(null);

/** Asks for whatever the newest decision is. */
export const NEWEST = "newest";
/** All were put away. */
const NONE = "none";

/** Shows a decision. */
export function showWhy(burst: string): void {
  why.set(burst);
}

/** Puts away whatever is shown. */
export function putWhyAway(): void {
  why.set(NONE);
}

/** Whether somebody asked for a decision, so that the panel has to be there. */
export const isAsked = (burst: string | null): boolean => burst !== null && burst !== NONE;

/** The decision to show of a list that begins with the newest. One that was chosen in another conversation is no choice here. */
export function shownOf<D extends { burst: string }>(decisions: readonly D[], burst: string | null): D | undefined {
  if (burst === NONE) return undefined;
  return decisions.find((each) => each.burst === burst) ?? decisions[0];
}

const open = newStore<boolean | null>(null);
/** Whether the side panel is shown; null leaves it to the width of the window. */
export const useSideChoice = open.use;
export const chooseSide = open.set;
