/**
 * Play a customer: pick one, write as them, send a picture or a voice note, and start or stop the customers who write by themselves.
 * It lies beside the inbox and never over it, because what it causes is watched there.
 */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import {
  connectCommands,
  practiceCommands,
  practiceQuery,
  problemSentence,
  type Practice,
  type PracticeMessage,
} from "@/backend";
import { go, showOverlay } from "@/frame";
import { Avatar, Button, cx, IconButton, Switch } from "@/shared";
import { Image, Mic, Play, Send, X } from "@/shared/icons";
import styles from "./PracticePanel.module.css";

export function PracticePanel() {
  const practice = useQuery(practiceQuery());
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={styles.panel}
      data-testid="practice-panel"
      aria-labelledby="practice-title"
    >
      <header>
        <h2 id="practice-title">Practice</h2>
        <p>Write as a customer</p>
        <IconButton label="Close practice" onClick={() => showOverlay(null)}>
          <X />
        </IconButton>
      </header>
      {practice.error !== null && <p role="alert">{problemSentence(practice.error)}</p>}
      {practice.data !== undefined && <Body practice={practice.data} />}
    </section>
  );
}

function Body({ practice }: { practice: Practice }) {
  const [picked, setPicked] = useState<string | null>(null);
  const customer = practice.customers.find(({ id }) => id === picked) ?? practice.customers[0];
  if (!practice.running) return <p className={styles.none}>This desk runs no practice Instagram.</p>;
  if (practice.account_id === null) return <NoAccount />;
  if (customer === undefined) return <p className={styles.none}>No customer has come yet.</p>;
  return (
    <>
      <div className={styles.people} role="radiogroup" aria-label="Customer">
        {practice.customers.map(({ id, name, username }) => (
          <label key={id} className={cx(styles.person, id === customer.id && styles.on)}>
            <input
              type="radio"
              name="practice-customer"
              className="visually-hidden"
              data-testid={`practice-customer-${id}`}
              checked={id === customer.id}
              onChange={() => setPicked(id)}
            />
            <Avatar id={id} name={name} size="small" />
            <span className={styles.name} dir="auto" title={`${name} · @${username}`}>
              {name}
            </span>
          </label>
        ))}
      </div>
      <Writing key={customer.id} customer={customer.id} name={customer.name} />
      <Scripts practice={practice} />
    </>
  );
}

/** Practice can be had, but its account is not connected yet. */
function NoAccount() {
  const start = useMutation({
    mutationFn: () => connectCommands.start("practice"),
    onSuccess: (wizard) => {
      showOverlay(null);
      go({ view: "connect", wizard: wizard.id });
    },
  });
  return (
    <>
      <p className={styles.none}>Customers of our own write to a practice account, beside your real ones.</p>
      {start.error !== null && <p role="alert">{problemSentence(start.error)}</p>}
      <Button look="primary" aria-disabled={start.isPending} onClick={() => !start.isPending && start.mutate()}>
        Start practice
      </Button>
    </>
  );
}

function Writing({ customer, name }: { customer: string; name: string }) {
  const id = useId();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const say = useMutation({
    mutationFn: (message: PracticeMessage) => practiceCommands.say(customer, message),
    onSuccess: (_, message) => {
      // What was written meanwhile stays.
      setText((now) => (now.trim() === message.text ? "" : now));
      field.current?.focus();
    },
  });
  const send = () => {
    if (text.trim() !== "" && !say.isPending) say.mutate({ text: text.trim() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={styles.writing}>
      <label htmlFor={id} className="visually-hidden">
        What {name} writes
      </label>
      <textarea
        id={id}
        ref={field}
        rows={2}
        dir="auto"
        data-testid="practice-text"
        placeholder={`As ${name} …`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <Bar
        idle={text.trim() === "" || say.isPending}
        onAttach={(attachment) => say.mutate({ attachment })}
        onSend={send}
      />
      {say.error !== null && (
        <p role="alert" className={styles.problem}>
          {problemSentence(say.error)}
        </p>
      )}
    </div>
  );
}

type BarProps = {
  /** There is nothing to send now. */
  idle: boolean;
  onAttach: (attachment: "image" | "audio") => void;
  onSend: () => void;
};

function Bar({ idle, onAttach, onSend }: BarProps) {
  return (
    <div className={styles.bar}>
      <IconButton label="Send a picture" data-testid="practice-image" onClick={() => onAttach("image")}>
        <Image />
      </IconButton>
      <IconButton label="Send a voice note" data-testid="practice-audio" onClick={() => onAttach("audio")}>
        <Mic />
      </IconButton>
      <Button icon={<Send />} data-testid="practice-send" aria-disabled={idle} onClick={onSend}>
        Send
      </Button>
    </div>
  );
}

function Scripts({ practice }: { practice: Practice }) {
  const story = useMutation({ mutationFn: practiceCommands.story });
  const script = useMutation({ mutationFn: practiceCommands.script });
  const error = story.error ?? script.error;
  return (
    <>
      <label className={styles.story} htmlFor="practice-story">
        <span>
          <b>Customers write by themselves</b>
          <span>One scene after another, all day.</span>
        </span>
        <Switch
          id="practice-story"
          data-testid="practice-story"
          checked={practice.story_running}
          onCheckedChange={(running) => story.mutate(running)}
        />
      </label>
      {practice.scripts.length > 0 && (
        <div className={styles.scripts}>
          <h3>Play one scene</h3>
          <ul>
            {practice.scripts.map(({ name, title }) => (
              <li key={name}>
                <Button
                  look="bare"
                  icon={<Play />}
                  data-testid={`practice-script-${name}`}
                  onClick={() => script.mutate(name)}
                >
                  <span className={styles.scene}>{title}</span>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {error !== null && (
        <p role="alert" className={styles.problem}>
          {problemSentence(error)}
        </p>
      )}
    </>
  );
}
