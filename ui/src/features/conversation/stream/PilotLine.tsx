import type { Owner } from "@/backend";
import { secondsUntil, useNow } from "@/shared";
import { Spark } from "@/shared/icons";
import styles from "./PilotLine.module.css";

/** What the autopilot is doing right now, where its answer will stand. */
export function PilotLine({ owner }: { owner: Owner }) {
  if (owner.who !== "autopilot" || owner.autopilot.state === "idle") return null;
  const { state, due_at } = owner.autopilot;
  return (
    <li className={styles.line} role="status" data-testid="pilot-state" data-state={state}>
      <Spark size={13} />
      {state === "waiting" ? (
        <span>
          {due_at === null ? "Waits before answering" : <Countdown due={due_at} />}
          <span className={styles.hint}> · type to answer yourself</span>
        </span>
      ) : (
        <span>
          {state === "writing" ? "Writing an answer" : "Sending its answer"}
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        </span>
      )}
    </li>
  );
}

function Countdown({ due }: { due: number }) {
  const left = secondsUntil(due, useNow("second"));
  return left > 0 ? <>Answers in {left} s</> : <>Answers now</>;
}
