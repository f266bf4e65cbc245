/** A way through somebody else's menus: `Settings › Messages › …`, read aloud as one sentence. */
import { Fragment } from "react";
import { ChevronRight } from "@/shared/icons";
import styles from "./Path.module.css";

export function Path({ steps }: { steps: readonly string[] }) {
  return (
    <span className={styles.path}>
      {steps.map((step, index) => (
        <Fragment key={step}>
          {index > 0 && <ChevronRight role="img" aria-label="then" className={styles.then} />}
          <b>{step}</b>
        </Fragment>
      ))}
    </span>
  );
}
