import type { KeyboardEvent } from "react";
import type { Counts, Split } from "@/backend";
import { cx, Tooltip } from "@/shared";
import styles from "./Splits.module.css";

export const SPLITS: readonly { split: Split; name: string; about: string }[] = [
  { split: "needs_me", name: "Needs me", about: "A human is asked for, or you are answering" },
  { split: "autopilot", name: "Autopilot", about: "The autopilot answers these" },
  { split: "closing", name: "Closing", about: "The time to answer ends soon" },
  { split: "all", name: "All", about: "Every conversation" },
];

type Props = { split: Split; counts: Counts | null; onChoose: (split: Split) => void };

export function Splits({ split, counts, onChoose }: Props) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = SPLITS.findIndex((each) => each.split === split);
    const next = SPLITS[(at + step + SPLITS.length) % SPLITS.length];
    if (!next) return;
    onChoose(next.split);
    event.currentTarget.querySelector<HTMLElement>(`[data-split="${next.split}"]`)?.focus();
  };
  return (
    <div className={styles.splits} role="tablist" aria-label="Which conversations" tabIndex={-1} onKeyDown={onKeyDown}>
      {SPLITS.map(({ split: each, name, about }, place) => {
        const count = counts?.[each] ?? 0;
        return (
          <Tooltip key={each} text={about} caps={[String(place + 1)]}>
            <button
              type="button"
              role="tab"
              className={styles.split}
              aria-selected={each === split}
              aria-controls="rows"
              tabIndex={each === split ? 0 : -1}
              data-split={each}
              data-testid={`split-${each}`}
              onClick={() => onChoose(each)}
            >
              <span className={styles.name} data-name={name}>
                {name}
              </span>
              {count > 0 && each !== "all" && (
                <span className={cx(styles.count, each === "closing" && styles.hot)}>
                  {count > 999 ? "999+" : count}
                </span>
              )}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
