import "react";

type CustomProperties = Record<`--${string}`, string | number | undefined>;

declare module "react" {
  /** Custom properties handed to a stylesheet. */
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is widened by merging, not by fields of its own
  interface CSSProperties extends CustomProperties {}
}
