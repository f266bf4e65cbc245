/** Up to two characters that stand for a name: whole graphemes, so that an emoji or a combined letter is never cut. */
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function initials(name: string): string {
  const words = name
    .replace(/^@/, "")
    .split(/[\s._\-–]+/u)
    .filter(Boolean);
  const first = firstGrapheme(words[0] ?? "");
  if (/\p{Extended_Pictographic}/u.test(first)) return first;
  const last = words.length > 1 ? firstGrapheme(words.at(-1) ?? "") : "";
  // Joined scripts read badly as two cut letters.
  if (/[\p{Script=Arabic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(first))
    return first;
  return (first + (/^[\p{L}\p{N}]/u.test(last) ? last : "")).toUpperCase() || "?";
}

/** A hue that stays with a person. */
export function hueOf(id: string): number {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3_600_007;
  return hash % 360;
}

function firstGrapheme(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment;
  return "";
}
