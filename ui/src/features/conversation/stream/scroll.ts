/**
 * Where the message list should be, as data. One owner applies it after every change of layout, because the engine does not keep the place
 * by itself: messages arrive below, older pages above, and pictures grow in between.
 */

/** What must hold after a change of layout. */
export type Intent =
  /** Follow the end. */
  | { hold: "end" }
  /** Keep this row at this distance from the top of the view, in pixels. */
  | { hold: "row"; key: string; offset: number };

/** What can be measured of the list. Positions are in pixels from the top of the content. */
export type Geometry = {
  scrollTop: number;
  viewHeight: number;
  contentHeight: number;
  topOf: (key: string) => number | null;
  /** The first row that is at least partly in view. */
  firstInView: () => { key: string; top: number } | null;
};

/** Within this many pixels of the end, the operator is at the end. */
export const NEAR_END = 32;
/** A page is asked for this many pixels before it is needed. */
export const AHEAD = 900;

export function distanceToEnd(geometry: Geometry): number {
  return geometry.contentHeight - geometry.viewHeight - geometry.scrollTop;
}

/** Whether the newest message is in view, whatever is held: a conversation may fit on the screen as a whole. */
export function isAtEnd(intent: Intent, geometry: Geometry, endIsLive: boolean): boolean {
  return intent.hold === "end" || (endIsLive && distanceToEnd(geometry) <= NEAR_END);
}

/** What to hold on to, read from where the operator scrolled to. */
export function intentAt(geometry: Geometry, endIsLive: boolean): Intent {
  if (endIsLive && distanceToEnd(geometry) <= NEAR_END) return { hold: "end" };
  const first = geometry.firstInView();
  if (!first) return { hold: "end" };
  return { hold: "row", key: first.key, offset: first.top - geometry.scrollTop };
}

/** The scrollTop that satisfies an intent, or null when nothing has to move (or the row is gone). */
export function scrollTopFor(intent: Intent, geometry: Geometry): number | null {
  const longest = Math.max(0, geometry.contentHeight - geometry.viewHeight);
  const wanted = intent.hold === "end" ? longest : rowTop(intent.key, geometry, intent.offset);
  if (wanted === null) return null;
  const clamped = Math.min(longest, Math.max(0, wanted));
  return Math.abs(clamped - geometry.scrollTop) < 1 ? null : clamped;
}

function rowTop(key: string, geometry: Geometry, offset: number): number | null {
  const top = geometry.topOf(key);
  return top === null ? null : top - offset;
}

/** Which neighbouring page is needed from here. */
export function pageNeeded(geometry: Geometry, has: { older: boolean; newer: boolean }): "older" | "newer" | null {
  if (has.newer && distanceToEnd(geometry) < AHEAD) return "newer";
  if (has.older && geometry.scrollTop < AHEAD) return "older";
  return null;
}
