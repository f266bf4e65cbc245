import type { Split } from "@/backend";
import { newStore } from "@/shared";

/** Which split is shown; outlives a visit to another page. */
export const currentSplit = newStore<Split>("needs_me");
export const useSplit = currentSplit.use;
