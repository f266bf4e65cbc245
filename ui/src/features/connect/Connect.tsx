/**
 * The place where accounts are connected. A wizard lives in the desk, not in this window: reloading shows it again where it was, and one
 * that the desk no longer knows left nothing behind.
 */
import { useMutation, useQuery } from "@tanstack/react-query";
import { accountsQuery, connectCommands, problemSentence, type Account } from "@/backend";
import { go, inbox } from "@/frame";
import { Button } from "@/shared";
import { Choose } from "./Choose";
import { connectedBy } from "./connected";
import styles from "./Connect.module.css";
import { useWizard } from "./useWizard";
import { Welcome } from "./Welcome";
import { Wizard } from "./Wizard";

export function Connect({ wizard }: { wizard: string | null }) {
  const accounts = useQuery(accountsQuery());
  if (wizard !== null) return <OpenWizard key={wizard} id={wizard} />;
  return accounts.data === undefined || accounts.data.length === 0 ? <Welcome /> : <Choose />;
}

function OpenWizard({ id }: { id: string }) {
  const { wizard, error, gone, retry } = useWizard(id);
  if (gone) return <Ended id={id} />;
  if (wizard !== undefined) return <Wizard wizard={wizard} />;
  if (error === null) return null;
  return (
    <main className={styles.alone} data-testid="wizard">
      <h1>This step could not be shown</h1>
      <p>{problemSentence(error)}</p>
      <div className={styles.acts}>
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
        <Button onClick={() => go(inbox)}>Leave</Button>
      </div>
    </main>
  );
}

/** The desk no longer knows the wizard. What it connected is connected all the same. */
function Ended({ id }: { id: string }) {
  const accounts = useQuery(accountsQuery());
  if (accounts.isPending) return null;
  const known = accounts.data ?? [];
  const account = connectedBy(id, known);
  return account === undefined ? <Interrupted some={known.length > 0} /> : <Connected {...account} />;
}

/** The desk was closed half-way, or the wizard was cancelled elsewhere: it is in memory only, so nothing of it is left. */
function Interrupted({ some }: { some: boolean }) {
  const again = useMutation({
    mutationFn: () => connectCommands.start("instagram"),
    onSuccess: (wizard) => go({ view: "connect", wizard: wizard.id }),
  });
  return (
    <main className={styles.alone} data-testid="wizard-interrupted">
      <h1>Connecting was interrupted</h1>
      <p>
        Switchboard was closed before this was finished. A sign-in that was not complete left nothing behind: no token,
        no secret. If you had pressed Allow on Instagram’s page, that permission does nothing by itself.
      </p>
      {some && <p>Accounts that were already connected still are; what their messages need is under Settings.</p>}
      {again.error !== null && <p role="alert">{problemSentence(again.error)}</p>}
      <div className={styles.acts}>
        <Button look="primary" onClick={() => again.mutate()}>
          Start again
        </Button>
        <Button onClick={() => go(inbox)}>{some ? "Open the inbox" : "Not now"}</Button>
      </div>
    </main>
  );
}

/** The wizard has ended, but its account is connected. */
function Connected({ username }: Pick<Account, "username">) {
  return (
    <main className={styles.alone} data-testid="wizard-connected">
      <h1>
        @<bdi>{username}</bdi> is connected
      </h1>
      <p>What is left to do so that messages arrive is under Settings, with the account.</p>
      <div className={styles.acts}>
        <Button look="primary" onClick={() => go(inbox)}>
          Open the inbox
        </Button>
        <Button onClick={() => go({ view: "settings" })}>Settings</Button>
      </div>
    </main>
  );
}
