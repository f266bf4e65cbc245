/**
 * Where one writes. The first character takes the conversation over; every change is kept; nothing that was written is ever discarded by
 * the window, whatever happens to the conversation meanwhile.
 */
import { useEffect, useRef, type KeyboardEvent } from "react";
import { conversationCommands, problemSentence, type Conversation } from "@/backend";
import { notify } from "@/frame";
import { Button, cx, Kbd } from "@/shared";
import { CircleAlert, Send } from "@/shared/icons";
import { byteLength, MAX_BYTES, partsOf } from "./bytes";
import { NewerMessage } from "./NewerMessage";
import { typedStep } from "./typed";
import { useDraft } from "./useDraft";
import { useReply } from "./useReply";
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
  const told = useRef<number | null>(null);
  const { arrived, isSending, send, forgetArrived } = useReply({
    conversation: id,
    written: text,
    beforeSend: settle,
    onKept: stay,
    onSent: (sentText) => {
      told.current = null;
      clear(sentText);
      onSent();
    },
  });
  const blank = text.trim() === "";
  useEffect(() => {
    if (blank && arrived.length > 0) forgetArrived();
  }, [blank, arrived.length, forgetArrived]);

  const isMine = conversation.owner.who === "operator";
  useEffect(() => {
    // Whoever goes on writing takes it again, and at once.
    if (!isMine) told.current = null;
  }, [isMine]);

  const write = (next: string) => {
    change(next);
    const step = typedStep(next, told.current, Date.now());
    told.current = step.told;
    if (!step.tell) return;
    conversationCommands.typed(id).catch((error: unknown) => {
      // Not heard: the next key tells again.
      told.current = null;
      notify({ text: `The autopilot may not know that you are writing: ${problemSentence(error)}`, tone: "problem" });
    });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || isComposing(event)) return;
    if (event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (composer.allowed) send(text, seen);
  };

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
          <div className={styles.grow} data-text={text}>
            <textarea
              className={styles.text}
              data-testid="composer-text"
              aria-label={`Message to ${conversation.contact.name}`}
              placeholder={composer.allowed ? placeholderFor(conversation) : ""}
              dir="auto"
              rows={1}
              readOnly={!composer.allowed}
              value={text}
              onChange={(event) => write(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              onBlur={flush}
            />
          </div>
          <Bar
            text={text}
            kept={!blank && conversation.draft_text === text}
            allowed={composer.allowed}
            isSending={isSending}
            onSend={() => send(text, seen)}
          />
        </>
      )}
    </section>
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
