import { useId, type ComponentProps, type ReactNode } from "react";
import styles from "./Field.module.css";
import { cx } from "./cx";

type Around = {
  label: string;
  /** What it is for, in a sentence, under the field. */
  hint?: ReactNode;
  /** What is wrong with what is in it. */
  problem?: string | null;
};

type InputProps = Around & ComponentProps<"input"> & { mono?: boolean };

export function Field({ label, hint, problem, mono, className, ...rest }: InputProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem}>
      <input
        id={id}
        className={cx(styles.input, mono && styles.mono, className)}
        aria-describedby={(problem ?? hint) ? `${id}-about` : undefined}
        aria-invalid={problem ? true : undefined}
        autoComplete="off"
        spellCheck={false}
        {...rest}
      />
    </FieldFrame>
  );
}

export function TextField({ label, hint, problem, className, ...rest }: Around & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem}>
      <textarea
        id={id}
        className={cx(styles.input, styles.area, className)}
        aria-describedby={(problem ?? hint) ? `${id}-about` : undefined}
        aria-invalid={problem ? true : undefined}
        rows={4}
        {...rest}
      />
    </FieldFrame>
  );
}

function FieldFrame({ id, label, hint, problem, children }: Around & { id: string; children: ReactNode }) {
  const about = problem ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {children}
      {about && (
        <p id={`${id}-about`} className={cx(styles.about, problem && styles.wrong)}>
          {about}
        </p>
      )}
    </div>
  );
}
