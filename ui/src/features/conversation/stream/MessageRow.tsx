/** One message: who said it (words, colour and shape), what it refers to, what it carries, and the truth about its sending. */
import { memo, type ReactNode } from "react";
import type { Message, Who } from "@/backend";
import { cx } from "@/shared";
import { Plug, Smartphone, Spark } from "@/shared/icons";
import { Attachments } from "./Attachments";
import { Body } from "./Body";
import type { MessageEntry } from "./entries";
import { MetaLine } from "./MetaLine";
import { Question } from "./Question";
import { Reactions } from "./Reactions";
import { Quote, StoryQuote } from "./Quote";
import styles from "./MessageRow.module.css";

type Props = { entry: MessageEntry; conversation: string; name: string; flash: boolean };

export const MessageRow = memo(function MessageRow({ entry, conversation, name, flash }: Props) {
  const { message, first, last } = entry;
  const unsettled = message.send !== null && message.send.state !== "confirmed";
  const edited = message.edited && !message.unsent;
  const reacted = message.reactions.length > 0;
  return (
    <article
      className={cx(
        styles.message,
        styles[message.who],
        first && styles.first,
        last && styles.last,
        flash && styles.flash,
      )}
      aria-label={spokenWho(message.who, name)}
      data-testid={`message-${message.key}`}
      data-who={message.who}
      data-state={message.send?.state ?? "received"}
    >
      <div
        className={cx(
          styles.bubble,
          unsettled && styles[message.send?.state ?? ""],
          isBare(message) && styles.bare,
          reacted && styles.reacted,
        )}
      >
        {first && <Label who={message.who} />}
        {message.unsent ? (
          <p className={styles.tombstone}>
            {message.who === "customer" ? `${name} took this message back` : "This message was taken back"}
          </p>
        ) : (
          <>
            {message.story && <StoryQuote kind={message.kind} src={message.story.src} />}
            {message.reply_to && <Quote quoted={message.reply_to} name={name} />}
            <Attachments attachments={message.attachments} kind={message.kind} mine={message.who !== "customer"} />
            <Body message={message} />
          </>
        )}
        <Reactions reactions={message.reactions} name={name} />
      </div>
      {(last || unsettled || edited) && <MetaLine message={message} conversation={conversation} />}
      {message.send?.question && <Question send={message.send} sentence={message.send.question.sentence} />}
    </article>
  );
});

const LABEL: Record<Exclude<Who, "customer" | "operator">, { icon: ReactNode; words: string }> = {
  autopilot: { icon: <Spark size={12} />, words: "Autopilot" },
  phone: { icon: <Smartphone size={12} />, words: "Answered on the phone" },
  other_app: { icon: <Plug size={12} />, words: "Another app" },
};

function Label({ who }: { who: Who }) {
  if (who === "customer" || who === "operator") return null;
  return (
    <span className={styles.label}>
      {LABEL[who].icon}
      {LABEL[who].words}
    </span>
  );
}

function spokenWho(who: Who, name: string): string {
  if (who === "customer") return `From ${name}`;
  return who === "operator" ? "From you" : LABEL[who].words;
}

const BARE: readonly string[] = ["image", "sticker", "video"];

/** A picture or sticker alone needs no bubble around it. */
function isBare({ attachments, text, unsent, who, reply_to }: Message): boolean {
  const only = attachments.length === 1 ? attachments[0] : undefined;
  if (only === undefined || only.src === null || !BARE.includes(only.kind)) return false;
  return !unsent && !text && who === "customer" && !reply_to;
}
