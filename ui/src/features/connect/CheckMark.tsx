/** The sign in front of a check. Each state has its own shape, so that colour only doubles it. */
import type { Check } from "@/backend";
import { Check as Tick, TriangleAlert, X } from "@/shared/icons";
import styles from "./CheckMark.module.css";

const WORDS: Record<Check["state"], string> = {
  wait: "Not yet",
  run: "Working",
  ok: "Done",
  warn: "Done, with a remark",
  bad: "Needs you",
};

export function CheckMark({ state, number }: { state: Check["state"]; number?: number }) {
  return (
    <span className={styles.mark} data-state={state} role="img" aria-label={WORDS[state]}>
      {state === "ok" && <Tick />}
      {state === "warn" && <TriangleAlert />}
      {state === "bad" && <X />}
      {state === "wait" && number !== undefined && <span aria-hidden="true">{number}</span>}
    </span>
  );
}
