import { useState } from "react";
import { followLink } from "@/frame";
import { cx } from "@/shared";
import { ExternalLink, File, Link } from "@/shared/icons";
import styles from "./ShareCard.module.css";

type Props = {
  name: string;
  src: string | null;
  link: string | null;
  title: string | null;
  tall?: boolean;
  file?: boolean;
};

/** Something that lives elsewhere: what it is, a glimpse if there is one, and a way to it in the system's browser. */
export function ShareCard({ name, src, link, title, tall = false, file = false }: Props) {
  const [gone, setGone] = useState<string | null>(null);
  const glimpse = src !== null && gone !== src;
  const inside = (
    <>
      {glimpse ? (
        <img src={src} alt="" className={cx(styles.glimpse, tall && styles.tall)} onError={() => setGone(src)} />
      ) : (
        <span className={styles.icon}>{file ? <File size={16} /> : <Link size={16} />}</span>
      )}
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        {title && <bdi className={styles.title}>{title}</bdi>}
        {!link && !glimpse && <span className={styles.title}>No longer available</span>}
      </span>
      {link && <ExternalLink size={14} className={styles.out} aria-hidden />}
    </>
  );
  if (!link) return <div className={styles.card}>{inside}</div>;
  return (
    <button
      type="button"
      className={styles.card}
      title={link}
      data-testid="attachment-link"
      onClick={() => followLink(link)}
    >
      {inside}
    </button>
  );
}
