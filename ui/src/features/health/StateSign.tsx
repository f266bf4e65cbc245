/** A part's state as a sign: a shape for each state, doubled by colour, named for those who see neither. */
import type { PartState } from "@/backend";
import { Check, Minus, TriangleAlert, X } from "@/shared/icons";
import styles from "./StateSign.module.css";
import { STATE_WORDS } from "./summary";

export function StateSign({ state, small = false }: { state: PartState; small?: boolean }) {
  return (
    <span
      className={styles.sign}
      data-state={state}
      data-small={small || undefined}
      role="img"
      aria-label={STATE_WORDS[state]}
    >
      {state === "ok" && <Check />}
      {state === "off" && <Minus />}
      {state === "warning" && <TriangleAlert />}
      {state === "failed" && <X />}
    </span>
  );
}
