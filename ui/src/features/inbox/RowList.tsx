/** The rows, virtualised: every row has one height, so a list of a hundred thousand costs what is on screen. */
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type RefObject } from "react";
import { problemSentence, type Row as RowShape, type Split } from "@/backend";
import { Button, Empty, useDelayed } from "@/shared";
import { Check, Clock, Inbox, Spark, TriangleAlert } from "@/shared/icons";
import { Row } from "./Row";
import styles from "./RowList.module.css";

const ROW_HEIGHT = 82;
/** The next page is asked for while this many rows are still ahead. */
const AHEAD = 20;

type Props = {
  split: Split;
  rows: readonly RowShape[];
  query: Pick<
    UseInfiniteQueryResult,
    "isPending" | "isError" | "error" | "refetch" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage"
  >;
  open: string | null;
  cursor: string | null;
  onChoose: (id: string) => void;
};

export function RowList({ split, rows, query, open, cursor, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualiser's own state is read in this component alone
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
    paddingStart: 6,
    paddingEnd: 6,
    scrollPaddingStart: 6,
    scrollPaddingEnd: 6,
    useFlushSync: false,
  });
  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;

  useNextPage(query, lastShown, rows.length);

  const cursorAt = rows.findIndex(({ id }) => id === cursor);
  useCursorInView(scroller, virtualizer, cursor, cursorAt);

  const waiting = useDelayed(query.isPending);
  if (query.isError && rows.length === 0)
    return <Unreadable error={query.error} onRetry={() => void query.refetch()} />;
  if (waiting) return <Skeleton />;
  if (!query.isPending && rows.length === 0) return <Nothing split={split} />;

  return (
    <div ref={scroller} className={styles.rows} id="rows" role="tabpanel" aria-label="Rows" tabIndex={-1}>
      <ol className={styles.inner} style={{ height: virtualizer.getTotalSize() }}>
        {shown.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <li
                key={item.key}
                className={styles.place}
                style={{ transform: `translateY(${item.start}px)`, height: ROW_HEIGHT }}
                aria-setsize={query.hasNextPage ? -1 : rows.length}
                aria-posinset={item.index + 1}
              >
                <Row
                  row={row}
                  isOpen={row.id === open}
                  isCursor={row.id === cursor || (cursorAt < 0 && item.index === 0)}
                  isPointed={open === null && row.id === cursor}
                  onChoose={onChoose}
                />
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}

/** Asks for the next page before the last row is reached. */
function useNextPage(query: Props["query"], lastShown: number, count: number): void {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown > count - AHEAD) void fetchNextPage();
  }, [lastShown, count, hasNextPage, isFetchingNextPage, fetchNextPage]);
}

/** A cursor that was moved is brought into view, and takes the focus along when a row had it. */
function useCursorInView(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  cursor: string | null,
  cursorAt: number,
): void {
  const previousCursor = useRef(cursor);
  useEffect(() => {
    if (cursorAt < 0 || previousCursor.current === cursor) return;
    previousCursor.current = cursor;
    virtualizer.scrollToIndex(cursorAt, { align: "auto" });
    if (scroller.current?.contains(document.activeElement))
      requestAnimationFrame(() => document.getElementById(`row-${cursor ?? ""}`)?.focus({ preventScroll: true }));
  }, [scroller, cursor, cursorAt, virtualizer]);
}

const NOTHING: Record<Split, { icon: typeof Check; title: string; text: string }> = {
  needs_me: {
    icon: Check,
    title: "Nobody needs you",
    text: "Whoever asks for a person, or whom you are answering, is listed here.",
  },
  autopilot: {
    icon: Spark as typeof Check,
    title: "The autopilot is idle",
    text: "Conversations it answers are listed here.",
  },
  closing: {
    icon: Clock,
    title: "No window closes soon",
    text: "People who can be answered for less than four more hours are listed here.",
  },
  all: { icon: Inbox, title: "No conversations yet", text: "They appear as soon as the first customer writes." },
};

function Unreadable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div className={styles.rows}>
      <Empty
        icon={<TriangleAlert size={20} />}
        title="The list could not be read"
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        {problemSentence(error)}
      </Empty>
    </div>
  );
}

function Nothing({ split }: { split: Split }) {
  const { icon: Icon, title, text } = NOTHING[split];
  return (
    <div className={styles.rows} id="rows">
      <Empty icon={<Icon size={20} />} title={title}>
        {text}
      </Empty>
    </div>
  );
}

function Skeleton() {
  return (
    <div className={styles.rows} aria-busy="true" aria-label="Reading conversations">
      {[72, 54, 63, 48, 70, 58].map((width) => (
        <div key={width} className={styles.ghost} style={{ height: ROW_HEIGHT }}>
          <span className={styles.face} />
          <span className={styles.bars}>
            <i style={{ width: `${width - 20}%` }} />
            <i style={{ width: `${width + 20}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
