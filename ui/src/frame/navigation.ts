/**
 * Where the operator is, as one small value: there are few places and no addresses to share, so this is simple state and not a router.
 * It survives a reload of the page, nothing more.
 */
import { newStore } from "@/shared";

export type Place =
  | {
      view: "inbox";
      conversation: string | null;
      /** A message to open the conversation at, from search. */
      message: string | null;
    }
  | { view: "autopilot"; account: string | null }
  | { view: "connect"; wizard: string | null }
  | { view: "health" }
  | { view: "settings" };

const KEPT = "switchboard.place";
export const inbox: Place = { view: "inbox", conversation: null, message: null };

const place = newStore<Place>(restored());

export const usePlace = place.use;

export function go(next: Place): void {
  sessionStorage.setItem(KEPT, JSON.stringify(next));
  place.set(next);
}

/** Opens a conversation in the inbox, at a message if one is named. */
export function openConversation(id: string | null, message: string | null = null): void {
  go({ view: "inbox", conversation: id, message });
}

function restored(): Place {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Place | null;
    if (kept && typeof kept.view === "string") return kept.view === "inbox" ? { ...kept, message: null } : kept;
  } catch {
    // A value of another version is no reason not to start.
  }
  return inbox;
}
