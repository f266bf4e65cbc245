/** The two ways to begin: with customers of our own, or with the real thing. */
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { connectCommands, practiceQuery, problemSentence } from "@/backend";
import { go } from "@/frame";
import { ArrowRight, FlaskConical, Plug } from "@/shared/icons";
import styles from "./Ways.module.css";

type WayProps = {
  icon: ReactNode;
  title: string;
  words: string;
  time: string;
  testid: string;
  begin: () => void;
  busy: boolean;
  /** Why it cannot be chosen here, and what would help. */
  closed?: string;
};

export function Ways() {
  const start = useMutation({
    mutationFn: connectCommands.start,
    onSuccess: (wizard) => go({ view: "connect", wizard: wizard.id }),
  });
  const practice = useQuery(practiceQuery());
  const busy = start.isPending;
  return (
    <div className={styles.ways}>
      <Way
        icon={<FlaskConical />}
        title="Practice"
        words="Customers of our own write to you and an autopilot answers. Nothing leaves this computer."
        time="Half a minute, nothing needed"
        testid="choose-practice"
        begin={() => start.mutate("practice")}
        busy={busy}
        closed={
          practice.data?.running === false
            ? "This desk was started without the practice platform. Start it again with --practice to use this."
            : undefined
        }
      />
      <Way
        icon={<Plug />}
        title="Instagram"
        words="Connect a professional account. Each step is explained, and checked as you go."
        time="About fifteen minutes, most of it on Meta’s side"
        testid="choose-instagram"
        begin={() => start.mutate("instagram")}
        busy={busy}
      />
      {start.error !== null && (
        <p className={styles.problem} role="alert">
          {problemSentence(start.error)}
        </p>
      )}
    </div>
  );
}

function Way({ icon, title, words, time, testid, begin, busy, closed }: WayProps) {
  return (
    <button
      type="button"
      className={styles.way}
      data-testid={testid}
      onClick={begin}
      disabled={closed !== undefined}
      aria-disabled={busy}
    >
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.text}>
        <b>{title}</b>
        <span>{closed ?? words}</span>
        {closed === undefined && <small>{time}</small>}
      </span>
      {closed === undefined && <ArrowRight aria-hidden="true" className={styles.arrow} />}
    </button>
  );
}
