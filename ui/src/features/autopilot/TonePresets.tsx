/** Tones to start from. Picking one writes it into the field, where it can be changed. */
import { cx } from "@/shared";
import { TONES } from "./form";
import styles from "./TonePresets.module.css";

export function TonePresets({ tone, onPick }: { tone: string; onPick: (tone: string) => void }) {
  return (
    <div className={styles.presets} role="group" aria-label="Tones to start from">
      {TONES.map(({ label, text }) => {
        const picked = tone.trim() === text;
        return (
          <button
            key={label}
            type="button"
            aria-pressed={picked}
            className={cx(styles.preset, picked && styles.picked)}
            title={text}
            onClick={() => onPick(text)}
          >
            {label}
          </button>
        );
      })}
      <span className={styles.own}>or in your own words</span>
    </div>
  );
}
