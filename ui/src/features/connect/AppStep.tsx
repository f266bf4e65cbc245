/** Station 1: the app id and secret of the operator's own Meta app. What is visibly wrong is said before anything is sent. */
import { useRef, useState, type SubmitEvent } from "react";
import { connectCommands, hasCode, problemSentence, type Wizard, type WizardStep } from "@/backend";
import { followLink } from "@/frame";
import { Button, Field } from "@/shared";
import { ExternalLink } from "@/shared/icons";
import styles from "./AppStep.module.css";
import { cancel } from "./cancel";
import { Path } from "./Path";
import { DASHBOARD, TO_LOGIN_SETTINGS } from "./places";
import { appIdProblem, appSecretProblem, cleaned } from "./shapes";
import { Gap, Step } from "./Step";
import type { WizardAct } from "./useWizard";

type Props = { wizard: Wizard; act: WizardAct; onShow: (step: WizardStep) => void };

export function AppStep({ wizard, act, onShow }: Props) {
  const { id, secret, otherProblem, judge } = useAppKeys(wizard.app_id ?? "", act.error);
  const form = useRef<HTMLFormElement>(null);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const wrong = judge();
    if (wrong !== null) {
      form.current?.querySelector<HTMLInputElement>(`[data-testid=${wrong}]`)?.focus();
      return;
    }
    act.mutate(() => connectCommands.app(wizard.id, cleaned(id.text), cleaned(secret.text)), {
      onSuccess: () => onShow("sign_in"),
    });
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={styles.form}>
      <Step
        step="app"
        title="Your Meta app"
        lead="Instagram gives messages only to an app. Yours belongs to you: make one once, and paste its two keys here. The secret is sealed on this computer and sent to nobody but Meta."
        foot={<Foot wizard={wizard} checking={act.isPending} />}
      >
        <div className={styles.columns}>
          <div className={styles.fields}>
            <Field
              label="Instagram app ID"
              mono
              inputMode="numeric"
              data-testid="app-id"
              value={id.text}
              placeholder="700000000000001"
              onChange={(event) => id.write(event.target.value)}
              onBlur={id.leave}
              hint="Only digits."
              problem={id.problem}
            />
            <SecretField secret={secret} />
            {otherProblem !== null && (
              <p role="alert" className={styles.problem}>
                {problemSentence(otherProblem)}
              </p>
            )}
          </div>
          <Where />
        </div>
      </Step>
    </form>
  );
}

type AppKey = { text: string; problem: string | null; write: (text: string) => void; leave: () => void };

/** The app's two keys as they are typed. Each is judged once its field was left, and then by the desk's answer. */
function useAppKeys(savedId: string, refusal: Error | null) {
  const [id, setId] = useState(savedId);
  const [secret, setSecret] = useState("");
  const [left, setLeft] = useState({ id: false, secret: false });
  const idRefused = hasCode(refusal, "app_id_shape");
  const secretRefused = hasCode(refusal, "app_secret_shape");

  const idKey: AppKey = {
    text: id,
    problem: (left.id ? appIdProblem(id) : null) ?? (idRefused ? refusal.detail : null),
    write: setId,
    leave: () => id !== "" && setLeft({ ...left, id: true }),
  };
  const secretKey: AppKey = {
    text: secret,
    problem: (left.secret ? appSecretProblem(secret) : null) ?? (secretRefused ? refusal.detail : null),
    write: setSecret,
    leave: () => secret !== "" && setLeft({ ...left, secret: true }),
  };
  /** Judges both, and names the field that is wrong first. */
  const judge = () => {
    setLeft({ id: true, secret: true });
    return appIdProblem(id) !== null ? "app-id" : appSecretProblem(secret) !== null ? "app-secret" : null;
  };
  return { id: idKey, secret: secretKey, otherProblem: idRefused || secretRefused ? null : refusal, judge };
}

function SecretField({ secret }: { secret: AppKey }) {
  const [shown, setShown] = useState(false);
  return (
    <div className={styles.secret}>
      <Field
        label="Instagram app secret"
        mono
        type={shown ? "text" : "password"}
        data-testid="app-secret"
        value={secret.text}
        onChange={(event) => secret.write(event.target.value)}
        onBlur={secret.leave}
        hint="32 characters. Press “Show” in the dashboard before you copy it."
        problem={secret.problem}
      />
      <button type="button" className={styles.reveal} aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? "Hide" : "Show"}
        <span className="visually-hidden"> the secret</span>
      </button>
    </div>
  );
}

function Foot({ wizard, checking }: { wizard: Wizard; checking: boolean }) {
  return (
    <>
      <Button data-testid="wizard-cancel" onClick={() => void cancel(wizard.id)}>
        Cancel
      </Button>
      <Gap />
      <Button type="submit" look="primary" size="large" data-testid="wizard-continue" aria-disabled={checking}>
        {checking ? "Checking…" : "Continue"}
      </Button>
    </>
  );
}

/** Where both are, with a sketch of the page so that the eye knows what it is looking for. */
function Where() {
  return (
    <section className={styles.where} aria-labelledby="where-title">
      <h3 id="where-title">Where both are</h3>
      <p>
        <Path steps={TO_LOGIN_SETTINGS} />
      </p>
      <div className={styles.sketch} aria-hidden="true">
        <p className={styles.decoy}>
          App ID: 1 520 000 000 000 01<em>not this one</em>
        </p>
        <p className={styles.real}>
          <span>Instagram app ID</span>
          <b>700000000000001</b>
        </p>
        <p className={styles.real}>
          <span>Instagram app secret</span>
          <b>••••••••••</b>
          <i>Show</i>
        </p>
      </div>
      <p className={styles.note}>
        The <b>Instagram</b> app ID is not the App ID at the top of the dashboard: that one belongs to the Meta app, and
        Instagram’s sign-in page refuses it.
      </p>
      <Button icon={<ExternalLink />} onClick={() => followLink(DASHBOARD)}>
        Open Meta’s dashboard
      </Button>
    </section>
  );
}
