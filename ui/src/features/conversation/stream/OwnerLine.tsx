import { useQuery } from "@tanstack/react-query";
import { decisionsQuery, type OwnerChange } from "@/backend";
import { clockTime, Chip, wholeTime, type Tone } from "@/shared";
import { Hand, Smartphone, Spark, User } from "@/shared/icons";
import { handOverOf } from "../side/decisionView";
import styles from "./OwnerLine.module.css";

type Props = { change: OwnerChange; conversation: string };

/** Who answers from here on, and why. What the autopilot gave as its reason is known to its decision. */
export function OwnerLine({ change, conversation }: Props) {
  const { tone, icon } = lookOf(change);
  const decisions = useQuery({ ...decisionsQuery(conversation), enabled: change.reason === "handed_over" });
  const reason = change.reason === "handed_over" ? handOverOf(decisions.data ?? [], change.at) : undefined;
  return (
    <div className={styles.line} data-testid="owner-change" data-owner={change.owner} data-reason={change.reason}>
      <Chip tone={tone} className={styles.chip}>
        {icon}
        <span className={styles.words}>{reason?.sentence ?? change.sentence}</span>
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
