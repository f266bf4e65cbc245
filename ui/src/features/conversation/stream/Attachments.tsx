import type { Attachment } from "@/backend";
import { AudioClip } from "./AudioClip";
import { Picture } from "./Picture";
import { ShareCard } from "./ShareCard";
import { VideoClip } from "./VideoClip";
import styles from "./Attachments.module.css";

type Props = { attachments: readonly Attachment[]; kind: string; mine: boolean };

/** What a message carries, each kind in the form it is used in. */
export function Attachments({ attachments, kind, mine }: Props) {
  if (attachments.length === 0 || kind === "unsupported" || kind === "ephemeral") return null;
  return (
    <div className={styles.attachments}>
      {attachments.map((attachment, at) => (
        <One key={at} attachment={attachment} mine={mine} />
      ))}
    </div>
  );
}

function One({ attachment, mine }: { attachment: Attachment; mine: boolean }) {
  const { kind, src, link, title } = attachment;
  switch (kind) {
    case "image":
      return (
        <Picture
          src={src}
          link={link}
          alt={title ?? (mine ? "A picture that was sent" : "A picture from the customer")}
        />
      );
    case "sticker":
      return <Picture src={src} link={link} alt={title ?? "A sticker"} sticker />;
    case "audio":
      return <AudioClip src={src} link={link} />;
    case "video":
      return <VideoClip src={src} link={link} />;
    case "story_mention":
    case "ig_story":
      return (
        <ShareCard
          name={kind === "ig_story" ? "A story" : "Mentioned you in a story"}
          src={src}
          link={link}
          title={title}
          tall
        />
      );
    case "ig_post":
    case "share":
      return <ShareCard name="A post" src={src} link={link} title={title} />;
    case "reel":
      return <ShareCard name="A reel" src={src} link={link} title={title} />;
    case "file":
      return <ShareCard name="A file" src={null} link={link ?? src} title={title} file />;
    case "template":
      return <ShareCard name="A card with buttons" src={src} link={link} title={title} />;
    case "ephemeral":
    case "unknown":
      return <ShareCard name="Something this version cannot show" src={null} link={link} title={title} />;
  }
}
