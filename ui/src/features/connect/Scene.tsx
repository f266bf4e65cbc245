/** A conversation in miniature, so that the three voices are known before the first real one. Decoration: hidden from screen readers. */
import { ArrowLeftRight, Spark } from "@/shared/icons";
import styles from "./Scene.module.css";

export function Scene() {
  return (
    <div className={styles.scene} aria-hidden="true">
      <ol className={styles.talk}>
        <li className={styles.in}>
          <p>Hi! Do you ship to Austria? 🇦🇹</p>
        </li>
        <li className={styles.pilot}>
          <p>
            <span className={styles.by}>
              <Spark size={12} /> Autopilot
            </span>
            Hi Ada! Yes: three to four days, €6.90.
          </p>
          <small>answered in 2 s</small>
        </li>
        <li className={styles.in}>
          <p>Lovely. Could you write “For Ben” on the cake?</p>
        </li>
        <li className={styles.turn}>
          <span>
            <ArrowLeftRight /> You’re answering
          </span>
        </li>
        <li className={styles.me}>
          <p>Of course! In blue or in green?</p>
          <small>confirmed</small>
        </li>
      </ol>
    </div>
  );
}
