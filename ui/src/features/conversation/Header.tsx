import type { Conversation } from "@/backend";
import { answerWindow, cx, IconButton, useNow, whenSoon, wholeTime } from "@/shared";
import { ChevronLeft, PanelRight } from "@/shared/icons";
import { OwnerBar } from "./OwnerBar";
import { windowWords } from "./ownerWords";
import styles from "./Header.module.css";

type Props = {
  conversation: Conversation;
  account: string | null;
  sideShown: boolean;
  onSide: () => void;
  onBack: () => void;
};

export function Header({ conversation, account, sideShown, onSide, onBack }: Props) {
  const { contact } = conversation;
  const about = [contact.username === null ? null : `@${contact.username}`, account].filter((part) => part !== null);
  return (
    <header className={styles.header}>
      <IconButton label="Back to the list (Esc)" className={styles.back} onClick={onBack}>
        <ChevronLeft />
      </IconButton>
      <div className={styles.who}>
        <h1 className={styles.name} dir="auto" title={contact.name}>
          <bdi>{contact.name}</bdi>
        </h1>
        <p className={styles.about}>
          <span className={styles.ids}>{about.join(" · ")}</span>
          <WindowLeft until={conversation.window_until} />
        </p>
      </div>
      <OwnerBar conversation={conversation} />
      <IconButton
        label={sideShown ? "Hide the side panel" : "Show the side panel"}
        aria-pressed={sideShown}
        data-testid="toggle-side"
        onClick={onSide}
      >
        <PanelRight />
      </IconButton>
    </header>
  );
}

function WindowLeft({ until }: { until: number | null }) {
  const now = useNow("minute");
  const left = answerWindow(until, now);
  return (
    <span
      className={cx(styles.window, left && styles[left.state])}
      title={until === null ? undefined : `Instagram lets you answer until ${wholeTime(until)}`}
      data-testid="window"
    >
      {windowWords(until, now, whenSoon)}
      {left && (left.state === "hot" || left.state === "warm") && ` · ${left.words.replace(" left", "")} left`}
    </span>
  );
}
