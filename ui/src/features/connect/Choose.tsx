/** Connecting another account, when there is one already. */
import { go } from "@/frame";
import { Button } from "@/shared";
import styles from "./Choose.module.css";
import { Ways } from "./Ways";

export function Choose() {
  return (
    <main className={styles.choose} data-testid="connect-choose">
      <h1>Connect an account</h1>
      <p>The accounts you have stay as they are.</p>
      <Ways />
      <div>
        <Button onClick={() => go({ view: "settings" })}>Back to settings</Button>
      </div>
    </main>
  );
}
