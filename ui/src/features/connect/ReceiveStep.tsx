/** Station 3: let Instagram reach this desk. The account is connected already; leaving here loses nothing. */
import { useMutation } from "@tanstack/react-query";
import { connectCommands, problemSentence, type Check, type Wizard, type WizardStep } from "@/backend";
import { go, inbox, notify } from "@/frame";
import { Button, clockTime } from "@/shared";
import { receivingChecks } from "./receivingChecks";
import { ReceivingGuide } from "./ReceivingGuide";
import styles from "./SignInStep.module.css";
import { Gap, Step } from "./Step";
import { checksOf } from "./steps";
import type { WizardAct } from "./useWizard";

type Props = { wizard: Wizard; act: WizardAct; onShow: (step: WizardStep) => void };

export function ReceiveStep({ wizard, act, onShow }: Props) {
  const later = useMutation({
    mutationFn: () => connectCommands.finish(wizard.id),
    onSuccess: () => {
      go(inbox);
      notify({
        text: "Connected. No message can arrive until the rest is done.",
        action: { label: "Settings", run: () => go({ view: "settings" }) },
      });
    },
  });
  const checks = seenSoFar(wizard);
  const reached = checks.some((check) => check.name === "handshake" && check.state === "ok");
  const username = wizard.account === null ? null : `@${wizard.account.username}`;

  return (
    <Step
      step="receive"
      title="Let Instagram reach this desk"
      about={username}
      lead="You are signed in. Meta delivers messages to a public address; this page shows where to enter yours, and ticks each step when it has really happened."
      foot={
        <>
          <Button onClick={() => onShow("sign_in")}>Back</Button>
          <Gap />
          {later.error !== null && (
            <p role="alert" className={styles.problem}>
              {problemSentence(later.error)}
            </p>
          )}
          <Button data-testid="wizard-later" aria-disabled={later.isPending} onClick={() => later.mutate()}>
            Finish later
          </Button>
          <Button
            look={reached ? "primary" : "quiet"}
            size="large"
            data-testid="wizard-continue"
            onClick={() => onShow("done")}
          >
            Continue
          </Button>
        </>
      }
    >
      {wizard.receiving !== null && (
        <ReceivingGuide
          receiving={wizard.receiving}
          checks={checks}
          username={wizard.account?.username ?? null}
          onAddress={(url) => act.mutateAsync(() => connectCommands.publicAddress(wizard.id, url))}
        />
      )}
    </Step>
  );
}

/** The desk's own checks where it has them, else what the ticks of receiving say. */
function seenSoFar(wizard: Wizard): Check[] {
  const checks = checksOf(wizard, "receive");
  if (checks.length > 0 || wizard.receiving === null) return checks;
  return receivingChecks(wizard.receiving, clockTime);
}
