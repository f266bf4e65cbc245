/** Practice connects itself: the same steps as the real thing, ticking without anybody, then the inbox opens. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { accountsQuery, connectCommands, problemSentence, type Wizard } from "@/backend";
import { go, inbox } from "@/frame";
import { Button, secondsUntil, useNow } from "@/shared";
import { cancel } from "./cancel";
import { CheckList } from "./CheckList";
import styles from "./HelloStep.module.css";
import { Gap, Step } from "./Step";

/** How long the finished list stays before the inbox opens by itself: long enough to be read. */
const LAST_LOOK_MS = 6_000;

export function PracticeSetup({ wizard }: { wizard: Wizard }) {
  const done = wizard.step === "done";
  const open = useOpenInbox(wizard.id);
  const again = useStartAgain(wizard.id);
  const error = open.error ?? again.error;

  return (
    <Step
      step={wizard.step}
      title={done ? "Your first customers are writing" : "Setting up practice"}
      lead="Nothing to do here. Customers of our own write to you, an autopilot answers, and you can take over just by typing."
      foot={
        <>
          {!done && (
            <Button data-testid="wizard-cancel" onClick={() => void cancel(wizard.id)}>
              Cancel
            </Button>
          )}
          <Gap />
          {error !== null && (
            <p role="alert" className={styles.problem}>
              {problemSentence(error)}
            </p>
          )}
          {done && error === null && <OpensSoon open={() => open.mutate()} />}
          <Button
            look="primary"
            size="large"
            data-testid="wizard-finish"
            disabled={!done}
            onClick={() => !open.isPending && open.mutate()}
          >
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
            aria-disabled={again.isPending}
            onClick={() => !again.isPending && again.mutate()}
          >
            Try again
          </Button>
        )}
      />
    </Step>
  );
}

/** Counts down to opening the inbox, once. */
function OpensSoon({ open }: { open: () => void }) {
  const now = useNow("second");
  const [at] = useState(() => Date.now() + LAST_LOOK_MS);
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), LAST_LOOK_MS);
    return () => clearTimeout(timer);
  }, []);
  return <p className={styles.soon}>The inbox opens in {Math.min(secondsUntil(at, now), LAST_LOOK_MS / 1_000)} s</p>;
}

/** The new account is fetched before the inbox opens, or the welcome screen would flash up in between. */
function useOpenInbox(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await connectCommands.finish(id);
      await cache.query({ ...accountsQuery(), staleTime: 0 });
    },
    onSuccess: () => go(inbox),
  });
}

/** Practice has nothing worth keeping half-way: trying again is starting again. */
function useStartAgain(id: string) {
  return useMutation({
    mutationFn: async () => {
      const wizard = await connectCommands.start("practice");
      await connectCommands.cancel(id);
      return wizard;
    },
    onSuccess: (wizard) => go({ view: "connect", wizard: wizard.id }),
  });
}
