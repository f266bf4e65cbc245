import type { ComponentProps } from "react";
import styles from "./Chip.module.css";
import { cx } from "./cx";

/** Colour says who or how urgent, and only ever doubles what the words say. */
export type Tone = "plain" | "me" | "pilot" | "call" | "phone" | "danger" | "ok";

type Props = ComponentProps<"span"> & { tone?: Tone; size?: "normal" | "large" };

export function Chip({ tone = "plain", size = "normal", className, ...rest }: Props) {
  return <span className={cx(styles.chip, styles[tone], styles[size], className)} {...rest} />;
}
