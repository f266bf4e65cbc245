/** Which account's autopilot is on screen. A dot marks the ones with changes that are not saved. */
import type { Account } from "@/backend";
import { go } from "@/frame";
import { Avatar, cx } from "@/shared";
import styles from "./AccountTabs.module.css";
import { useDrafts } from "./drafts";

export function AccountTabs({ accounts, shown }: { accounts: readonly Account[]; shown: string }) {
  const drafts = useDrafts();
  return (
    <nav className={styles.tabs} aria-label="Accounts">
      {accounts.map(({ id, username, name, autopilot_on }) => (
        <button
          key={id}
          type="button"
          className={cx(styles.tab, id === shown && styles.on)}
          aria-current={id === shown ? "page" : undefined}
          data-testid={`autopilot-account-${id}`}
          onClick={() => go({ view: "autopilot", account: id })}
        >
          <Avatar id={id} name={name ?? username} size="small" />
          <span className={styles.name} dir="auto">
            @{username}
          </span>
          <span className={styles.state}>{autopilot_on ? "on" : "off"}</span>
          {drafts[id] !== undefined && (
            <span className={styles.dot} role="img" aria-label="not saved" title="Not saved" />
          )}
        </button>
      ))}
    </nav>
  );
}
