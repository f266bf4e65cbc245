/** The first screen of a fresh desk: what this is, and the two ways to begin. */
import { Mark } from "@/shared/icons";
import { Scene } from "./Scene";
import { Ways } from "./Ways";
import styles from "./Welcome.module.css";

export function Welcome() {
  return (
    <div className={styles.welcome} data-testid="welcome">
      <main className={styles.words}>
        <span className={styles.brand}>
          <Mark />
        </span>
        <h1>
          Every message answered.
          <br />
          Nobody talked over.
        </h1>
        <p className={styles.lead}>
          Switchboard is an inbox for your Instagram messages. The autopilot answers what it can; you see everything,
          and the moment you type, the conversation is yours.
        </p>
        <Ways />
        <p className={styles.foot}>Everything stays on this computer. There is no server and nothing to sign up for.</p>
      </main>
      <Scene />
    </div>
  );
}
