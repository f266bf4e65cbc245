import { useState } from "react";
import styles from "./Avatar.module.css";
import { cx } from "./cx";
import { hueOf, initials } from "./initials";

export type Ring = {
  /** Share of the window that is left, 0–1. */
  share: number;
  tone: "calm" | "warm" | "hot";
};

type Props = {
  id: string;
  name: string;
  picture?: string | null;
  size?: "small" | "normal" | "large";
  ring?: Ring | null;
  /** A colour that is given, such as an account's; else one that follows from the id. */
  hue?: number;
};

/** A shorter arc than this is a speck. In percent. */
const LEAST_SEEN = 6;

/** A face, or its initials. The ring around it is the time left to answer; the words beside it say the same. */
export function Avatar({ id, name, picture = null, size = "normal", ring = null, hue }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  const shown = picture !== null && picture !== broken ? picture : null;
  return (
    <span className={cx(styles.avatar, styles[size])} style={{ "--hue": hue ?? hueOf(id) }} aria-hidden="true">
      <span className={styles.initials}>{initials(name)}</span>
      {shown && <img src={shown} alt="" className={styles.picture} decoding="async" onError={() => setBroken(shown)} />}
      {ring && (
        <span
          className={cx(styles.ring, styles[ring.tone])}
          style={{ "--share": `${Math.max(LEAST_SEEN, Math.round(ring.share * 100))}%` }}
        />
      )}
    </span>
  );
}
