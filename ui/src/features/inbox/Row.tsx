import { memo } from "react";
import type { Owner, Row as RowShape } from "@/backend";
import { answerWindow, Avatar, Chip, cx, shortAgo, useNow, wholeTime } from "@/shared";
import { Pencil } from "@/shared/icons";
import { ownerTone, ownerWords, previewOf, spokenRow } from "./rowView";
import styles from "./Row.module.css";

type Props = {
  row: RowShape;
  isOpen: boolean;
  /** The one row Tab reaches. */
  isCursor: boolean;
  /** The cursor is shown, since no conversation is open. */
  isPointed: boolean;
  onChoose: (id: string) => void;
};

export const Row = memo(function Row({ row, isOpen, isCursor, isPointed, onChoose }: Props) {
  const now = useNow(paceOf(row));
  const preview = previewOf(row, isOpen);
  const left = answerWindow(row.window_until, now);
  const owner = ownerWords(row.owner, now);
  const ring = left && left.state !== "closed" ? { share: left.share, tone: left.state } : null;
  return (
    <button
      type="button"
      id={`row-${row.id}`}
      className={cx(styles.row, row.unread > 0 && styles.unread, isPointed && styles.pointed)}
      aria-current={isOpen ? "true" : undefined}
      tabIndex={isCursor ? 0 : -1}
      data-testid={`row-${row.id}`}
      data-unread={row.unread}
      data-owner={row.owner.who}
      // By the press and not by the release: a row that moves in between gets no click, and another one must not.
      onMouseDown={({ button }) => button === 0 && onChoose(row.id)}
      onClick={({ detail }) => detail === 0 && onChoose(row.id)}
    >
      <Avatar id={row.contact.id} name={row.contact.name} picture={row.contact.picture} ring={ring} />
      <span className="visually-hidden">
        {spokenRow(row.contact.name, row, preview, owner, left ? `window ${left.words}` : "")}
      </span>
      <span className={styles.body} aria-hidden="true">
        <span className={styles.line}>
          <span className={styles.name} dir="auto">
            <bdi>{row.contact.name}</bdi>
          </span>
          {row.last && (
            <time className={styles.time} title={wholeTime(row.last.at)}>
              {shortAgo(row.last.at, now)}
            </time>
          )}
        </span>
        <span className={styles.preview}>
          {preview.prefix && <span className={cx(styles.prefix, styles[preview.tone])}>{preview.prefix}</span>}
          <span className={styles.said} dir="auto">
            {preview.text}
          </span>
        </span>
        <span className={styles.meta}>
          <OwnerChip owner={row.owner} words={owner} />
          {row.draft && (isOpen || row.trouble !== null) && <Pencil className={styles.draft} />}
          {row.unread > 1 && <span className={styles.count}>{row.unread > 99 ? "99+" : row.unread}</span>}
          {left && (
            <span className={cx(styles.window, styles[left.state])} data-testid="row-window">
              {left.words}
            </span>
          )}
        </span>
      </span>
    </button>
  );
});

function OwnerChip({ owner, words }: { owner: Owner; words: string }) {
  const busy = owner.who === "autopilot" && owner.autopilot.state !== "idle";
  return (
    <Chip
      tone={ownerTone(owner)}
      className={cx(styles.owner, busy && styles.busy)}
      title={words}
      data-testid="row-owner"
    >
      <span className={styles.words}>{words}</span>
    </Chip>
  );
}

/** A row ticks every second only while something on it changes every second. */
function paceOf(row: RowShape): "second" | "minute" {
  if (row.owner.autopilot.state === "waiting") return "second";
  const left = (row.window_until ?? 0) - Date.now();
  return left > 0 && left < 3 * 60_000 ? "second" : "minute";
}
