/** Every part of the desk in the order in which a message meets it: one sentence each, what to do about it, and what was counted. */
import { useQuery } from "@tanstack/react-query";
import { healthQuery, problemSentence, useFeedState, type Health } from "@/backend";
import { go, type Place } from "@/frame";
import { Button, Empty, tookTime } from "@/shared";
import styles from "./HealthPage.module.css";
import { StateSign } from "./StateSign";
import { parts, STATE_WORDS, summary, type NamedPart } from "./summary";
import { Unread } from "./Unread";

export function HealthPage() {
  const health = useQuery(healthQuery());
  if (health.data === undefined) {
    if (health.error === null) return null;
    return (
      <main aria-label="Health" className={styles.page}>
        <Empty
          title={problemSentence(health.error)}
          action={<Button onClick={() => void health.refetch()}>Try again</Button>}
        />
      </main>
    );
  }
  return <Page health={health.data} />;
}

const HEADLINES = {
  ok: "Everything works",
  off: "Everything works",
  waiting: "Ready, and waiting",
  warning: "One thing needs a look",
  failed: "Something does not work",
} as const;

function Page({ health }: { health: Health }) {
  const feed = useFeedState();
  const { state, others } = summary(health, () => "");
  // What cannot be refreshed must not claim to be so still.
  if (feed === "lost")
    return (
      <main aria-label="Health" className={styles.page} data-testid="health" data-state="warning">
        <Empty title="This window lost the desk">It is looking for it. What stood here may no longer be true.</Empty>
      </main>
    );
  const headline = state === "warning" && others > 0 ? `${others + 1} things need a look` : HEADLINES[state];
  return (
    <main aria-labelledby="health-title" className={styles.page} data-testid="health" data-state={state}>
      <header>
        <h1 id="health-title">{headline}</h1>
        <p className={styles.lead}>A message passes these parts, from top to bottom.</p>
      </header>
      <ol className={styles.parts}>
        {parts(health).map((named) => (
          <PartRow key={named.key} named={named} health={health} />
        ))}
      </ol>
      <Unread count={health.intake.undecodable} />
    </main>
  );
}

function PartRow({ named: { key, name, part }, health }: { named: NamedPart; health: Health }) {
  const door = doorOf(key);
  return (
    <li className={styles.part} data-testid={`health-${key}`} data-state={part.state}>
      <StateSign state={part.state} />
      <div className={styles.words}>
        <h2 dir="auto">
          {name} <span className={styles.state}>{STATE_WORDS[part.state]}</span>
        </h2>
        <p>{part.sentence}</p>
        {part.next_step !== null && <p className={styles.next}>{part.next_step}</p>}
        <Counts counts={countsOf(key, health)} />
      </div>
      {door !== null && part.state !== "ok" && <Button onClick={() => go(door.place)}>{door.label}</Button>}
    </li>
  );
}

type Count = { label: string; value: string };

function Counts({ counts }: { counts: readonly Count[] }) {
  if (counts.length === 0) return null;
  return (
    <dl className={styles.counts}>
      {counts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const number = (value: number) => value.toLocaleString("en");

/** What was counted in a part. Zeroes that mean trouble are shown too: that nothing was refused is worth seeing. */
function countsOf(key: string, health: Health): Count[] {
  const { intake, outbox, model, clock } = health;
  switch (key) {
    case "intake":
      return [
        { label: "Received", value: number(intake.received) },
        { label: "Duplicates", value: number(intake.duplicates) },
        { label: "Wrong signature", value: number(intake.refused_signatures) },
        { label: "Undecodable", value: number(intake.undecodable) },
        { label: "Other accounts", value: number(intake.unconnected) },
        { label: "Listens on", value: intake.listener },
      ];
    case "outbox":
      return [
        { label: "Held", value: number(outbox.held) },
        { label: "Queued", value: number(outbox.queued) },
        { label: "Sending", value: number(outbox.sending) },
        { label: "Being checked", value: number(outbox.unknown) },
        { label: "Asking you", value: number(outbox.asking) },
      ];
    case "model":
      return model.last_latency_ms === null ? [] : [{ label: "Last answer", value: tookTime(model.last_latency_ms) }];
    case "clock":
      return [{ label: "Off by", value: `${number(clock.offset_ms)} ms` }];
    default:
      return [];
  }
}

/** Where a part is repaired. */
function doorOf(key: string): { label: string; place: Place } | null {
  if (key.startsWith("account-")) return { label: "Accounts", place: { view: "settings" } };
  if (key === "model") return { label: "Autopilot", place: { view: "autopilot", account: null } };
  if (key === "intake") return { label: "Receiving", place: { view: "settings" } };
  return null;
}
