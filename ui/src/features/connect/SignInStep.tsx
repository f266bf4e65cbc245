/**
 * Station 2: allow the app on Instagram's own page. The page opens in the system browser (contract 1.1: embedded views are refused); its
 * answer comes back to this computer, or is pasted when it cannot.
 */
import { connectCommands, openLink, problemSentence, type Check, type Wizard, type WizardStep } from "@/backend";
import { Button } from "@/shared";
import { ExternalLink } from "@/shared/icons";
import { cancel } from "./cancel";
import { CheckList } from "./CheckList";
import { CopyButton, CopyRow } from "./CopyRow";
import { PasteBack } from "./PasteBack";
import { Path } from "./Path";
import { TO_LOGIN_SETTINGS } from "./places";
import { Question } from "./Question";
import styles from "./SignInStep.module.css";
import { Gap, Step } from "./Step";
import { checksOf } from "./steps";
import type { WizardAct } from "./useWizard";

type Props = { wizard: Wizard; act: WizardAct; onShow: (step: WizardStep) => void };

export function SignInStep({ wizard, act, onShow }: Props) {
  const checks = checksOf(wizard, "sign_in");
  const started = wizard.authorize_url !== null;
  const stateOf = (name: Check["name"]) => checks.find((check) => check.name === name)?.state;
  // Until the exchange is through, the redirect URI and the way to paste may still be what is missing.
  const exchanged = stateOf("exchange") === "ok" || stateOf("exchange") === "run";
  const waiting = started && stateOf("sign_in") === "run";
  const offered = wizard.question === null && (!exchanged || checks.some((check) => check.state === "bad"));
  const signIn = () => act.mutate(() => signInOutside(wizard.id));

  return (
    <Step
      step="sign_in"
      title="Sign in to Instagram"
      lead="Your browser opens Instagram’s own page. Leave both switches on and press Allow; your password is never seen here."
      foot={<Foot wizard={wizard} act={act} offered={offered} waiting={waiting} onSignIn={signIn} onShow={onShow} />}
    >
      {wizard.question !== null && <Question wizard={wizard} question={wizard.question} act={act} />}
      {!exchanged && <RedirectAddress wizard={wizard} act={act} />}
      <CheckList
        checks={checks}
        label="Checks of the sign-in"
        actions={(check) => (
          <Repair
            check={check}
            busy={act.isPending}
            onSignIn={signIn}
            onSecret={() => onShow("app")}
            onAgain={() => act.mutate(() => again(wizard.id))}
          />
        )}
      />
      {waiting && <Waiting url={wizard.authorize_url ?? ""} />}
      {started && !exchanged && <PasteBack wizard={wizard} act={act} />}
    </Step>
  );
}

type FootProps = Props & {
  /** Whether Instagram's page may be opened from here now. */
  offered: boolean;
  waiting: boolean;
  onSignIn: () => void;
};

function Foot({ wizard, act, offered, waiting, onSignIn, onShow }: FootProps) {
  const here = wizard.step === "sign_in";
  return (
    <>
      {wizard.account === null && <Button onClick={() => onShow("app")}>Back</Button>}
      {here && (
        <Button look="bare" data-testid="wizard-cancel" onClick={() => void cancel(wizard.id)}>
          Cancel
        </Button>
      )}
      <Gap />
      {act.error !== null && (
        <p role="alert" className={styles.problem}>
          {problemSentence(act.error)}
        </p>
      )}
      {here ? (
        offered && (
          <Button
            look={waiting ? "quiet" : "primary"}
            size="large"
            icon={<ExternalLink />}
            data-testid="sign-in"
            aria-disabled={act.isPending}
            // The second half of a double click was meant for what stood here before.
            onClick={(event) => event.detail < 2 && !act.isPending && onSignIn()}
          >
            {wizard.authorize_url === null ? "Sign in with Instagram" : "Open Instagram again"}
          </Button>
        )
      ) : (
        <Button look="primary" size="large" data-testid="wizard-continue" onClick={() => onShow("receive")}>
          Continue
        </Button>
      )}
    </>
  );
}

/** The address that Meta must know before it lets the browser come back. */
function RedirectAddress({ wizard, act }: Pick<Props, "wizard" | "act">) {
  return (
    <section className={styles.before} aria-labelledby="redirect-title">
      <h3 id="redirect-title">First, tell Meta where to send you back</h3>
      <p>
        In <Path steps={TO_LOGIN_SETTINGS} />, add this address to <b>OAuth redirect URIs</b> and press <b>Save</b>. It
        must match exactly: if the dashboard put a slash at the end, remove it.
      </p>
      <CopyRow label="Redirect URI" value={wizard.redirect_uri} testId="redirect-uri" copyTestId="copy-redirect" />
      <RedirectChoice
        uri={wizard.redirect_uri}
        busy={act.isPending}
        onChoose={(https) => act.mutate(() => connectCommands.redirect(wizard.id, https))}
      />
    </section>
  );
}

type ChoiceProps = { uri: string; busy: boolean; onChoose: (https: boolean) => void };

/** Some dashboards take only https addresses (contract 1.1); nothing answers there, so that the answer is pasted. */
function RedirectChoice({ uri, busy, onChoose }: ChoiceProps) {
  const https = uri.startsWith("https:");
  return (
    <p className={styles.choice}>
      <span>
        {https
          ? "Your browser will end on a page that it cannot open. You paste that page’s address here."
          : "The dashboard takes only addresses that begin with https?"}
      </span>
      <Button
        look="bare"
        size="small"
        data-testid="redirect-scheme"
        aria-disabled={busy}
        onClick={() => !busy && onChoose(!https)}
      >
        {https ? "Use the http address" : "Use the https address"}
      </Button>
    </p>
  );
}

/** While the browser has the word. */
function Waiting({ url }: { url: string }) {
  return (
    <p className={styles.waiting}>
      <span>Waiting for Instagram’s page. Did no browser open?</span>
      <CopyButton value={url} what="address of Instagram’s page" label="Copy its address" testId="copy-authorize" />
    </p>
  );
}

type RepairProps = { check: Check; busy: boolean; onSignIn: () => void; onSecret: () => void; onAgain: () => void };

/** What can be done about a check that failed. Signing in again is the way whenever Instagram's page has to be seen once more. */
function Repair({ check, busy, onSignIn, onSecret, onAgain }: RepairProps) {
  const signInAgain = check.name === "sign_in" || check.name === "permissions";
  return (
    <>
      <Button
        aria-disabled={busy}
        onClick={(event) => event.detail < 2 && !busy && (signInAgain ? onSignIn : onAgain)()}
        data-testid={`again-${check.name}`}
      >
        {signInAgain ? "Sign in again" : "Try again"}
      </Button>
      {check.name === "exchange" && (
        <Button onClick={onSecret} data-testid="change-secret">
          Change the secret
        </Button>
      )}
    </>
  );
}

async function signInOutside(id: string): Promise<Wizard> {
  const wizard = await connectCommands.signIn(id);
  if (wizard.authorize_url !== null) await openLink(wizard.authorize_url);
  return wizard;
}

/** Runs again what failed. When that needs Instagram's page once more, it is opened at once. */
async function again(id: string): Promise<Wizard> {
  const wizard = await connectCommands.again(id);
  const signIn = wizard.checks.find((check) => check.name === "sign_in");
  const needsPage = signIn?.state === "run" || signIn?.state === "wait";
  if (needsPage && wizard.authorize_url !== null) await openLink(wizard.authorize_url);
  return wizard;
}
