/** What every feature stands on and no feature owns: where we are, what can be done, how it looks. */
export * from "./navigation";
export * from "./overlay";
export * from "./theme";
export * from "./notices";
export { useCommands, useAllCommands, type Command, type CommandGroup } from "./registry";
export { useKeys } from "./keys";
export { keyCaps } from "./keymap";
export { followLink } from "./followLink";
