import type { Message } from "@/backend";
import { Button } from "@/shared";
import { MessageCircle } from "@/shared/icons";
import styles from "./NewerMessage.module.css";

type Props = { arrived: readonly Message[]; name: string; isSending: boolean; onSend: () => void };

/** Something arrived that the operator had not seen: the reply was not sent, and this says what it was. */
export function NewerMessage({ arrived, name, isSending, onSend }: Props) {
  return (
    <div className={styles.newer} role="alert" data-testid="newer-message">
      <MessageCircle size={16} aria-hidden />
      <div className={styles.body}>
        <p className={styles.title}>Not sent yet: something arrived while you wrote</p>
        <ul className={styles.list}>
          {arrived.map((message) => (
            <li key={message.key} className={styles.item}>
              <b>{whoSaid(message, name)}</b> <bdi>{message.text ?? "(something other than text)"}</bdi>
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
