/** What is in a message's text besides words. Pure. */

export type TextPart = { text: string; href: string | null };

const ADDRESS = /\bhttps?:\/\/[^\s<>"]+/giu;
/** Punctuation that ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'"»”’)\]]$/u;

/** Cuts a text into plain parts and web addresses. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    if (match.index > at) parts.push({ text: text.slice(at, match.index), href: null });
    parts.push({ text: address, href: address });
    at = match.index + address.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null });
  return parts;
}

/** A bracket that was opened inside the address belongs to it; everything else at its end belongs to the sentence. */
function withoutTail(address: string): string {
  const last = TRAILING.exec(address)?.[0];
  if (last === undefined) return address;
  if (last === ")" && count(address, "(") >= count(address, ")")) return address;
  return withoutTail(address.slice(0, -1));
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

const EMOJI = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One to three emoji and nothing else, which people mean larger. */
export function isFewEmoji(text: string): boolean {
  // A family is seven code points; what is longer than this is no three of anything.
  if (text.length > 60) return false;
  const seen = [...graphemes.segment(text)].map(({ segment }) => segment).filter((segment) => segment.trim() !== "");
  return seen.length > 0 && seen.length <= 3 && seen.every((segment) => EMOJI.test(segment));
}
