/** One message that was found: whose conversation, who said it, when, and the words with what was searched for marked. */
import type { Hit, Who } from "@/backend";
import { Avatar, cx, shortAgo, useNow, wholeTime } from "@/shared";
import styles from "./HitRow.module.css";
import { pieces, type Marks } from "./marks";

const BY: Partial<Record<Who, string>> = {
  autopilot: "Autopilot:",
  operator: "You:",
  phone: "From the phone:",
  other_app: "Another app:",
};

/** A hit as it is drawn; the ranges are checked as they are read. */
export type Found = Omit<Hit, "marks"> & { marks: Marks };

type Props = { id: string; hit: Found; selected: boolean; onOpen: () => void };

export function HitRow({ id, hit, selected, onOpen }: Props) {
  const now = useNow("minute");
  const by = BY[hit.who];
  return (
    // Keys reach this through the field, which owns the focus.
    // eslint-disable-next-line jsx-a11y-x/click-events-have-key-events
    <div
      id={id}
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      className={styles.hit}
      data-testid="search-hit"
      data-key={hit.key}
      onClick={onOpen}
    >
      <Avatar id={hit.contact.id} name={hit.contact.name} picture={hit.contact.picture} />
      <div className={styles.words}>
        <p className={styles.top}>
          <b dir="auto">{hit.contact.name}</b>
          <time title={wholeTime(hit.at)}>{shortAgo(hit.at, now)}</time>
        </p>
        <p className={styles.snippet} dir="auto">
          {by !== undefined && <span className={cx(styles.by, styles[hit.who])}>{by} </span>}
          {pieces(hit.snippet, hit.marks).map((piece, index) =>
            piece.marked ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
          )}
        </p>
      </div>
    </div>
  );
}
