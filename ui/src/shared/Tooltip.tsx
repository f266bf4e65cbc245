import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./Kbd";
import styles from "./Tooltip.module.css";

type Props = {
  text: ReactNode;
  caps?: readonly string[];
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
};

/** Says what something is and which key does it. The trigger must be one focusable element. */
export function Tooltip({ text, caps, side = "bottom", children }: Props) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.tip} side={side} sideOffset={6} collisionPadding={8}>
          {text}
          {caps && <Kbd caps={caps} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}
