/**
 * Query keys, and what each of the live feed's stale names means for them. A key is a path: making a prefix stale makes everything under
 * it stale.
 */
export const keys = {
  health: ["health"] as const,
  accounts: ["accounts"] as const,
  account: (id: string) => ["account", id] as const,
  conversations: ["conversations"] as const,
  /** Every conversation that was opened. */
  opened: ["conversation"] as const,
  conversation: (id: string) => ["conversation", id] as const,
  search: ["search"] as const,
  connects: ["connect"] as const,
  connect: (id: string) => ["connect", id] as const,
  practice: ["practice"] as const,
  settings: ["settings"] as const,
};

export type QueryKey = readonly unknown[];

/** Which cached answers a stale name from the feed makes out of date. Unknown names are ignored: an older window may meet a newer desk. */
export function staleKeys(stale: string): QueryKey[] {
  const [name, id] = split(stale);
  switch (name) {
    case "conversations":
      return [keys.conversations, keys.search];
    case "conversation":
      return [keys.conversation(id)];
    case "outbox":
    case "health":
      return [keys.health];
    case "accounts":
      // A wizard shows its account, and what was seen of its receiving.
      return [keys.accounts, keys.connects];
    case "account":
      // Whether one may write in its conversations hangs on it.
      return [keys.accounts, keys.account(id), keys.opened];
    case "connect":
      return [keys.connect(id)];
    case "practice":
      return [keys.practice];
    case "settings":
      return [keys.settings];
    default:
      return [];
  }
}

function split(stale: string): [name: string, id: string] {
  const colon = stale.indexOf(":");
  return colon < 0 ? [stale, ""] : [stale.slice(0, colon), stale.slice(colon + 1)];
}
