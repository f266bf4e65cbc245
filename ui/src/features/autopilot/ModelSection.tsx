/** Which model answers, where it is, its key (written, never read back), and one real question to see that it works. */
import { problemSentence, type Autopilot } from "@/backend";
import { Button, Field, Spinner } from "@/shared";
import { Check, KeyRound, Play, TriangleAlert } from "@/shared/icons";
import styles from "./ModelSection.module.css";
import type { AutopilotForm } from "./useAutopilotForm";

export function ModelSection({ saved, autopilot }: { saved: Autopilot; autopilot: AutopilotForm }) {
  const { form, wrong, edit } = autopilot;
  return (
    <>
      <div className={styles.pair}>
        <Field
          label="Base URL"
          mono
          inputMode="url"
          data-testid="autopilot-base_url"
          value={form.base_url}
          onChange={(event) => edit({ base_url: event.target.value })}
          hint="For example https://api.openai.com/v1"
          problem={wrong.base_url ?? null}
        />
        <Field
          label="Model"
          mono
          data-testid="autopilot-model"
          value={form.model}
          onChange={(event) => edit({ model: event.target.value })}
          hint="As its server calls it."
          problem={wrong.model ?? null}
        />
      </div>
      <Key saved={saved} autopilot={autopilot} />
      <Limits autopilot={autopilot} />
      <TryIt autopilot={autopilot} />
    </>
  );
}

function Key({ saved, autopilot }: { saved: Autopilot; autopilot: AutopilotForm }) {
  const { key, setKey, removeKey } = autopilot;
  return (
    <div className={styles.key}>
      <Field
        label="API key"
        mono
        type="password"
        autoComplete="new-password"
        data-testid="autopilot-key"
        value={key}
        placeholder={saved.has_key ? "A key is stored. Paste another to replace it." : "Paste the key"}
        onChange={(event) => setKey(event.target.value)}
        hint="Sealed on this computer, sent only to the server above, and never shown again."
        problem={removeKey.error === null ? null : problemSentence(removeKey.error)}
      />
      {saved.has_key && (
        <p className={styles.stored} data-testid="autopilot-has-key">
          <KeyRound aria-hidden="true" /> A key is stored
          <Button look="bare" size="small" aria-disabled={removeKey.isPending} onClick={() => removeKey.mutate()}>
            Remove it
          </Button>
        </p>
      )}
    </div>
  );
}

function Limits({ autopilot: { form, edit } }: { autopilot: AutopilotForm }) {
  const whole = (text: string) => Math.max(0, Math.round(Number(text) || 0));
  return (
    <div className={styles.pair}>
      <Field
        label="Memory of the conversation"
        type="number"
        min={0}
        data-testid="autopilot-context_tokens"
        value={form.context_tokens}
        onChange={(event) => edit({ context_tokens: whole(event.target.value) })}
        hint="Tokens it may read before each answer."
      />
      <Field
        label="Longest answer"
        type="number"
        min={0}
        data-testid="autopilot-max_reply_bytes"
        value={form.max_reply_bytes}
        onChange={(event) => edit({ max_reply_bytes: whole(event.target.value) })}
        hint="Bytes. Instagram takes 1000 in one message; more is sent in parts."
      />
    </div>
  );
}

/** Asks the model one thing. Nothing is sent to any customer. */
function TryIt({ autopilot: { dirty, saveNow, attempt, save } }: { autopilot: AutopilotForm }) {
  const busy = attempt.isPending || save.isPending;
  const run = async () => {
    if (busy) return;
    if (dirty && !(await saveNow())) return;
    attempt.mutate();
  };
  return (
    <div className={styles.try}>
      <Button icon={<Play />} data-testid="autopilot-try" aria-disabled={busy} onClick={() => void run()}>
        {dirty ? "Save and try it" : "Try it"}
      </Button>
      <div role="status" className={styles.result} data-testid="autopilot-tried">
        {attempt.isPending && (
          <>
            <Spinner label="Asking the model" /> <span>Asking the model…</span>
          </>
        )}
        {!attempt.isPending && attempt.error !== null && <Tried ok={false} words={problemSentence(attempt.error)} />}
        {!attempt.isPending && attempt.data !== undefined && (
          <Tried ok={attempt.data.ok} words={attempt.data.sentence} latency={attempt.data.latency_ms} />
        )}
        {attempt.isIdle && <span className={styles.quiet}>Asks the model one question. No customer sees it.</span>}
      </div>
    </div>
  );
}

function Tried({ ok, words, latency = null }: { ok: boolean; words: string; latency?: number | null }) {
  return (
    <>
      <span className={ok ? styles.well : styles.ill} aria-hidden="true">
        {ok ? <Check /> : <TriangleAlert />}
      </span>
      <span dir="auto">{words}</span>
      {latency !== null && <span className={styles.quiet}>{(latency / 1000).toFixed(1)} s</span>}
    </>
  );
}
