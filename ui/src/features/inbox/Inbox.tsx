/**
 * The list of conversations: search, splits, rows, and whether the desk is well. The cursor is an id, not a place in the list, so that
 * arriving messages may move rows without moving the cursor to another person.
 */
import { useEffect, useRef, useState } from "react";
import type { Split } from "@/backend";
import { HealthLine } from "@/features/health";
import { openConversation, showOverlay, useCommands, usePlace, type Command } from "@/frame";
import { Kbd } from "@/shared";
import { Search } from "@/shared/icons";
import { RowList } from "./RowList";
import { SPLITS, Splits } from "./Splits";
import { currentSplit, useSplit } from "./split";
import { neighbour, useRows } from "./useRows";
import styles from "./Inbox.module.css";

export function Inbox() {
  const place = usePlace();
  const open = place.view === "inbox" ? place.conversation : null;
  const split = useSplit();
  const { rows, counts, query } = useRows(split);
  const [pointed, setPointed] = useState<string | null>(open);
  const cursor = open ?? pointed;

  const stood = useLastStood(rows, cursor, split);

  const move = (step: 1 | -1) => {
    const next = neighbour(rows, cursor, step, stood.current);
    setPointed(next);
    // While reading, the next conversation opens at once; in the bare list the cursor only moves.
    if (open !== null && next !== null) openConversation(next);
  };
  const choose = (id: string) => {
    setPointed(id);
    openConversation(id);
  };
  const openAtCursor = open === null && cursor !== null ? () => choose(cursor) : null;
  useInboxCommands(move, openAtCursor);

  return (
    <section className={styles.list} aria-label="Conversations" data-testid="list">
      <header className={styles.head}>
        <button type="button" className={styles.find} onClick={() => showOverlay("search")} aria-keyshortcuts="/">
          <Search />
          <span className={styles.ask}>Search everything</span>
          <Kbd caps={["/"]} />
        </button>
        <Splits split={split} counts={counts} onChoose={(next: Split) => currentSplit.set(next)} />
      </header>
      <RowList key={split} split={split} rows={rows} query={query} open={open} cursor={cursor} onChoose={choose} />
      <HealthLine />
    </section>
  );
}

/** Where in the list the cursor stood last, for when its row is gone. Each split starts without. */
function useLastStood(rows: readonly { id: string }[], cursor: string | null, split: Split) {
  const cursorAt = rows.findIndex(({ id }) => id === cursor);
  const stood = useRef<number | null>(null);
  useEffect(() => {
    if (cursorAt >= 0) stood.current = cursorAt;
  }, [cursorAt]);
  useEffect(() => {
    stood.current = null;
  }, [split]);
  return stood;
}

function useInboxCommands(move: (step: 1 | -1) => void, openAtCursor: (() => void) | null): void {
  useCommands([
    { id: "next", title: "Next conversation", group: "Inbox", keys: ["j", "arrowdown", "]"], run: () => move(1) },
    {
      id: "previous",
      title: "Previous conversation",
      group: "Inbox",
      keys: ["k", "arrowup", "["],
      run: () => move(-1),
    },
    ...(openAtCursor !== null
      ? [
          {
            id: "open",
            title: "Open conversation",
            group: "Inbox",
            keys: ["enter", "o"],
            run: openAtCursor,
          } satisfies Command,
        ]
      : []),
    ...SPLITS.map(({ split: each, name }, place): Command => ({
      id: `split-${each}`,
      title: `Show: ${name}`,
      group: "Inbox",
      keys: [String(place + 1)],
      run: () => currentSplit.set(each),
    })),
  ]);
}
