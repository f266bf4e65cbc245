/** What stands in a composer when words have gone, or have come back. Pure. */
import type { Undone } from "@/backend";

/** What was written while a text was leaving, behind it or before it, once it has left. */
export function wordsLeft(now: string, sent: string): string {
  if (now.startsWith(sent)) return now.slice(sent.length).trimStart();
  return now.endsWith(`\n${sent}`) ? now.slice(0, -sent.length - 1) : now;
}

/** A text that came back, on lines of its own before what is written, unless that is the same. */
export function wordsWith(back: string, written: string): string {
  return written.trim() === "" || written === back ? back : `${back}\n${written}`;
}

/**
 * Whether the desk's draft after an undo is all there is: the words that came back and what this window knew, or already that. Otherwise
 * somebody has written meanwhile.
 */
export function isWholeDraft({ text, draft_text }: Undone, known: string): boolean {
  return draft_text.startsWith(text) && (draft_text === known || draft_text === wordsWith(text, known));
}
