/** How long a text is for Instagram, which counts bytes of UTF-8 and not characters (contract 4.2: 1000 bytes a message). Pure. */

export const MAX_BYTES = 1000;

const encoder = new TextEncoder();
// The desk cuts by Unicode's own borders, whatever language the window speaks.
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
const words = new Intl.Segmenter("en", { granularity: "word" });

export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/**
 * Into how many messages the desk will cut a text: behind the last sentence that fits, else behind a space, else behind a word, else
 * between graphemes. The desk does the cutting; this only says beforehand how many there will be.
 */
export function partsOf(text: string): number {
  let rest = text.trim();
  let parts = 0;
  while (rest !== "") {
    parts += 1;
    if (byteLength(rest) <= MAX_BYTES) return parts;
    rest = rest.slice(cutAt(rest)).trimStart();
  }
  return Math.max(1, parts);
}

/** Where the first part of a text that is too long ends, in UTF-16 units. */
function cutAt(text: string): number {
  const reach = reachOf(text);
  const borders = endsOf(graphemes.segment(text), reach);
  const last = (ends: readonly number[]) => ends.findLast((end) => borders.includes(end));
  return (
    last(endsOf(sentences.segment(text), reach)) ??
    last(spaceEnds(text, reach)) ??
    last(endsOf(words.segment(text), reach)) ??
    borders.at(-1) ??
    wholeCharacters(text)
  );
}

/** How far a part may reach: white space beyond the limit does no harm, since it is dropped. */
function reachOf(text: string): number {
  let bytes = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    bytes += byteLength(segment);
    if (bytes > MAX_BYTES && segment.trim() !== "") return index;
  }
  return text.length;
}

function endsOf(segments: Iterable<{ segment: string; index: number }>, reach: number): number[] {
  const ends: number[] = [];
  for (const { segment, index } of segments) {
    const end = index + segment.length;
    if (end > reach) break;
    ends.push(end);
  }
  return ends;
}

function spaceEnds(text: string, reach: number): number[] {
  return [...text.slice(0, reach).matchAll(/\s/gu)].map((match) => match.index + match[0].length);
}

/** One grapheme alone is too long for a message: then it is cut between its characters. */
function wholeCharacters(text: string): number {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += byteLength(character);
    if (bytes > MAX_BYTES) break;
    end += character.length;
  }
  return end;
}
