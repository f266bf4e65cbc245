import type { Item, Message } from "@/backend";
import { Button } from "@/shared";
import { MessageCircle } from "@/shared/icons";
import { useItems } from "../stream/useItems";
import styles from "./NewerMessage.module.css";

type Props = {
  conversation: string;
  /** Oldest first, as it was when the reply was refused. */
  arrived: readonly Message[];
  name: string;
  isSending: boolean;
  onSend: () => void;
};

/** Something arrived that the operator had not seen: the reply was not sent, and this says what it was. */
export function NewerMessage({ conversation, arrived, name, isSending, onSend }: Props) {
  // What was edited or taken back since is shown as it is now.
  const { items } = useItems(conversation, null);
  const now = arrived.map((then) => items.find(isMessageOf(then.key)) ?? then);
  return (
    <div className={styles.newer} role="alert" data-testid="newer-message">
      <MessageCircle size={16} aria-hidden />
      <div className={styles.body}>
        <p className={styles.title}>Not sent yet: something arrived while you wrote</p>
        <ul className={styles.list}>
          {now.map((message) => (
            <li key={message.key} className={styles.item}>
              <b>{whoSaid(message, name)}</b> <bdi>{wordsOf(message)}</bdi>
            </li>
          ))}
        </ul>
      </div>
      <Button data-testid="newer-send" disabled={isSending} onClick={onSend}>
        Send anyway
      </Button>
    </div>
  );
}

function isMessageOf(key: string) {
  return (item: Item): item is Message => item.type === "message" && item.key === key;
}

function wordsOf({ text, unsent }: Message): string {
  return unsent ? "(taken back)" : (text ?? "(something other than text)");
}

function whoSaid({ who }: Message, name: string): string {
  switch (who) {
    case "customer":
      return `${name}:`;
    case "autopilot":
      return "Autopilot:";
    case "operator":
      return "You:";
    case "phone":
      return "From the phone:";
    case "other_app":
      return "Another app:";
  }
}
