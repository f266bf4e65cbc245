/** One line under the conversation list: is everything working, and if not, what is it. Opens the Health page. */
import { useQuery } from "@tanstack/react-query";
import { healthQuery, useFeedState } from "@/backend";
import { go } from "@/frame";
import { shortAgo, Tooltip, useNow } from "@/shared";
import styles from "./HealthLine.module.css";
import { StateSign } from "./StateSign";
import { parts, STATE_WORDS, summary, type Summary } from "./summary";

export function HealthLine() {
  const line = useLine();
  return (
    <footer className={styles.foot}>
      <Tooltip text={<EachPart />} caps={["G", "H"]} side="top">
        <button
          type="button"
          className={styles.line}
          data-testid="health-line"
          data-state={line.state}
          onClick={() => go({ view: "health" })}
        >
          <StateSign state={line.state} small />
          <span className={styles.words}>{line.sentence}</span>
          {line.others > 0 && <span className={styles.others}>+{line.others}</span>}
          <span className="visually-hidden">. Open health</span>
        </button>
      </Tooltip>
    </footer>
  );
}

/** What the line sums up: accounts, intake, model and outbox, each with its state. */
function EachPart() {
  const health = useQuery(healthQuery());
  if (health.data === undefined) return "Health";
  return (
    <span className={styles.parts}>
      {parts(health.data).map(({ key, name, part }) => (
        <span key={key} className={styles.part}>
          <span>{name}</span> <span>{STATE_WORDS[part.state]}</span>
        </span>
      ))}
    </span>
  );
}

function useLine(): Summary {
  const health = useQuery(healthQuery());
  const feed = useFeedState();
  const now = useNow("minute");
  // What cannot be refreshed must not claim to be live.
  if (feed === "lost")
    return { state: "warning", sentence: "This window lost the desk and is looking for it", others: 0 };
  if (health.data === undefined) return { state: "waiting", sentence: "Looking…", others: 0 };
  return summary(health.data, (at) => {
    const ago = shortAgo(at, now);
    return ago === "now" ? "just now" : /^\d+[mh]$/u.test(ago) ? `${ago} ago` : ago;
  });
}
