import { useState } from "react";
import type { Message } from "@/backend";
import { openConversation, usePlace } from "@/frame";
import { CornerUpLeft } from "@/shared/icons";
import styles from "./Quote.module.css";

type Quoted = NonNullable<Message["reply_to"]>;

/** What a message answers. Leads to it when it is in the history. */
export function Quote({ quoted, name }: { quoted: Quoted; name: string }) {
  const place = usePlace();
  const words = (
    <>
      <span className={styles.who}>
        <CornerUpLeft size={11} /> {whoseWords(quoted, name)}
      </span>
      <bdi className={styles.text}>{quoted.text ?? "A message that is not stored here"}</bdi>
    </>
  );
  if (quoted.key === null || place.view !== "inbox") return <div className={styles.quote}>{words}</div>;
  return (
    <button type="button" className={styles.quote} onClick={() => openConversation(place.conversation, quoted.key)}>
      {words}
    </button>
  );
}

function whoseWords({ who }: Quoted, name: string): string {
  switch (who) {
    case "customer":
      return name;
    case "autopilot":
      return "Autopilot";
    case "operator":
      return "You";
    case "phone":
      return "From the phone";
    case "other_app":
      return "Another app";
    case null:
      return "Reply";
  }
}

export function StoryQuote({ kind, src }: { kind: string; src: string | null }) {
  const [gone, setGone] = useState(false);
  const words = kind === "story_mention" ? "Mentioned you in a story" : "Replied to your story";
  return (
    <div className={styles.story}>
      {src !== null && !gone && (
        <img src={src} alt="The story" className={styles.thumb} onError={() => setGone(true)} />
      )}
      <span className={styles.text}>{src === null || gone ? `${words}, which has expired` : words}</span>
    </div>
  );
}
