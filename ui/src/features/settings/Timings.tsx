/** Settings as rows that save themselves: on leaving a field, or with Enter. What was refused stays in its field with the reason. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { deskCommands, problemSentence, settingsQuery, type Settings } from "@/backend";
import { Check } from "@/shared/icons";
import { spoken } from "./durations";
import { changed, changedPort, TIMINGS, written, type Timing } from "./timing";
import styles from "./Timings.module.css";

const UNITS = { s: "seconds", min: "minutes", h: "hours" } as const;

export function Timings({ settings }: { settings: Settings }) {
  return (
    <div className={styles.rows}>
      {TIMINGS.map((timing) => (
        <TimingRow key={timing.name} timing={timing} settings={settings} />
      ))}
      <Port settings={settings} />
    </div>
  );
}

function TimingRow({ timing, settings }: { timing: Timing; settings: Settings }) {
  const value = settings[timing.name];
  const now = value === null ? (timing.never ?? "") : spoken(value);
  return (
    <NumberRow
      name={timing.name}
      title={timing.title}
      about={timing.about}
      unit={UNITS[timing.unit]}
      stands={written(settings, timing)}
      now={now}
      read={(text) => changed(settings, timing, text)}
    />
  );
}

function Port({ settings }: { settings: Settings }) {
  return (
    <NumberRow
      name="listener_port"
      title="Port for incoming messages"
      about="On this computer only; your tunnel points at it. A new one counts from the next start on."
      stands={String(settings.listener_port)}
      now=""
      read={(text) => changedPort(settings, text)}
    />
  );
}

type NumberRowProps = {
  name: string;
  title: string;
  about: string;
  unit?: string;
  /** What is saved, as the field writes it. */
  stands: string;
  /** What is saved, in words. */
  now: string;
  read: (text: string) => { settings: Settings } | { problem: string };
};

function NumberRow({ name, title, about, unit, stands, now, read }: NumberRowProps) {
  const save = useSave();
  // Typed text is kept with what it was typed against: when the saved value changes elsewhere, the field follows it.
  const [typed, setTyped] = useState<{ text: string; over: string } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const text = typed?.over === stands ? typed.text : stands;
  const problem = wrong ?? (save.error === null ? null : problemSentence(save.error));

  const commit = () => {
    if (text.trim() === stands || save.isPending) return;
    const result = read(text);
    if ("problem" in result) {
      setWrong(result.problem);
      return;
    }
    setWrong(null);
    save.mutate(result.settings, { onSuccess: () => setTyped(null) });
  };

  return (
    <Row id={name} title={title} about={about} problem={problem} saved={save.isSuccess && typed === null}>
      <span className={styles.value}>
        <input
          id={name}
          className={styles.number}
          inputMode="decimal"
          autoComplete="off"
          data-testid={`setting-${name}`}
          value={text}
          aria-invalid={problem === null ? undefined : true}
          aria-describedby={`${name}-about`}
          onChange={(event) => {
            setTyped({ text: event.target.value, over: stands });
            setWrong(null);
            save.reset();
          }}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
            if (event.key === "Escape") {
              setTyped(null);
              setWrong(null);
            }
          }}
        />
        {unit !== undefined && <span title={now}>{unit}</span>}
      </span>
    </Row>
  );
}

type RowProps = {
  id: string;
  title: string;
  about: string;
  problem: string | null;
  saved: boolean;
  children: ReactNode;
};

function Row({ id, title, about, problem, saved, children }: RowProps) {
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <label htmlFor={id}>{title}</label>
        <p id={`${id}-about`}>{about}</p>
        {problem !== null && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
      </div>
      <span role="status" className={styles.saved}>
        {saved && problem === null && (
          <>
            <Check aria-hidden="true" /> Saved
          </>
        )}
      </span>
      {children}
    </div>
  );
}

function useSave() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: deskCommands.saveSettings,
    onSuccess: (settings) => cache.setQueryData(settingsQuery().queryKey, settings),
  });
}
