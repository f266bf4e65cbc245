import { openLink, type Conversation, type Profile } from "@/backend";
import { Avatar, Button, monthOf } from "@/shared";
import { BadgeCheck, ExternalLink } from "@/shared/icons";
import styles from "./ContactCard.module.css";

export function ContactCard({ conversation: { contact, profile } }: { conversation: Conversation }) {
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
          onClick={() => void openLink(`https://www.instagram.com/${encodeURIComponent(username)}/`)}
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
    </section>
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
