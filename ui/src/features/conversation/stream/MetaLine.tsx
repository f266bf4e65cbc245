/** The small line under a bubble: when, and the truth about its sending, with what can be done about it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { problemSentence, sendCommands, type Message, type Send, type SendAction } from "@/backend";
import { notify } from "@/frame";
import { Button, clockTime, cx, Kbd, useNow, wholeTime } from "@/shared";
import { Check, CheckCheck, CircleAlert, Clock } from "@/shared/icons";
import { undoSend } from "../composer/giveBack";
import { chooseSide, putWhyAway, showWhy, useWhy } from "../side/why";
import { actionWords, metaParts, sendWords } from "./sendWords";
import styles from "./MetaLine.module.css";

export function MetaLine({ message, conversation }: { message: Message; conversation: string }) {
  const { send, burst, seen_at } = message;
  return (
    <div className={cx(styles.line, message.who !== "customer" && styles.outgoing)}>
      <time title={wholeTime(message.at)}>{metaParts(message).join(" · ")}</time>
      {send && <SendState send={send} />}
      {seen_at !== null && <span title={wholeTime(seen_at)}>· seen {clockTime(seen_at)}</span>}
      {send && <SendActions send={send} text={message.text ?? ""} conversation={conversation} />}
      {burst !== null && <WhyButton burst={burst} />}
    </div>
  );
}

type SendActionsProps = { send: Send; text: string; conversation: string };

/** What can be done, and what can be done from a time on: nothing else changes at that time, so the clock shows it. */
function SendActions({ send, text, conversation }: SendActionsProps) {
  const now = useNow(send.pass_at === null ? "minute" : "second");
  const can = send.pass_at !== null && send.pass_at < now ? [...send.can, "pass" as const] : send.can;
  if (can.length === 0) return null;
  return (
    <span className={styles.actions}>
      {can.map((action) => (
        <SendButton key={action} action={action} send={send} text={text} conversation={conversation} />
      ))}
    </span>
  );
}

function SendState({ send }: { send: Send }) {
  const ticking = send.state === "held" && send.due_at !== null;
  const now = useNow(ticking ? "second" : "minute");
  return (
    <span
      className={cx(styles.state, styles[send.state])}
      data-testid="send-state"
      role={ticking ? undefined : "status"}
    >
      {icon(send.state)}
      {sendWords(send, now)}
    </span>
  );
}

function icon(state: Send["state"]) {
  switch (state) {
    case "confirmed":
      return <CheckCheck size={12} aria-hidden />;
    case "accepted":
      return <Check size={12} aria-hidden />;
    case "failed":
    case "unknown":
      return <CircleAlert size={12} aria-hidden />;
    case "held":
    case "queued":
    case "sending":
      return <Clock size={12} aria-hidden />;
    case "cancelled":
      return null;
  }
}

type SendButtonProps = SendActionsProps & { action: SendAction };

function SendButton({ action, send, text, conversation }: SendButtonProps) {
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: async () => {
      if (action === "undo") await undoSend(queries, conversation, send.id);
      else if (action === "retry") await sendCommands.retry(send.id);
      else if (action === "pass") await sendCommands.pass(send.id);
      else {
        await navigator.clipboard.writeText(text);
        notify({ text: "Copied." });
      }
    },
    onError: (error) => notify({ text: problemSentence(error), tone: "problem" }),
  });
  return (
    <Button
      size="small"
      look="bare"
      className={styles.action}
      disabled={act.isPending}
      data-testid={`send-${action}`}
      onClick={() => act.mutate()}
    >
      {actionWords(action, send)}
      {action === "undo" && <Kbd caps={["Z"]} />}
    </Button>
  );
}

function WhyButton({ burst }: { burst: string }) {
  const shown = useWhy() === burst;
  return (
    <Button
      size="small"
      look="bare"
      className={styles.action}
      aria-pressed={shown}
      data-testid="why"
      onClick={() => {
        if (shown) putWhyAway();
        else {
          chooseSide(true);
          showWhy(burst);
        }
      }}
    >
      Why?
    </Button>
  );
}
