/** What the autopilot of one account knows, how it sounds, which model it asks, and whether it answers at all. */
import { useQuery } from "@tanstack/react-query";
import { accountsQuery, autopilotQuery, problemSentence, type Account } from "@/backend";
import { go } from "@/frame";
import { Button, Empty } from "@/shared";
import { AccountTabs } from "./AccountTabs";
import styles from "./AutopilotSettings.module.css";
import { SettingsForm } from "./SettingsForm";

export function AutopilotSettings({ account }: { account: string | null }) {
  const accounts = useQuery(accountsQuery());
  if (accounts.data === undefined) return null;
  const shown = accounts.data.find(({ id }) => id === account) ?? accounts.data[0];
  return (
    <main
      className={styles.page}
      data-testid="autopilot-settings"
      data-account={shown?.id}
      aria-labelledby="autopilot-title"
    >
      {shown === undefined ? (
        <Empty
          title="No account yet"
          action={<Button onClick={() => go({ view: "connect", wizard: null })}>Connect an account</Button>}
        >
          Each connected account has an autopilot of its own.
        </Empty>
      ) : (
        <>
          {accounts.data.length > 1 && <AccountTabs accounts={accounts.data} shown={shown.id} />}
          <OneAutopilot key={shown.id} account={shown} />
        </>
      )}
    </main>
  );
}

function OneAutopilot({ account }: { account: Account }) {
  const autopilot = useQuery(autopilotQuery(account.id));
  if (autopilot.data !== undefined) return <SettingsForm account={account} saved={autopilot.data} />;
  if (autopilot.error === null) return null;
  return (
    <Empty
      title={problemSentence(autopilot.error)}
      action={<Button onClick={() => void autopilot.refetch()}>Try again</Button>}
    />
  );
}
