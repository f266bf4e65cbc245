import { useState } from "react";
import { setHubToken } from "@/backend";
import { Button, Field } from "@/shared";
import { Mark } from "@/shared/icons";
import styles from "./TokenPage.module.css";

/** Asked once: the hub prints an address with its token when it starts. */
export function TokenPage() {
  const [token, setToken] = useState("");
  return (
    <main className={styles.page} data-testid="token-page">
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() === "") return;
          setHubToken(token);
          window.location.reload();
        }}
      >
        <span className={styles.mark}>
          <Mark />
        </span>
        <h1 className={styles.title}>This desk asks for its token</h1>
        <p className={styles.text}>
          The hub printed an address ending in <code>#token=…</code> when it started. Open that address, or paste the
          token here. It is kept for this tab only.
        </p>
        <Field
          label="Token"
          type="password"
          value={token}
          onChange={(event) => setToken(event.target.value)}
          data-testid="token-input"
        />
        <Button look="primary" size="large" type="submit" disabled={token.trim() === ""}>
          Open the desk
        </Button>
      </form>
    </main>
  );
}
