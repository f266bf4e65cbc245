/** Listens for keys once, at the window, and runs the command they name. */
import { useEffect } from "react";
import { isWriting, keyName, movesWithin } from "./keymap";
import { findByKey, startsSequence } from "./registry";

/** How long the first key of a sequence (`g i`) waits for its second. */
const SEQUENCE_MS = 900;

export function useKeys(): void {
  useEffect(() => {
    let pending: { name: string; at: number } | null = null;

    const onKeyDown = (event: KeyboardEvent) => {
      // While an input method composes, every key belongs to it.
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event);
      if (name === null || movesWithin(event.target, name)) return;
      const writing = isWriting(event.target);
      const insideDialog = event.target instanceof Element && event.target.closest("[role=dialog]") !== null;
      if (insideDialog && name !== "mod+k") return;

      const sequence =
        pending && event.timeStamp - pending.at < SEQUENCE_MS
          ? findByKey(`${pending.name} ${name}`, writing)
          : undefined;
      pending = null;
      const command = sequence ?? findByKey(name, writing);
      if (command) {
        if (event.repeat && !REPEATABLE.has(name)) return;
        // Enter and Space on a focused button belong to the button.
        if (name === "enter" && event.target instanceof Element && event.target.closest("button, a, summary")) return;
        event.preventDefault();
        command.run();
      } else if (!writing && startsSequence(name)) {
        pending = { name, at: event.timeStamp };
      }
    };

    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

const REPEATABLE = new Set(["j", "k", "arrowdown", "arrowup", "[", "]"]);
