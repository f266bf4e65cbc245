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
  const { owner, id } = conversation;
  const queries = useQueryClient();
  const mine = owner.who === "operator";
  const change = useMutation({
    mutationFn: () => (mine ? conversationCommands.handBack(id) : conversationCommands.takeOver(id)),
    onSuccess: (next) =>
      queries.setQueryData<Conversation>(keys.conversation(id), (kept) => kept && { ...kept, owner: next }),
    onError: (error) => notify({ text: problemSentence(error), tone: "problem" }),
  });
  // One button does both: a second press that was meant for what stood there a moment ago would undo the first.
  const changed = useRef(0);
  const title = mine ? "Hand back" : "Take over";
  const press = () => {
    if (change.isPending || Date.now() - changed.current < SETTLE_MS) return;
    change.mutate(undefined, { onSuccess: () => (changed.current = Date.now()) });
  };
  useCommands([
    {
      id: "owner",
      title: mine ? "Hand back to the autopilot" : "Take over",
      group: "Conversation",
      keys: ["t"],
      run: press,
    },
  ]);
  return (
    <div className={styles.owner}>
      <OwnerChip owner={owner} />
      <Button
        look={owner.needs_human ? "primary" : "quiet"}
        aria-keyshortcuts="T"
        data-testid={mine ? "hand-back" : "take-over"}
        disabled={change.isPending}
        onClick={press}
      >
        {title} <Kbd caps={["T"]} />
      </Button>
    </div>
  );
}

function OwnerChip({ owner }: { owner: Owner }) {
  const now = useNow(owner.autopilot.state === "waiting" ? "second" : "minute");
  const { tone, icon } = lookOf(owner);
  return (
    <Chip
      tone={tone}
      size="large"
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
