/**
 * What was said. Not virtualised: a contiguous slice of at most about two hundred items, in pages, with rows the engine skips while they are
 * out of view. Of all that breaks in a messenger, scrolling breaks most often; see `scroll.ts` for who decides.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { problemSentence, type Conversation, type Item } from "@/backend";
import { Button, dayName, Empty, useDelayed, useNow } from "@/shared";
import { ArrowDown, TriangleAlert } from "@/shared/icons";
import { newestMessageKey, newSince, type Entry } from "./entries";
import { MessageRow } from "./MessageRow";
import { OwnerLine } from "./OwnerLine";
import { PilotLine } from "./PilotLine";
import { useItems, useToEnd } from "./useItems";
import { useScroll } from "./useScroll";
import styles from "./Stream.module.css";

type Props = {
  conversation: Conversation;
  /** A message to open at, or null for the live end. */
  message: string | null;
  /** Tells what the operator has had in view at the end. */
  onSeen: (key: string | null) => void;
  onLatest: () => void;
  /** Rises with every reply of ours: then the end is what one wants to see. */
  sent: number;
};

export function Stream({ conversation, message, onSeen, onLatest, sent }: Props) {
  const { items, entries, query } = useItems(conversation.id, message);
  const { fetchNextPage, fetchPreviousPage, isFetching } = query;
  const endIsLive = !query.hasPreviousPage;
  const failed = query.isError && items.length === 0;

  const onNeed = useCallback(
    (page: "older" | "newer") => {
      if (isFetching) return;
      void (page === "older" ? fetchNextPage() : fetchPreviousPage());
    },
    [isFetching, fetchNextPage, fetchPreviousPage],
  );
  const has = { older: query.hasNextPage, newer: query.hasPreviousPage };
  const { keeper, atEnd, scroller, content } = useScroll(entries, !failed, { endIsLive, has, onNeed });

  const toEnd = useToEnd(conversation.id);
  const goToEnd = useCallback(() => {
    const hold = () => keeper.hold({ hold: "end" });
    if (endIsLive) hold();
    else void toEnd().then(hold);
  }, [keeper, endIsLive, toEnd]);

  const ready = items.length > 0;
  useJump(message, ready, (key) => (key === null ? goToEnd() : keeper.show(key)));
  useOnChange(sent, goToEnd);

  const newest = useNewestShown(scroller, items);
  const seen = useSeen(newest, atEnd && endIsLive, onSeen);
  const unseen = endIsLive ? newSince(items, seen) : conversation.unread;

  const waiting = useDelayed(query.isPending);
  if (failed) return <Unreadable error={query.error} onAgain={() => void query.refetch()} />;

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.stream}
        data-testid="stream"
        // Scrolled by keyboard too, so it takes the focus.
        // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex
        tabIndex={0}
        role="log"
        aria-label="Messages"
      >
        <ol ref={content} className={styles.content} aria-busy={waiting}>
          {entries.map((entry) => (
            <li key={entry.key} data-row={entry.key} className={styles.row}>
              <EntryLine entry={entry} conversation={conversation} flash={entry.key === message} />
            </li>
          ))}
          {endIsLive && <PilotLine owner={conversation.owner} />}
        </ol>
      </div>
      {(!atEnd || !endIsLive) && ready && (
        <Button
          className={styles.pill}
          icon={<ArrowDown />}
          look={unseen > 0 ? "primary" : "quiet"}
          data-testid="to-latest"
          onClick={() => {
            if (message !== null) onLatest();
            else goToEnd();
          }}
        >
          {unseen > 0 ? `${unseen} new` : "Latest"}
        </Button>
      )}
    </div>
  );
}

/** Shows the place to open at, once it can be shown. */
function useJump(message: string | null, ready: boolean, show: (key: string | null) => void) {
  // One begins at the live end. It is a place to go back to as well: a slice that was kept may have been paged away.
  const jumped = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (!ready || jumped.current === message) return;
    jumped.current = message;
    show(message);
  });
}

function useOnChange(count: number, act: () => void) {
  const last = useRef(count);
  useLayoutEffect(() => {
    if (last.current === count) return;
    last.current = count;
    act();
  }, [count, act]);
}

/** The newest message that has stood in view once the end does: one that was late may stand far above it. */
function useNewestShown(scroller: RefObject<HTMLDivElement | null>, items: readonly Item[]): string | null {
  const last = items.findLast(({ type }) => type === "message")?.key ?? null;
  const newest = newestMessageKey(items);
  const late = newest === last ? null : newest;
  const [shown, setShown] = useState<string | null>(null);
  useLayoutEffect(() => {
    const frame = scroller.current;
    if (frame === null || late === null) return;
    const look = () => {
      const row = frame.querySelector(`[data-row="${CSS.escape(late)}"]`)?.getBoundingClientRect();
      const { top, bottom } = frame.getBoundingClientRect();
      if (row !== undefined && row.bottom > top && row.top < bottom) setShown(late);
    };
    look();
    frame.addEventListener("scroll", look, { passive: true });
    return () => frame.removeEventListener("scroll", look);
  }, [scroller, late]);
  return late === null || shown === late ? newest : last;
}

/** The newest message that stood in view at the live end, which is what has been seen. */
function useSeen(newest: string | null, isInView: boolean, onSeen: (key: string | null) => void): string | null {
  const [seen, setSeen] = useState<string | null>(null);
  if (isInView && seen !== newest) setSeen(newest);
  useEffect(() => onSeen(seen), [seen, onSeen]);
  return seen;
}

function Unreadable({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  return (
    <div className={styles.stream}>
      <Empty
        icon={<TriangleAlert size={20} />}
        title="The messages could not be read"
        action={<Button onClick={onAgain}>Try again</Button>}
      >
        {problemSentence(error)}
      </Empty>
    </div>
  );
}

function EntryLine({ entry, conversation, flash }: { entry: Entry; conversation: Conversation; flash: boolean }) {
  switch (entry.type) {
    case "day":
      return <DayLine at={entry.at} />;
    case "owner_change":
      return entry.isNews ? <OwnerLine change={entry.change} conversation={conversation.id} /> : null;
    case "message":
      return <MessageRow entry={entry} conversation={conversation.id} name={conversation.contact.name} flash={flash} />;
  }
}

function DayLine({ at }: { at: number }) {
  const now = useNow("minute");
  return (
    <div className={styles.day}>
      <span>{dayName(at, now)}</span>
    </div>
  );
}
