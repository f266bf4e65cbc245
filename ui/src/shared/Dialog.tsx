import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx";
import styles from "./Dialog.module.css";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** The title is only read out, where the content makes it plain to the eye. */
  titleHidden?: boolean;
  width?: "narrow" | "normal" | "wide";
  /** `top` keeps a list of results from jumping as it grows. */
  place?: "centre" | "top";
  testId?: string;
  children: ReactNode;
};

export function Dialog({
  open,
  onClose,
  title,
  titleHidden,
  width = "normal",
  place = "centre",
  testId,
  children,
}: Props) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content
          className={cx(styles.dialog, styles[width], styles[place])}
          aria-describedby={undefined}
          data-testid={testId}
        >
          <Radix.Title className={titleHidden ? "visually-hidden" : styles.title}>{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
