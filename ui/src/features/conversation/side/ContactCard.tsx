import type { Conversation, Profile } from "@/backend";
import { followLink, openConversation } from "@/frame";
import { Avatar, Button, monthOf } from "@/shared";
import { BadgeCheck, ChevronRight, ExternalLink } from "@/shared/icons";
import styles from "./ContactCard.module.css";

type Props = Pick<Conversation, "contact" | "profile" | "same_person">;

export function ContactCard({ contact, profile, same_person }: Props) {
  const { username } = contact;
  return (
    <section className={styles.card} aria-label="Contact">
      <Avatar id={contact.id} name={contact.name} picture={contact.picture} size="large" />
      <h2 className={styles.name}>
        <bdi>{contact.name}</bdi>
        {profile.verified === true && (
          <BadgeCheck size={15} role="img" aria-label="Verified" className={styles.verified} />
        )}
      </h2>
      {username && (
        <Button
          look="bare"
          size="small"
          className={styles.profile}
          onClick={() => followLink(`https://www.instagram.com/${encodeURIComponent(username)}/`)}
        >
          <span className={styles.username}>@{username}</span>
          <ExternalLink />
        </Button>
      )}
      <dl className={styles.facts}>
        {factsOf(profile).map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <SamePersonList
        title="The same person, through another app"
        others={same_person.filter(({ evidence }) => evidence === "message")}
      />
      <SamePersonList
        title="Perhaps the same person: the same handle"
        others={same_person.filter(({ evidence }) => evidence === "handle")}
      />
    </section>
  );
}

/** Instagram gives a person another id for another app: what was said under each stands in a conversation of its own. */
function SamePersonList({ title, others }: { title: string; others: Conversation["same_person"] }) {
  if (others.length === 0) return null;
  return (
    <div className={styles.same}>
      <h3 className={styles.sameTitle}>{title}</h3>
      <ul className={styles.others}>
        {others.map(({ id, contact, moved_at }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.other}
              data-testid={`same-person-${id}`}
              onClick={() => openConversation(id)}
            >
              <bdi className={styles.otherName}>{contact.name}</bdi>
              <span className={styles.otherTime}>{monthOf(moved_at)}</span>
              <ChevronRight size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const number = new Intl.NumberFormat("en");

function factsOf({ followers, follows_us, we_follow, first_wrote_at, messages }: Profile): [string, string][] {
  const facts: ([string, string] | null)[] = [
    first_wrote_at === null ? null : ["First wrote", monthOf(first_wrote_at)],
    ["Messages", number.format(messages)],
    followers === null ? null : ["Followers", number.format(followers)],
    follows_us === null ? null : ["Follows you", follows_us ? "Yes" : "No"],
    we_follow === null ? null : ["You follow them", we_follow ? "Yes" : "No"],
  ];
  return facts.filter((fact) => fact !== null);
}
