import type { Message } from "@/backend";
import { followLink } from "@/frame";
import { cx } from "@/shared";
import { isFewEmoji, linkParts } from "./text";
import styles from "./Body.module.css";

/** Kinds whose text is a press on something, or that have none of their own. */
const SAID: Partial<Record<string, string>> = {
  postback: "Pressed a button",
  quick_reply: "Chose an answer",
};
const NOTHING_TO_SHOW: Partial<Record<string, string>> = {
  unsupported: "Instagram does not hand this kind of message to other programs. Open it on the phone.",
  ephemeral: "A picture that can be viewed once. Open it on the phone.",
  unknown: "A kind of message this version does not know. It is stored as it came.",
};

export function Body({ message }: { message: Message }) {
  const { text, kind } = message;
  const said = SAID[kind];
  if (text === null || text === "") {
    const words = NOTHING_TO_SHOW[kind];
    return words ? <p className={styles.aside}>{words}</p> : null;
  }
  return (
    <>
      {said && <p className={styles.aside}>{said}</p>}
      <p className={cx(styles.text, isFewEmoji(text) && styles.large, said && styles.pressed)} dir="auto">
        {linkParts(text).map(({ text: part, href }, at) =>
          href === null ? (
            part
          ) : (
            <a
              key={at}
              href={href}
              className={styles.link}
              onClick={(event) => {
                event.preventDefault();
                followLink(href);
              }}
            >
              {part}
            </a>
          ),
        )}
      </p>
    </>
  );
}
