/** Who answers, why, and the one button that changes it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { conversationCommands, keys, problemSentence, type Conversation, type Owner } from "@/backend";
import { notify, useCommands } from "@/frame";
import { Button, Chip, clockTime, Kbd, useNow, wholeTime, type Tone } from "@/shared";
import { Hand, Smartphone, Spark, User } from "@/shared/icons";
import { headerWords } from "./ownerWords";
import styles from "./OwnerBar.module.css";

/** How long the button rests after a change: longer than a double click, shorter than a second thought. */
const SETTLE_MS = 600;

export function OwnerBar({ conversation }: { conversation: Conversation }) {
  const { owner } = conversation;
  const { give, busy } = useOwner(conversation.id);
  const mine = owner.who === "operator";
  const other = mine ? "autopilot" : "operator";
  useCommands([
    {
      id: "owner",
      title: mine ? "Hand back to the autopilot" : "Take over",
      group: "Conversation",
      keys: ["t"],
      run: () => give(other),
    },
  ]);
  return (
    <div className={styles.owner}>
      <OwnerChip owner={owner} />
      {owner.who === "nobody" && owner.reason !== "autopilot_off" && (
        <Button
          look="quiet"
          aria-label="Hand back"
          title="Hand back to the autopilot"
          data-testid="hand-back"
          disabled={busy}
          onClick={() => give("autopilot")}
        >
          <Spark size={13} /> <span className={styles.wide}>Hand back</span>
        </Button>
      )}
      <Button
        look={owner.needs_human ? "primary" : "quiet"}
        aria-keyshortcuts="T"
        data-testid={mine ? "hand-back" : "take-over"}
        disabled={busy}
        onClick={() => give(other)}
      >
        {mine ? "Hand back" : "Take over"}
        <span className={styles.key}>
          <Kbd caps={["T"]} />
        </span>
      </Button>
    </div>
  );
}

function useOwner(id: string) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (to: "autopilot" | "operator") =>
      to === "autopilot" ? conversationCommands.handBack(id) : conversationCommands.takeOver(id),
    onSuccess: (next) =>
      queries.setQueryData<Conversation>(keys.conversation(id), (kept) => kept && { ...kept, owner: next }),
    onError: (error) => notify({ text: problemSentence(error), tone: "problem" }),
  });
  // One place does both: a second press that was meant for what stood there a moment ago would undo the first.
  const changed = useRef(0);
  const give = (to: "autopilot" | "operator") => {
    if (change.isPending || Date.now() - changed.current < SETTLE_MS) return;
    change.mutate(to, { onSuccess: () => (changed.current = Date.now()) });
  };
  return { give, busy: change.isPending };
}

function OwnerChip({ owner }: { owner: Owner }) {
  const now = useNow(owner.autopilot.state === "waiting" ? "second" : "minute");
  const { tone, icon } = lookOf(owner);
  return (
    <Chip
      tone={tone}
      size="large"
      className={styles.chip}
      role="status"
      title={`${headerWords(owner, now)} · since ${wholeTime(owner.since)}${owner.until === null ? "" : `, until ${wholeTime(owner.until)}`}`}
      data-testid="owner"
      data-owner={owner.who}
      data-reason={owner.reason}
    >
      {icon}
      <span className={styles.words}>{headerWords(owner, now)}</span>
      {owner.until !== null && owner.who === "operator" && (
        <span className={styles.until}>until {clockTime(owner.until)}</span>
      )}
    </Chip>
  );
}

function lookOf(owner: Owner): { tone: Tone; icon: React.ReactNode } {
  if (owner.needs_human) return { tone: "call", icon: <Hand size={13} aria-hidden /> };
  if (owner.reason === "phone") return { tone: "phone", icon: <Smartphone size={13} aria-hidden /> };
  if (owner.who === "operator") return { tone: "me", icon: <User size={13} aria-hidden /> };
  if (owner.who === "autopilot") return { tone: "pilot", icon: <Spark size={13} /> };
  return { tone: "plain", icon: null };
}
