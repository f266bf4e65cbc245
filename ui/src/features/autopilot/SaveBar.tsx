/** The bar at the foot: whether everything is saved, and the two things to do when it is not. */
import { problemSentence } from "@/backend";
import { keyCaps } from "@/frame";
import { Button, cx, Kbd } from "@/shared";
import { Check } from "@/shared/icons";
import styles from "./SaveBar.module.css";
import type { AutopilotForm } from "./useAutopilotForm";

type Props = { autopilot: AutopilotForm; version: string };

export function SaveBar({ autopilot: { dirty, discard, save, wrong }, version }: Props) {
  const saved = save.isSuccess && !dirty;
  const stopped = Object.keys(wrong).length > 0;
  return (
    <div
      className={cx(styles.bar, dirty && styles.dirty)}
      data-testid="autopilot-savebar"
      data-dirty={dirty || undefined}
    >
      <p role="status">
        {save.error !== null
          ? problemSentence(save.error)
          : stopped
            ? "Not saved: something above is missing."
            : dirty
              ? "Changed, not saved yet. It stays here until you save or discard it."
              : saved
                ? "Saved. The next answer uses it."
                : ""}
        {!dirty && !stopped && (
          <span className={styles.version}>
            {saved && <Check aria-hidden="true" />}
            Version {version}
          </span>
        )}
      </p>
      {dirty && <Button onClick={discard}>Discard</Button>}
      <Button
        look={dirty ? "primary" : "quiet"}
        type="submit"
        data-testid="autopilot-save"
        aria-disabled={!dirty || save.isPending}
      >
        {save.isPending ? "Saving…" : "Save"} <Kbd caps={keyCaps("mod+s")} />
      </Button>
    </div>
  );
}
