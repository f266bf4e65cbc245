/** A value to be pasted elsewhere: label, value, copy button. A masked one shows itself on request and copies without being shown. */
import { useEffect, useState } from "react";
import { Button } from "@/shared";
import { Check, Copy } from "@/shared/icons";
import styles from "./CopyRow.module.css";

type Props = {
  label: string;
  value: string;
  masked?: boolean;
  testId: string;
  copyTestId: string;
};

const COPIED_MS = 1_600;

export function CopyRow({ label, value, masked = false, testId, copyTestId }: Props) {
  const [shown, setShown] = useState(!masked);
  return (
    <div className={styles.row}>
      <span className={styles.label} id={`${testId}-label`}>
        {label}
      </span>
      <code
        className={styles.value}
        data-testid={testId}
        data-value={shown ? value : undefined}
        aria-labelledby={`${testId}-label`}
        role="group"
      >
        {shown ? value : <span aria-label="hidden">{"•".repeat(20)}</span>}
      </code>
      {masked && (
        <Button aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? "Hide" : "Show"}
        </Button>
      )}
      <CopyButton value={value} what={label} testId={copyTestId} />
    </div>
  );
}

type CopyProps = { value: string; what: string; label?: string; testId?: string };

export function CopyButton({ value, what, label = "Copy", testId }: CopyProps) {
  const [result, setResult] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), COPIED_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setResult("copied"),
      () => setResult("refused"),
    );
  };
  return (
    <>
      <Button
        icon={result === "copied" ? <Check /> : <Copy />}
        onClick={copy}
        data-testid={testId}
        aria-label={`Copy: ${what}`}
        className={styles.copy}
      >
        {result === "copied" ? "Copied" : result === "refused" ? "Select it" : label}
      </Button>
      <span role="status" className="visually-hidden">
        {result === "copied"
          ? `${what} copied`
          : result === "refused"
            ? "Copying is not allowed here; select the text instead."
            : ""}
      </span>
    </>
  );
}
