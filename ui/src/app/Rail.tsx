import type { ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { healthQuery, practiceQuery, type Account } from "@/backend";
import { go, inbox, nextTheme, setTheme, toggleOverlay, useOverlay, useTheme, type Place, type Theme } from "@/frame";
import { cx, initials, Tooltip } from "@/shared";
import { FlaskConical, HeartPulse, Inbox, Mark, Monitor, Moon, Plus, Settings, Spark, Sun } from "@/shared/icons";
import styles from "./Rail.module.css";

const THEME_ICON: Record<Theme, ReactNode> = { system: <Monitor />, light: <Sun />, dark: <Moon /> };
const THEME_NAME: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };

type Props = { place: Place; accounts: readonly Account[] };

export function Rail({ place, accounts }: Props) {
  const theme = useTheme();
  return (
    <nav className={styles.rail} aria-label="Main" data-testid="rail">
      <span className={styles.mark}>
        <Mark />
      </span>
      <Places place={place} accounts={accounts} />
      <span className={styles.gap} />
      {accounts.map((account) => (
        <AccountFace key={account.id} account={account} />
      ))}
      <Item id="connect" label="Connect an account" onClick={() => go({ view: "connect", wizard: null })}>
        <Plus />
      </Item>
      <Item testId="theme" label={`Theme: ${THEME_NAME[theme]}`} onClick={() => setTheme(nextTheme(theme))}>
        {THEME_ICON[theme]}
      </Item>
      <Item
        id="settings"
        label="Settings"
        on={place.view === "settings"}
        caps={["G", ","]}
        onClick={() => go({ view: "settings" })}
      >
        <Settings />
      </Item>
    </nav>
  );
}

/** Where the work is done, each with what it has to say. */
function Places({ place, accounts }: Props) {
  const overlay = useOverlay();
  const practice = useQuery(practiceQuery());
  const health = useQuery(healthQuery());
  const unread = accounts.reduce((sum, account) => sum + account.unread, 0);
  const worst = worstState(
    health.data ? [health.data.intake, health.data.outbox, health.data.model, ...health.data.accounts] : [],
  );

  return (
    <>
      <Item
        id="inbox"
        label="Inbox"
        on={place.view === "inbox"}
        badge={unread}
        caps={["G", "I"]}
        onClick={() => go(inbox)}
      >
        <Inbox />
      </Item>
      <Item
        id="autopilot"
        label="Autopilot"
        on={place.view === "autopilot"}
        caps={["G", "A"]}
        onClick={() => go({ view: "autopilot", account: null })}
      >
        <Spark size={19} />
      </Item>
      <Item
        id="health"
        label="Health"
        on={place.view === "health"}
        caps={["G", "H"]}
        mark={worst}
        onClick={() => go({ view: "health" })}
      >
        <HeartPulse />
      </Item>
      {practice.data?.running && (
        <Item
          id="practice"
          label="Practice customers"
          on={overlay === "practice"}
          onClick={() => toggleOverlay("practice")}
        >
          <FlaskConical />
        </Item>
      )}
    </>
  );
}

type ItemProps = {
  id?: string;
  testId?: string;
  label: string;
  on?: boolean;
  badge?: number;
  mark?: "warning" | "failed" | null;
  caps?: readonly string[];
  onClick: () => void;
  children: ReactNode;
};

function Item({ id, testId, label, on = false, badge = 0, mark = null, caps, onClick, children }: ItemProps) {
  const said = badge > 0 ? `${label}, ${badge} unread` : mark ? `${label}, needs a look` : label;
  return (
    <Tooltip text={said} caps={caps} side="right">
      <button
        type="button"
        className={styles.item}
        aria-label={said}
        aria-current={on ? "page" : undefined}
        data-testid={testId ?? `rail-${id ?? ""}`}
        onClick={onClick}
      >
        {children}
        {badge > 0 && <span className={styles.badge}>{badge > 99 ? "99+" : badge}</span>}
        {mark && <span className={cx(styles["mark-dot"], mark === "failed" && styles.failed)} />}
      </button>
    </Tooltip>
  );
}

function AccountFace({ account }: { account: Account }) {
  const well = account.state === "live";
  return (
    <Tooltip text={`${account.username} · ${account.sentence}`} side="right">
      <button
        type="button"
        className={styles.account}
        style={{ "--hue": account.hue }}
        data-testid={`rail-account-${account.id}`}
        onClick={() => go({ view: "autopilot", account: account.id })}
      >
        <span className="visually-hidden">
          {account.username}: {account.sentence}
        </span>
        <span aria-hidden="true">{initials(account.name ?? account.username).slice(0, 2)}</span>
        {!well && <span className={styles.warn} />}
      </button>
    </Tooltip>
  );
}

function worstState(parts: readonly { state: string }[]): "warning" | "failed" | null {
  if (parts.some(({ state }) => state === "failed")) return "failed";
  return parts.some(({ state }) => state === "warning") ? "warning" : null;
}
