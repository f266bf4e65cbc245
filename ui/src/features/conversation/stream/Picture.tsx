import { useState } from "react";
import { followLink } from "@/frame";
import { Button, cx, Dialog } from "@/shared";
import { ExternalLink, Image } from "@/shared/icons";
import styles from "./Picture.module.css";

type Props = { src: string | null; link: string | null; alt: string; sticker?: boolean };

/** A picture; pressed, it fills the window. */
export function Picture({ src, link, alt, sticker = false }: Props) {
  const [large, setLarge] = useState(false);
  const [gone, setGone] = useState<string | null>(null);
  if (src === null || gone === src) return <Gone what={sticker ? "The sticker" : "The picture"} link={link} />;
  return (
    <>
      <button
        type="button"
        className={cx(styles.frame, sticker && styles.sticker)}
        aria-label={`${alt}, enlarge`}
        data-testid="attachment-image"
        onClick={() => setLarge(true)}
      >
        <img src={src} alt={alt} className={styles.picture} decoding="async" onError={() => setGone(src)} />
      </button>
      {large && (
        <Dialog open onClose={() => setLarge(false)} title={alt} titleHidden width="wide">
          <img src={src} alt={alt} className={styles.large} />
        </Dialog>
      )}
    </>
  );
}

/** Media that Instagram no longer serves, or that never came with the message. */
export function Gone({ what, link }: { what: string; link: string | null }) {
  return (
    <div className={styles.gone}>
      <Image size={16} aria-hidden />
      <span>
        {what} cannot be shown{link ? "." : " any more."}
      </span>
      {link && (
        <Button size="small" look="bare" icon={<ExternalLink />} onClick={() => followLink(link)}>
          Open
        </Button>
      )}
    </div>
  );
}
