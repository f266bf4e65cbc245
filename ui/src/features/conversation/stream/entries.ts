/**
 * Turns a slice of a conversation into what is drawn: one flat line per item, so that a line keeps its identity when older ones arrive above
 * it. Pure.
 */
import type { Item, Message, OwnerChange } from "@/backend";
import { sameDay } from "@/shared";

export type DayEntry = { type: "day"; key: string; at: number };
export type OwnerEntry = {
  type: "owner_change";
  key: string;
  change: OwnerChange;
  /** Somebody else answers from here on. Without it the line keeps its place and draws nothing: each reply renews the same owner. */
  isNews: boolean;
};
export type MessageEntry = {
  type: "message";
  key: string;
  message: Message;
  /** Opens a run of one writer: carries the name. */
  first: boolean;
  /** Ends a run of one writer: carries the time. */
  last: boolean;
};
export type Entry = DayEntry | OwnerEntry | MessageEntry;

/** A pause this long starts a new run, so that its time is shown. */
export const RUN_MS = 5 * 60_000;

/** `items` oldest first. */
export function entriesOf(items: readonly Item[]): Entry[] {
  let holder: OwnerChange | null = null;
  return items.flatMap((item, at): Entry[] => {
    const before = items[at - 1];
    const after = items[at + 1];
    const day: Entry[] =
      before && sameDay(before.at, item.at) ? [] : [{ type: "day", key: `day-${item.key}`, at: item.at }];
    if (item.type === "owner_change") {
      const isNews = holder === null || !sameHolder(holder, item);
      holder = item;
      return [...day, { type: "owner_change", key: item.key, change: item, isNews }];
    }
    return [
      ...day,
      {
        type: "message",
        key: item.key,
        message: item,
        first: !sameRun(before, item),
        last: !after || !sameRun(item, after),
      },
    ];
  });
}

/** The same people answer. Nobody answering is told again for another reason; of the operator's acts only the phone is another place. */
function sameHolder(a: OwnerChange, b: OwnerChange): boolean {
  if (a.owner !== b.owner) return false;
  if (a.owner === "operator") return (a.reason === "phone") === (b.reason === "phone");
  return a.owner === "autopilot" || a.reason === b.reason;
}

function sameRun(a: Item | undefined, b: Item): boolean {
  return (
    a?.type === "message" && b.type === "message" && a.who === b.who && b.at - a.at < RUN_MS && sameDay(a.at, b.at)
  );
}

/** Pages newest first, each newest first, to items oldest first. Pages fetched around a key overlap; each item is kept once. */
export function itemsOldestFirst(pages: readonly { items: readonly Item[] }[]): Item[] {
  const seen = new Set<string>();
  return pages
    .flatMap((page) => page.items)
    .filter(({ key }) => !seen.has(key) && seen.add(key))
    .reverse();
}

/** How many messages came in after the one that was last seen at the end. */
export function newSince(items: readonly Item[], seen: string | null): number {
  const last = items.find(({ key }) => key === seen);
  if (!last) return 0;
  return items.filter((item) => item.type === "message" && item.who !== "operator" && item.seq > last.seq).length;
}

/** The message of a slice that came last, which is what a reply says it has seen. One that was late stands further up. */
export function newestMessageKey(items: readonly Item[]): string | null {
  let newest: Item | null = null;
  for (const item of items) if (item.type === "message" && item.seq > (newest?.seq ?? -1)) newest = item;
  return newest?.key ?? null;
}
