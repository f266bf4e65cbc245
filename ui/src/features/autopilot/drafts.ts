/**
 * Changes that are not saved yet, kept while one looks at something else and across a reload of the page: leaving this screen must never
 * discard what was written. The model's key is not among them; it is held by its field alone.
 */
import type { AutopilotChange } from "@/backend";
import { newStore } from "@/shared";

const KEPT = "switchboard.autopilot.drafts";
type Drafts = Partial<Record<string, AutopilotChange>>;

const drafts = newStore<Drafts>(restored());

export const useDrafts = drafts.use;

export function draftOf(account: string): AutopilotChange | undefined {
  return drafts.get()[account];
}

/** Keeps the changes of an account, or forgets them. */
export function keepDraft(account: string, draft: AutopilotChange | null): void {
  const next = { ...drafts.get(), [account]: draft ?? undefined };
  sessionStorage.setItem(KEPT, JSON.stringify(next));
  drafts.set(next);
}

function restored(): Drafts {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as Drafts;
  } catch {
    // A value of another version is no reason not to start.
    return {};
  }
}
