/** One station's page: heading, body that scrolls, and a foot that stays. Opening it moves the focus to its heading. */
import { useEffect, useRef, type ReactNode } from "react";
import styles from "./Step.module.css";
import { STATIONS } from "./steps";
import type { WizardStep } from "@/backend";

type Props = {
  step: WizardStep;
  title: string;
  lead?: ReactNode;
  /** The account this is about, once it is known. */
  about?: string | null;
  foot: ReactNode;
  children: ReactNode;
};

export function Step({ step, title, lead, about, foot, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const number = STATIONS.findIndex((station) => station.step === step) + 1;
  return (
    <>
      {/* A page without a button in it is still scrolled by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="region" aria-label={title} tabIndex={0}>
        <div className={styles.page}>
          <header>
            <p className={styles.crumb}>
              Step {number} of {STATIONS.length}
              {about !== null && about !== undefined && (
                <>
                  {" · "}
                  <b dir="auto">{about}</b>
                </>
              )}
            </p>
            <h2 ref={heading} tabIndex={-1}>
              {title}
            </h2>
            {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          </header>
          {children}
        </div>
      </div>
      <footer className={styles.foot}>
        <div className={styles.acts}>{foot}</div>
      </footer>
    </>
  );
}

/** Pushes what follows to the end of the foot. */
export function Gap() {
  return <span className={styles.gap} />;
}
