/** The form itself. What was changed stays until it is saved or discarded, wherever one goes in between. */
import { useEffect, useRef, type ReactNode, type RefObject, type SubmitEvent } from "react";
import { problemSentence, type Account, type Autopilot } from "@/backend";
import { useCommands } from "@/frame";
import { cx, Field, Switch, TextField } from "@/shared";
import { Spark } from "@/shared/icons";
import { ModelSection } from "./ModelSection";
import { SaveBar } from "./SaveBar";
import styles from "./SettingsForm.module.css";
import { TonePresets } from "./TonePresets";
import { useAutopilotForm, type AutopilotForm } from "./useAutopilotForm";

export function SettingsForm({ account, saved }: { account: Account; saved: Autopilot }) {
  const autopilot = useAutopilotForm(account.id, saved);
  const { form, wrong, edit } = autopilot;
  const element = useRef<HTMLFormElement>(null);
  useFocusOnProblem(element, wrong);

  const save = () => void autopilot.saveNow();
  useCommands([
    {
      id: "save-autopilot",
      title: "Save the autopilot’s settings",
      group: "Window",
      keys: ["mod+s"],
      whileWriting: true,
      run: save,
    },
  ]);

  return (
    <form
      ref={element}
      className={styles.form}
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        save();
      }}
    >
      <OnOff account={account} on={saved.on} turn={(on) => void autopilot.turn(on)} error={autopilot.save.error} />

      <Manner form={form} edit={edit} />
      <Business form={form} edit={edit} />
      <Section title="The model" about="Any server that speaks the OpenAI chat format, also one on this computer.">
        <ModelSection saved={saved} autopilot={autopilot} />
      </Section>

      <SaveBar autopilot={autopilot} version={saved.prompt_version} />
    </form>
  );
}

type OnOffProps = { account: Account; on: boolean; turn: (on: boolean) => void; error: Error | null };

function OnOff({ account, on, turn, error }: OnOffProps) {
  return (
    <header className={cx(styles.head, on && styles.on)}>
      <span className={styles.spark}>
        <Spark size={22} />
      </span>
      <div className={styles.words}>
        <h1 id="autopilot-title">{on ? "The autopilot is answering" : "The autopilot is off"}</h1>
        <p>
          {on ? "It answers new messages to " : "Messages wait for you. Switched on, it answers new messages to "}
          <b dir="auto">@{account.username}</b>. Where you type, it stays silent.
        </p>
        {error !== null && <p role="alert">{problemSentence(error)}</p>}
      </div>
      <Switch
        checked={on}
        onCheckedChange={turn}
        data-testid="autopilot-on"
        aria-label={`Autopilot of @${account.username}`}
      />
    </header>
  );
}

type PartProps = Pick<AutopilotForm, "form" | "edit">;

function Manner({ form, edit }: PartProps) {
  return (
    <Section title="How it answers" about="Its instructions, and how it sounds.">
      <TextField
        label="System prompt"
        rows={5}
        dir="auto"
        data-testid="autopilot-prompt"
        value={form.prompt}
        onChange={(event) => edit({ prompt: event.target.value })}
        hint="What it is for, what it may promise, and when it must fetch you. It always knows how to ask for a person."
      />
      <div className={styles.stack}>
        <TextField
          label="Tone of voice"
          rows={2}
          dir="auto"
          data-testid="autopilot-tone"
          value={form.tone}
          onChange={(event) => edit({ tone: event.target.value })}
        />
        <TonePresets tone={form.tone} onPick={(tone) => edit({ tone })} />
      </div>
    </Section>
  );
}

function Business({ form, edit }: PartProps) {
  return (
    <Section title="Your business" about="What it may say. It is told not to invent the rest.">
      <div className={styles.pair}>
        <Field
          label="Company"
          dir="auto"
          data-testid="autopilot-company"
          value={form.company}
          onChange={(event) => edit({ company: event.target.value })}
        />
        <Field
          label="Sector"
          dir="auto"
          placeholder="Bakery, fashion, travel …"
          data-testid="autopilot-sector"
          value={form.sector}
          onChange={(event) => edit({ sector: event.target.value })}
        />
      </div>
      <TextField
        label="Key information"
        rows={6}
        dir="auto"
        data-testid="autopilot-key_information"
        value={form.key_information}
        onChange={(event) => edit({ key_information: event.target.value })}
        hint="Opening hours, prices, delivery, returns: one fact a line works best."
      />
    </Section>
  );
}

function Section({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <div className={styles.about}>
        <h2>{title}</h2>
        <p>{about}</p>
      </div>
      <div className={styles.fields}>{children}</div>
    </section>
  );
}

/** After a refused save, the first field that is wrong is where the person goes on. */
function useFocusOnProblem(element: RefObject<HTMLFormElement | null>, wrong: object): void {
  useEffect(() => {
    if (Object.keys(wrong).length > 0) element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [element, wrong]);
}
