import type { OwnerChange } from "@/backend";
import { clockTime, Chip, wholeTime, type Tone } from "@/shared";
import { Hand, Smartphone, Spark, User } from "@/shared/icons";
import styles from "./OwnerLine.module.css";

/** Who answers from here on, and why. */
export function OwnerLine({ change }: { change: OwnerChange }) {
  const { tone, icon } = lookOf(change);
  return (
    <div className={styles.line} data-testid="owner-change" data-owner={change.owner} data-reason={change.reason}>
      <Chip tone={tone} className={styles.chip}>
        {icon}
        <span className={styles.words}>{change.sentence}</span>
        <time title={wholeTime(change.at)}>· {clockTime(change.at)}</time>
      </Chip>
    </div>
  );
}

function lookOf({ owner, reason }: OwnerChange): { tone: Tone; icon: React.ReactNode } {
  if (reason === "phone") return { tone: "phone", icon: <Smartphone size={12} /> };
  if (owner === "operator") return { tone: "me", icon: <User size={12} /> };
  if (owner === "autopilot") return { tone: "pilot", icon: <Spark size={12} /> };
  return { tone: "call", icon: <Hand size={12} /> };
}
