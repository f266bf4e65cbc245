/**
 * A wizard on screen: the rail, one station, and what it says aloud. The desk decides how far it got; the window only decides
 * which of the reached stations is looked at.
 */
import { useEffect, useState } from "react";
import type { Wizard as State } from "@/backend";
import { Announcer } from "./Announcer";
import { AppStep } from "./AppStep";
import { keepConnected } from "./connected";
import { HelloStep } from "./HelloStep";
import { PracticeSetup } from "./PracticeSetup";
import { Rail } from "./Rail";
import { ReceiveStep } from "./ReceiveStep";
import { SignInStep } from "./SignInStep";
import { useWizardAct } from "./useWizard";
import styles from "./Wizard.module.css";

export function Wizard({ wizard }: { wizard: State }) {
  // Looking back (or ahead, to the last station) holds only until the desk itself moves on.
  const [look, setLook] = useState<{ from: State["step"]; at: State["step"] } | null>(null);
  const shown = look?.from === wizard.step ? look.at : wizard.step;
  const act = useWizardAct(wizard.id);
  useEffect(() => keepConnected(wizard), [wizard]);
  const show = (step: State["step"]) => {
    // What went wrong at one station is no news at another.
    act.reset();
    setLook({ from: wizard.step, at: step });
  };

  return (
    <div className={styles.wizard} data-testid="wizard" data-step={shown}>
      <Rail wizard={wizard} shown={shown} onShow={show} />
      <main className={styles.main}>
        {wizard.host === "practice" ? (
          <PracticeSetup wizard={wizard} />
        ) : (
          <>
            {shown === "app" && <AppStep wizard={wizard} act={act} onShow={show} />}
            {shown === "sign_in" && <SignInStep wizard={wizard} act={act} onShow={show} />}
            {shown === "receive" && <ReceiveStep wizard={wizard} act={act} onShow={show} />}
            {shown === "done" && <HelloStep wizard={wizard} onShow={show} />}
          </>
        )}
      </main>
      <Announcer checks={wizard.checks} />
    </div>
  );
}
