/** A piece of a snippet, marked when it is what the person searched for. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Ranges in UTF-16 units, each `[from, to)`; anything else in the list is passed over. */
export type Marks = readonly (readonly number[])[];

/**
 * Cuts a snippet into marked and plain pieces. Ranges are UTF-16 offsets and may overlap, touch, arrive in any order or run past
 * the end; a range that would cut a surrogate pair is widened so that no half character is drawn.
 */
export function pieces(snippet: string, marks: Marks): Piece[] {
  const joined: [number, number][] = [];
  const sorted = marks.map(([from = 0, to = 0]) => widened(snippet, from, to)).filter(([from, to]) => from < to);
  sorted.sort((one, other) => one[0] - other[0]);
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  const result: Piece[] = [];
  let at = 0;
  for (const [from, to] of joined) {
    if (from > at) result.push({ text: snippet.slice(at, from), marked: false });
    result.push({ text: snippet.slice(from, to), marked: true });
    at = to;
  }
  if (at < snippet.length) result.push({ text: snippet.slice(at), marked: false });
  return result;
}

function widened(snippet: string, from: number, to: number): [number, number] {
  const start = Math.max(0, Math.min(from, snippet.length));
  const end = Math.max(0, Math.min(to, snippet.length));
  return [splitsPair(snippet, start) ? start - 1 : start, splitsPair(snippet, end) ? end + 1 : end];
}

function splitsPair(text: string, at: number): boolean {
  return (
    at > 0 &&
    at < text.length &&
    isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff) &&
    isBetween(text.charCodeAt(at), 0xdc00, 0xdfff)
  );
}

function isBetween(unit: number, low: number, high: number): boolean {
  return unit >= low && unit <= high;
}
