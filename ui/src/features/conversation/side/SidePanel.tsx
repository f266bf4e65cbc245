import type { Conversation } from "@/backend";
import { cx } from "@/shared";
import { ContactCard } from "./ContactCard";
import { WhyPanel } from "./WhyPanel";
import styles from "./SidePanel.module.css";

/** Beside the conversation: who this is, and what the autopilot did and why. */
export function SidePanel({ conversation, overlaid }: { conversation: Conversation; overlaid: boolean }) {
  return (
    <aside
      className={cx(styles.side, overlaid && styles.overlaid)}
      aria-label="About this conversation"
      data-testid="side"
    >
      <ContactCard
        contact={conversation.contact}
        profile={conversation.profile}
        same_person={conversation.same_person}
      />
      <WhyPanel conversation={conversation.id} />
    </aside>
  );
}
