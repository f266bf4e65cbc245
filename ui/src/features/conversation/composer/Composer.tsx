/**
 * Where one writes. The first character takes the conversation over; every change is kept; nothing that was written is ever discarded by
 * the window, whatever happens to the conversation meanwhile.
 */
import { useEffect, type KeyboardEvent } from "react";
import type { Conversation } from "@/backend";
import { Button, cx, Kbd } from "@/shared";
import { CircleAlert, Send } from "@/shared/icons";
import { byteLength, MAX_BYTES, partsOf } from "./bytes";
import { NewerMessage } from "./NewerMessage";
import { useDraft } from "./useDraft";
import { useReply } from "./useReply";
import { useTyping } from "./useTyping";
import styles from "./Composer.module.css";

type Props = {
  conversation: Conversation;
  /** The newest message the operator has had in view. */
  seen: string | null;
  onSent: () => void;
};

export function Composer({ conversation, seen, onSent }: Props) {
  const { id, composer } = conversation;
  const { text, change, flush, clear, settle, stay } = useDraft(id, conversation.draft_text);
  const typing = useTyping(conversation);
  const { arrived, isSending, send, forgetArrived } = useReply({
    conversation: id,
    written: text,
    beforeSend: settle,
    onKept: stay,
    onSent: (sentText) => {
      typing.ends();
      clear(sentText);
      onSent();
    },
  });
  const blank = text.trim() === "";
  useEffect(() => {
    if (blank && arrived.length > 0) forgetArrived();
  }, [blank, arrived.length, forgetArrived]);

  const write = (next: string) => {
    change(next);
    typing.goesOn(next);
  };
  const reply = () => send(text, seen);

  return (
    <section
      className={cx(styles.composer, !composer.allowed && styles.blocked)}
      aria-label="Write"
      data-testid="composer"
    >
      {arrived.length > 0 && !blank && (
        <NewerMessage
          conversation={id}
          arrived={arrived}
          name={conversation.contact.name}
          isSending={isSending}
          onSend={() => send(text, arrived.at(-1)?.key ?? seen)}
        />
      )}
      {!composer.allowed && (
        <p className={styles.note} data-testid="composer-note">
          <CircleAlert size={15} aria-hidden />
          {composer.sentence ?? "Nothing can be sent here now."}
        </p>
      )}
      {/* Where nothing can be sent, only what was already written stays in sight. */}
      {(composer.allowed || !blank) && (
        <>
          <Text conversation={conversation} text={text} onWrite={write} onEnter={reply} onLeave={flush} />
          <Bar
            text={text}
            kept={!blank && conversation.draft_text === text}
            allowed={composer.allowed}
            isSending={isSending}
            onSend={reply}
          />
        </>
      )}
    </section>
  );
}

type TextProps = {
  conversation: Conversation;
  text: string;
  onWrite: (text: string) => void;
  onEnter: () => void;
  onLeave: () => void;
};

function Text({ conversation, text, onWrite, onEnter, onLeave }: TextProps) {
  const { allowed } = conversation.composer;
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || isComposing(event)) return;
    if (event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (allowed) onEnter();
  };
  return (
    <div className={styles.grow} data-text={text}>
      <textarea
        className={styles.text}
        data-testid="composer-text"
        aria-label={`Message to ${conversation.contact.name}`}
        placeholder={allowed ? placeholderFor(conversation) : ""}
        dir="auto"
        rows={1}
        readOnly={!allowed}
        value={text}
        onChange={(event) => onWrite(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={onLeave}
      />
    </div>
  );
}

/** Enter that ends a composition belongs to the input method. WebKit reports that one only by the old key code. */
function isComposing(event: KeyboardEvent): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other sign of it in WebKit
  return event.nativeEvent.isComposing || event.keyCode === 229;
}

function placeholderFor({ owner, contact }: Conversation): string {
  if (owner.who === "autopilot") return "Type to take over from the autopilot";
  return `Write to ${contact.name}`;
}

type BarProps = { text: string; kept: boolean; allowed: boolean; isSending: boolean; onSend: () => void };

function Bar({ text, kept, allowed, isSending, onSend }: BarProps) {
  const bytes = byteLength(text);
  const parts = bytes > MAX_BYTES ? partsOf(text) : 1;
  return (
    <div className={styles.bar}>
      <span className={cx(styles.bytes, bytes > MAX_BYTES && styles.over)} data-testid="composer-bytes">
        {bytes > 0 && `${bytes} / ${MAX_BYTES}`}
        {parts > 1 && ` · will be sent as ${parts} messages`}
      </span>
      {kept && (
        <span className={styles.kept} data-testid="draft-kept">
          Draft kept
        </span>
      )}
      <span className={styles.hint}>
        <Kbd caps={["Shift", "⏎"]} /> new line
      </span>
      <Button
        look="primary"
        icon={<Send />}
        data-testid="composer-send"
        disabled={!allowed || isSending || text.trim() === ""}
        onClick={onSend}
      >
        Send <Kbd caps={["⏎"]} />
      </Button>
    </div>
  );
}
