import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import styles from "./Switch.module.css";

export function Switch(props: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root className={styles.switch} {...props}>
      <Radix.Thumb className={styles.thumb} />
    </Radix.Root>
  );
}
