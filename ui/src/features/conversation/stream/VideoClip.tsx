import { useState } from "react";
import { Gone } from "./Picture";
import styles from "./VideoClip.module.css";

export function VideoClip({ src, link }: { src: string | null; link: string | null }) {
  const [gone, setGone] = useState<string | null>(null);
  if (src === null || gone === src) return <Gone what="The video" link={link} />;
  return (
    // What a customer films has no captions to offer.
    // eslint-disable-next-line jsx-a11y-x/media-has-caption
    <video
      className={styles.video}
      src={src}
      controls
      preload="metadata"
      playsInline
      data-testid="attachment-video"
      onError={() => setGone(src)}
    />
  );
}
