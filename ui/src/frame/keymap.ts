/**
 * How a key press is read. Single letters are commands only while nobody writes; letters are matched by the letter produced, with the
 * physical key as a fallback on layouts that produce none (Cyrillic, Arabic, Greek …); punctuation by the character produced. Alt with a
 * letter is never a command: on many layouts that is how people write ą, ø or @.
 */

export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** A key as commands name it: `j`, `shift+u`, `mod+k`, `?`, `escape`, `arrowdown`, or a sequence `g i`. */
export type KeyName = string;

const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMED = new Set(["Enter", "Escape", "Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);

/** The name of one press, or null when it can be no command (a bare modifier, Alt+letter, AltGr+letter). */
export function keyName(press: KeyPress, onApple = apple): KeyName | null {
  const mod = onApple ? press.metaKey : press.ctrlKey;
  const otherMod = onApple ? press.ctrlKey : press.metaKey;
  const base = baseKey(press);
  if (base === null || otherMod) return null;
  const isPunctuation = base.length === 1 && !/[a-z0-9]/.test(base);
  if (press.altKey) return isPunctuation ? base : null;
  // Shift is part of what produced a punctuation character, or a digit where digits are shifted (French), and not a modifier of it.
  const shift = press.shiftKey && !isPunctuation && !/^\d$/.test(base);
  return `${mod ? "mod+" : ""}${shift ? "shift+" : ""}${base}`;
}

function baseKey({ key, code }: KeyPress): string | null {
  if (NAMED.has(key) || /^F\d{1,2}$/.test(key)) return key.toLowerCase();
  if (key.length !== 1 || key === " ") return null;
  const lower = key.toLowerCase();
  if (/^[a-z0-9]$/.test(lower)) return lower;
  // A letter of another script: take the physical key, so that the same finger does the same thing.
  if (/^\p{L}$/u.test(lower)) return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? null;
  return lower;
}

/** Whether what is typed goes into a field. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button", "submit", "range", "color"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

const ARROWS = new Set(["arrowdown", "arrowup", "arrowleft", "arrowright", "home", "end"]);
const MOVED_BY_ARROWS =
  "input[type=range], input[type=radio], [role=slider], [role=radiogroup], [role=listbox], [role=tablist], [role=log]";

/** Whether a press moves something inside what has the focus: a slider, a choice, the messages that it scrolls. */
export function movesWithin(target: EventTarget | null, name: KeyName): boolean {
  return ARROWS.has(name) && target instanceof Element && target.closest(MOVED_BY_ARROWS) !== null;
}

const SIGNS: Record<string, string> = {
  mod: apple ? "⌘" : "Ctrl",
  shift: apple ? "⇧" : "Shift",
  escape: "Esc",
  enter: "⏎",
  arrowdown: "↓",
  arrowup: "↑",
  arrowleft: "←",
  arrowright: "→",
  tab: "Tab",
};

/** The caps to draw for a key name: `mod+k` → `Ctrl`, `K`. */
export function keyCaps(name: KeyName): string[] {
  return name
    .split(/[ +]/)
    .filter(Boolean)
    .map((part) => SIGNS[part] ?? part.toUpperCase());
}
