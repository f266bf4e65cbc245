/** Station 4: what was connected, the first real message as it comes, and where to go from here. */
import { useMutation, useQuery } from "@tanstack/react-query";
import {
  accountsQuery,
  connectCommands,
  problemSentence,
  type Account,
  type Check,
  type Wizard,
  type WizardStep,
} from "@/backend";
import { go, inbox, type Place } from "@/frame";
import { Avatar, Button, clockTime } from "@/shared";
import { Spark } from "@/shared/icons";
import { CheckList } from "./CheckList";
import styles from "./HelloStep.module.css";
import { receivingChecks } from "./receivingChecks";
import { Gap, Step } from "./Step";
import { checksOf } from "./steps";

type Props = { wizard: Wizard; onShow: (step: WizardStep) => void };

export function HelloStep({ wizard, onShow }: Props) {
  const finish = useFinish(wizard);
  const name = wizard.account === null ? "Your account" : `@${wizard.account.username}`;
  const hello = firstMessage(wizard);
  const heard = hello.some((check) => check.state === "ok");

  return (
    <Step
      step="done"
      title={heard ? "Messages arrive" : "Say hello"}
      about={wizard.account === null ? null : name}
      lead={
        heard
          ? "The first real message is in your inbox."
          : `Send any message to ${name} from another Instagram account. You can leave this page: the desk keeps listening.`
      }
      foot={
        <>
          {wizard.step !== "done" && <Button onClick={() => onShow("receive")}>Back</Button>}
          <Gap />
          {finish.error !== null && (
            <p role="alert" className={styles.problem}>
              {problemSentence(finish.error)}
            </p>
          )}
          <Button
            icon={<Spark />}
            aria-disabled={finish.isPending}
            onClick={() => finish.mutate((account) => ({ view: "autopilot", account: account.id }))}
          >
            Set up the autopilot
          </Button>
          <Button
            look="primary"
            size="large"
            data-testid="wizard-finish"
            aria-disabled={finish.isPending}
            onClick={() => finish.mutate(() => inbox)}
          >
            Open the inbox
          </Button>
        </>
      }
    >
      {wizard.account !== null && <Card account={wizard.account} />}
      <CheckList checks={hello} label="First message" />
      <Notes pilotOn={wizard.account?.autopilot_on === true} />
    </Step>
  );
}

function Card({ account }: { account: Account }) {
  return (
    <div className={styles.card}>
      <Avatar id={account.id} name={account.name ?? account.username} hue={account.hue} />
      <div>
        <b dir="auto">{account.name ?? account.username}</b>
        <p dir="auto">
          @{account.username} · {account.id}
        </p>
      </div>
    </div>
  );
}

function Notes({ pilotOn }: { pilotOn: boolean }) {
  return (
    <ul className={styles.notes}>
      <li>
        {pilotOn ? (
          <>
            <b>The autopilot is on.</b> It answers new messages; tell it more about your business when you like.
          </>
        ) : (
          <>
            <b>The autopilot is off.</b> It answers only once you have told it about your business and switched it on.
          </>
        )}
      </li>
      <li>
        <b>You always go first.</b> The moment you type in a conversation, or answer from the phone, it is yours and the
        autopilot is silent there.
      </li>
      <li>
        <b>Everything stays here.</b> Messages are stored on this computer, also while the sign-in has trouble.
      </li>
    </ul>
  );
}

/** Ends the wizard and goes on from it. One that has ended already is not ended twice. */
function useFinish(wizard: Wizard) {
  const accounts = useQuery(accountsQuery());
  return useMutation({
    mutationFn: async (then: (account: Account) => Place) => {
      const account =
        wizard.step === "done" && wizard.account !== null ? wizard.account : await connectCommands.finish(wizard.id);
      await accounts.refetch();
      go(then(account));
    },
  });
}

function firstMessage(wizard: Wizard): Check[] {
  const checks = checksOf(wizard, "done");
  if (checks.length > 0 || wizard.receiving === null) return checks;
  return receivingChecks(wizard.receiving, clockTime).filter((check) => check.name === "first_message");
}
