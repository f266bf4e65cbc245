/**
 * The one list of everything that can be done. The palette, the shortcut sheet and the keys are drawn from it, so none of them can promise
 * what another does not do.
 */
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { KeyName } from "./keymap";

export type CommandGroup = "Conversation" | "Inbox" | "Go to" | "Window" | "Practice";

export type Command = {
  id: string;
  title: string;
  group: CommandGroup;
  /** First one is shown; all work. */
  keys?: readonly KeyName[];
  /** Also works while writing in a field. Only for keys that write nothing. */
  whileWriting?: boolean;
  /** Kept out of the palette: it only makes sense as a key. */
  keyOnly?: boolean;
  run: () => void;
};

type Entry = { commands: readonly Command[] };

let stack: readonly Entry[] = [];
let listed: readonly Command[] = [];
const watchers = new Set<() => void>();

function publish(next: readonly Entry[]) {
  stack = next;
  // Later registrations stand in front: what was opened last answers first.
  const seen = new Set<string>();
  listed = [...next].reverse().flatMap((entry) => entry.commands.filter(({ id }) => !seen.has(id) && seen.add(id)));
  for (const watcher of watchers) watcher();
}

export function registerCommands(commands: readonly Command[]): () => void {
  const entry: Entry = { commands };
  publish([...stack, entry]);
  return () => publish(stack.filter((kept) => kept !== entry));
}

export function allCommands(): readonly Command[] {
  return listed;
}

export function findByKey(name: KeyName, writing: boolean): Command | undefined {
  return listed.find((command) => command.keys?.includes(name) && (!writing || command.whileWriting));
}

/** Whether some command's keys are a sequence that starts with this press. */
export function startsSequence(name: KeyName): boolean {
  return listed.some((command) => command.keys?.some((key) => key.startsWith(`${name} `)));
}

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, allCommands);
}

/**
 * Registers commands while the component is mounted. `run` always sees the latest render; the list is published again only when an id,
 * title or key changes.
 */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const shape = JSON.stringify(commands);
  useEffect(() => {
    const shapes = JSON.parse(shape) as Omit<Command, "run">[];
    return registerCommands(
      shapes.map((rest) => ({ ...rest, run: () => latest.current.find(({ id }) => id === rest.id)?.run() })),
    );
  }, [shape]);
}
