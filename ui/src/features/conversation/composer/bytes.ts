/** How long a text is for Instagram, which counts bytes of UTF-8 and not characters (contract 4.2: 1000 bytes a message). Pure. */

export const MAX_BYTES = 1000;

const encoder = new TextEncoder();
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/**
 * Into how many messages the desk will cut a text: at the last end of a sentence that fits, else at a space, else between graphemes. The
 * desk does the cutting; this only says beforehand how many there will be.
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
  let bytes = 0;
  let fits = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    bytes += byteLength(segment);
    if (bytes > MAX_BYTES) break;
    fits = index + segment.length;
  }
  const head = text.slice(0, fits);
  const sentence = /^[\s\S]*[.!?…。！？](?=\s)|^[\s\S]*\n/u.exec(text.slice(0, fits + 1))?.[0].length ?? 0;
  if (sentence > 0 && sentence <= fits) return sentence;
  const space = head.search(/\s\S*$/u);
  // One grapheme alone may be too long for a message; it goes whole rather than never.
  return space > 0 ? space : Math.max(1, fits);
}
