/** What the autopilot did with what the customer wrote, and why; its silences are decisions too and stand in the same list. */
import { useQuery } from "@tanstack/react-query";
import { decisionsQuery, problemSentence, type Decision } from "@/backend";
import { Button, clockTime, cx, dayName, useNow, wholeTime } from "@/shared";
import { ChevronRight, Spark } from "@/shared/icons";
import { decisionFacts, decisionTitle } from "./decisionView";
import { putWhyAway, shownOf, showWhy, useWhy } from "./why";
import styles from "./WhyPanel.module.css";

export function WhyPanel({ conversation }: { conversation: string }) {
  const decisions = useQuery(decisionsQuery(conversation));
  const shown = shownOf(decisions.data ?? [], useWhy());

  return (
    <section className={styles.panel} aria-label="The autopilot’s decisions" data-testid="why-panel">
      <h2 className={styles.title}>
        <Spark size={13} /> What the autopilot did
      </h2>
      {decisions.isError && (
        <p className={styles.none}>
          {problemSentence(decisions.error)}{" "}
          <Button size="small" onClick={() => void decisions.refetch()}>
            Try again
          </Button>
        </p>
      )}
      {decisions.data?.length === 0 && (
        <p className={styles.none}>Nothing yet: no message of this conversation was its to answer.</p>
      )}
      <ol className={styles.list}>
        {decisions.data?.map((decision) => (
          <li key={decision.burst}>
            <One decision={decision} isShown={decision === shown} />
          </li>
        ))}
      </ol>
    </section>
  );
}

const SHORT: Record<Decision["outcome"], string> = {
  answered: "Answered",
  handed_over: "Asked for a human",
  silent: "Said nothing",
  failed: "Failed",
};

function One({ decision, isShown }: { decision: Decision; isShown: boolean }) {
  const now = useNow("minute");
  return (
    <article
      className={cx(styles.decision, isShown && styles.shown)}
      data-testid={`decision-${decision.burst}`}
      data-outcome={decision.outcome}
    >
      <button
        type="button"
        className={styles.head}
        aria-expanded={isShown}
        onClick={() => (isShown ? putWhyAway() : showWhy(decision.burst))}
      >
        <ChevronRight size={13} aria-hidden className={styles.turn} />
        <span className={cx(styles.outcome, styles[decision.outcome])}>{SHORT[decision.outcome]}</span>
        <time className={styles.time} title={wholeTime(decision.at)}>
          {dayName(decision.at, now) === "Today" ? "" : `${dayName(decision.at, now)} `}
          {clockTime(decision.at)}
        </time>
      </button>
      {isShown && (
        <div className={styles.body}>
          <h3 className={styles.question}>{decisionTitle(decision)}</h3>
          <p className={styles.sentence}>{decision.sentence}</p>
          <dl className={styles.facts}>
            {decisionFacts(decision).map(({ name, value }) => (
              <div key={name} className={styles.fact}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </article>
  );
}
