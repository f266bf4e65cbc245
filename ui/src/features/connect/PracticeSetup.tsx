/** Practice connects itself: the same steps as the real thing, ticking without anybody, then the inbox opens. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { accountsQuery, connectCommands, problemSentence, type Wizard } from "@/backend";
import { go, inbox } from "@/frame";
import { Button } from "@/shared";
import { cancel } from "./cancel";
import { CheckList } from "./CheckList";
import { Gap, Step } from "./Step";
import { useWizardAct } from "./useWizard";

/** How long the finished list stays, so that the last tick is seen. */
const LAST_LOOK_MS = 700;

export function PracticeSetup({ wizard }: { wizard: Wizard }) {
  const done = wizard.step === "done";
  const act = useWizardAct(wizard.id);
  const { mutate: open, error } = useOpenInbox();
  const opened = useRef(false);
  useEffect(() => {
    if (!done || opened.current) return;
    const timer = setTimeout(() => {
      opened.current = true;
      open();
    }, LAST_LOOK_MS);
    return () => clearTimeout(timer);
  }, [done, open]);

  return (
    <Step
      step={wizard.step}
      title={done ? "Ready: your first customers are writing" : "Setting up practice"}
      lead="Nothing to do here. Customers of our own will write to you, an autopilot answers, and you can take over just by typing."
      foot={
        <>
          {!done && (
            <Button data-testid="wizard-cancel" onClick={() => void cancel(wizard.id)}>
              Cancel
            </Button>
          )}
          <Gap />
          {error !== null && <p role="alert">{problemSentence(error)}</p>}
          <Button look="primary" size="large" data-testid="wizard-finish" disabled={!done} onClick={() => open()}>
            Open the inbox
          </Button>
        </>
      }
    >
      <CheckList
        checks={wizard.checks}
        label="Practice is being set up"
        actions={(check) => (
          <Button
            data-testid={`again-${check.name}`}
            aria-disabled={act.isPending}
            onClick={() => act.mutate(() => connectCommands.again(wizard.id))}
          >
            Try again
          </Button>
        )}
      />
    </Step>
  );
}

/** The inbox is opened once the new account is known here, or the welcome screen would flash up in between. */
function useOpenInbox() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => cache.query({ ...accountsQuery(), staleTime: 0 }),
    onSuccess: () => go(inbox),
  });
}
