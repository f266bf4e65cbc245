import type { Message } from "@/backend";
import styles from "./Reactions.module.css";

export function Reactions({ reactions, name }: { reactions: Message["reactions"]; name: string }) {
  if (reactions.length === 0) return null;
  const words = reactions.map(({ emoji, who }) => `${who === "customer" ? name : "You"}: ${emoji}`).join(", ");
  return (
    <span className={styles.reactions} title={words} role="img" aria-label={`Reactions: ${words}`}>
      {[...new Set(reactions.map(({ emoji }) => emoji))].join(" ")}
    </span>
  );
}
