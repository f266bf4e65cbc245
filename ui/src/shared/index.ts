/** Primitives without domain knowledge. */
export { answerWindow, type AnswerWindow } from "./answerWindow";
export { Avatar, type Ring } from "./Avatar";
export { Button, IconButton } from "./Button";
export { Chip, type Tone } from "./Chip";
export { useNow } from "./clock";
export { cx } from "./cx";
export { Dialog } from "./Dialog";
export { Empty } from "./Empty";
export { Field, TextField } from "./Field";
export { hueOf, initials } from "./initials";
export { Kbd } from "./Kbd";
export { Spinner } from "./Spinner";
export { newStore, type Store } from "./store";
export { Switch } from "./Switch";
export * from "./time";
export { Tooltip, TooltipProvider } from "./Tooltip";
export { useDelayed } from "./useDelayed";
