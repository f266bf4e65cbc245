import styles from "./Kbd.module.css";

/** Key caps, drawn beside what they do. Hidden from screen readers: `aria-keyshortcuts` says it where it matters. */
export function Kbd({ caps }: { caps: readonly string[] }) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {caps.map((cap, place) => (
        <kbd key={`${place}${cap}`} className={styles.cap}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
