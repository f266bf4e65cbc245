/** A voice message. Our own controls: the engine's are not the same on every desktop, and none of them fit a bubble. */
import { useRef, useState } from "react";
import { IconButton } from "@/shared";
import { Pause, Play } from "@/shared/icons";
import { Gone } from "./Picture";
import { playTime } from "./playTime";
import styles from "./AudioClip.module.css";

export function AudioClip({ src, link }: { src: string | null; link: string | null }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [gone, setGone] = useState<string | null>(null);
  if (src === null || gone === src) return <Gone what="The voice message" link={link} />;

  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    // A refused start (no decoder, no device) is told by the error event as well.
    if (element.paused) element.play().catch(() => setPlaying(false));
    else element.pause();
  };
  return (
    <div className={styles.clip} data-testid="attachment-audio" data-length={Math.round(length * 1000)}>
      {/* eslint-disable-next-line jsx-a11y-x/media-has-caption -- what a customer says has no captions to offer */}
      <audio
        ref={audio}
        src={src}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => setLength(finite(event.currentTarget.duration))}
        onDurationChange={(event) => setLength(finite(event.currentTarget.duration))}
        onError={() => setGone(src)}
      />
      <IconButton label={playing ? "Pause" : "Play voice message"} className={styles.play} onClick={toggle}>
        {playing ? <Pause /> : <Play />}
      </IconButton>
      <input
        type="range"
        className={styles.track}
        aria-label="Position"
        aria-valuetext={playTime(at)}
        min={0}
        max={length || 1}
        step={0.1}
        value={Math.min(at, length || 1)}
        style={{ "--played": `${length > 0 ? (at / length) * 100 : 0}%` }}
        onChange={(event) => {
          if (audio.current) audio.current.currentTime = event.currentTarget.valueAsNumber;
        }}
      />
      <span className={styles.time}>{playTime(playing || at > 0 ? at : length)}</span>
    </div>
  );
}

/** A stream without a known end reports infinity. */
function finite(seconds: number): number {
  return Number.isFinite(seconds) ? seconds : 0;
}
