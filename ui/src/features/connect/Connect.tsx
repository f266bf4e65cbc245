/**
 * The place where accounts are connected. A wizard lives in the desk, not in this window: reloading shows it again where it was, and one
 * that the desk no longer knows left nothing behind.
 */
import { useQuery } from "@tanstack/react-query";
import { accountsQuery, connectCommands, problemSentence } from "@/backend";
import { go, inbox } from "@/frame";
import { Button } from "@/shared";
import { Choose } from "./Choose";
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
  if (gone) return <Interrupted />;
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
      </div>
    </main>
  );
}

/** The desk was closed half-way, or the wizard cancelled elsewhere. */
function Interrupted() {
  const again = () => {
    void connectCommands.start("instagram").then((wizard) => go({ view: "connect", wizard: wizard.id }));
  };
  return (
    <main className={styles.alone} data-testid="wizard-interrupted">
      <h1>Connecting was interrupted</h1>
      <p>
        Switchboard was closed before the account was connected, so nothing was kept: no sign-in, no secret. If you had
        pressed Allow on Instagram’s page, that permission does nothing by itself. Start again when you like.
      </p>
      <div className={styles.acts}>
        <Button look="primary" onClick={again}>
          Start again
        </Button>
        <Button onClick={() => go(inbox)}>Not now</Button>
      </div>
    </main>
  );
}
