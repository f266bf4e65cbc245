import styles from "./Spinner.module.css";

/** For waits on another machine only. What is local appears without one. */
export function Spinner({ label }: { label: string }) {
  return <span className={styles.spinner} role="status" aria-label={label} />;
}
