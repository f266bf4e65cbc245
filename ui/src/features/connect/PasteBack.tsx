/** For when the browser cannot reach this computer: the address it ended on carries the answer, and may be pasted here. */
import { useState, type SubmitEvent } from "react";
import { connectCommands, type Wizard } from "@/backend";
import { Button, Field } from "@/shared";
import styles from "./PasteBack.module.css";
import { exampleAnswer } from "./places";
import { pastedRedirect } from "./shapes";
import type { WizardAct } from "./useWizard";

export function PasteBack({ wizard, act }: { wizard: Wizard; act: WizardAct }) {
  const [url, setUrl] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (act.isPending) return;
    const pasted = pastedRedirect(url, wizard.redirect_uri);
    if (pasted.kind === "problem") {
      setProblem(pasted.problem);
      return;
    }
    // A refusal is sent too: the desk names its reason.
    act.mutate(() => connectCommands.paste(wizard.id, url.trim()), { onSuccess: () => setUrl("") });
  };

  return (
    <form className={styles.paste} onSubmit={submit} noValidate>
      <h3>The browser shows an error page instead of coming back?</h3>
      <p>
        That is fine. {wizard.redirect_note} It looks like this:{" "}
        <code dir="ltr">{exampleAnswer(wizard.redirect_uri)}</code>
      </p>
      <div className={styles.line}>
        <Field
          label="Address of that page"
          mono
          data-testid="paste-url"
          inputMode="url"
          value={url}
          onChange={(event) => {
            setUrl(event.target.value);
            setProblem(null);
          }}
          problem={problem}
        />
        <Button type="submit" data-testid="paste-go" aria-disabled={act.isPending}>
          Use this address
        </Button>
      </div>
    </form>
  );
}
