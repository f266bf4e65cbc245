import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";
import { cx } from "./cx";

type Props = ComponentProps<"button"> & {
  /** `primary` for the one thing a screen is about, `quiet` for the rest, `bare` inside lines of text and bars. */
  look?: "primary" | "quiet" | "bare" | "danger";
  size?: "normal" | "small" | "large";
  icon?: ReactNode;
};

export function Button({
  look = "quiet",
  size = "normal",
  icon,
  className,
  children,
  type = "button",
  ...rest
}: Props) {
  return (
    <button type={type} className={cx(styles.button, styles[look], styles[size], className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

type IconProps = Omit<ComponentProps<"button">, "children"> & {
  /** What it does, for people who do not see the icon; also its tooltip. */
  label: string;
  children: ReactNode;
};

export function IconButton({ label, className, children, type = "button", ...rest }: IconProps) {
  return (
    <button type={type} aria-label={label} title={label} className={cx(styles.icon, className)} {...rest}>
      {children}
    </button>
  );
}
