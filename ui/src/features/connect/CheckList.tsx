/** Checks as a list that ticks by itself: sentence, what to do next, Meta's own words, and the likely causes in order. */
import type { ReactNode } from "react";
import type { Check } from "@/backend";
import styles from "./CheckList.module.css";
import { CheckMark } from "./CheckMark";

type Props = {
  checks: readonly Check[];
  label: string;
  /** Buttons for a check that went wrong. */
  actions?: (check: Check) => ReactNode;
};

export function CheckList({ checks, label, actions }: Props) {
  return (
    <ul className={styles.list} aria-label={label}>
      {checks.map((check) => (
        <li key={check.name} className={styles.item} data-testid={`check-${check.name}`} data-state={check.state}>
          <CheckMark state={check.state} />
          {needsSomebody(check) || check.next_step !== null ? <CheckWords check={check} /> : <OneLine check={check} />}
          {needsSomebody(check) && actions !== undefined && <div className={styles.actions}>{actions(check)}</div>}
        </li>
      ))}
    </ul>
  );
}

function needsSomebody(check: Check): boolean {
  return check.state === "bad" || check.state === "warn";
}

/** The words of one check, without its sign. */
export function CheckWords({ check }: { check: Check }) {
  return (
    <div className={styles.words}>
      <b>{check.title}</b>
      <p>{check.sentence}</p>
      {check.quoted !== null && check.quoted !== "" && (
        <p className={styles.quoted}>
          Instagram’s words: <q dir="auto">{check.quoted}</q>
        </p>
      )}
      {check.causes.length > 0 && (
        <>
          <p className={styles.likely}>What it usually is, most likely first:</p>
          <ol className={styles.causes}>
            {check.causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ol>
        </>
      )}
      {check.next_step !== null && <p className={needsSomebody(check) ? styles.next : undefined}>{check.next_step}</p>}
    </div>
  );
}

/** What is well, or has not had its turn, takes one quiet line, so that nothing moves as the checks tick. */
function OneLine({ check }: { check: Check }) {
  return (
    <p className={styles.line}>
      <b>{check.title}</b> <span>{check.sentence}</span>
    </p>
  );
}
