/**
 * The one owner of the message list's scrollTop. Everything else says what it wants as an `Intent`; nobody else writes the position. Lives
 * outside React because it follows the layout, which changes between renders.
 */
import { intentAt, isAtEnd, pageNeeded, scrollTopFor, type Geometry, type Intent } from "./scroll";

export type Around = {
  /** The last row is the live end of the conversation. */
  endIsLive: boolean;
  has: { older: boolean; newer: boolean };
  onNeed: (page: "older" | "newer") => void;
};

export class ScrollKeeper {
  #scroller: HTMLElement | null = null;
  #content: HTMLElement | null = null;
  #intent: Intent = { hold: "end" };
  #lastSet = -1;
  #around: Around = { endIsLive: true, has: { older: false, newer: false }, onNeed: () => undefined };
  readonly #onAtEnd: (atEnd: boolean) => void;

  constructor(onAtEnd: (atEnd: boolean) => void) {
    this.#onAtEnd = onAtEnd;
  }

  /** Starts watching; the returned function stops. */
  attach(scroller: HTMLElement, content: HTMLElement): () => void {
    this.#scroller = scroller;
    this.#content = content;
    // Heights change without new rows: a picture came, a font, the composer grew, the window was resized.
    const observer = new ResizeObserver(() => this.apply());
    observer.observe(scroller);
    observer.observe(content);
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener("scroll", this.#onScroll);
      this.#scroller = null;
      this.#content = null;
    };
  }

  /** Call after rows changed and before the screen is painted. */
  rowsChanged(around: Around): void {
    this.#around = around;
    this.apply();
    this.#askForPages();
  }

  hold(intent: Intent): void {
    this.#intent = intent;
    this.apply();
  }

  /** Holds a row a third down the view, where the eye finds it with something above it. */
  show(key: string): void {
    this.hold({ hold: "row", key, offset: (this.#scroller?.clientHeight ?? 0) / 3 });
  }

  apply(): void {
    const geometry = this.#measure();
    if (!geometry || !this.#scroller) return;
    const top = scrollTopFor(this.#intent, geometry);
    if (top !== null) this.#scroller.scrollTop = top;
    this.#lastSet = this.#scroller.scrollTop;
    this.#onAtEnd(isAtEnd(this.#intent, { ...geometry, scrollTop: this.#lastSet }, this.#around.endIsLive));
  }

  readonly #onScroll = (): void => {
    const geometry = this.#measure();
    // Our own writes come back as events; only a hand moves the intent.
    if (!geometry || Math.abs(geometry.scrollTop - this.#lastSet) < 1) return;
    this.#lastSet = geometry.scrollTop;
    this.#intent = intentAt(geometry, this.#around.endIsLive);
    this.#onAtEnd(isAtEnd(this.#intent, geometry, this.#around.endIsLive));
    this.#askForPages();
  };

  #askForPages(): void {
    const geometry = this.#measure();
    const need = geometry && pageNeeded(geometry, this.#around.has);
    if (need) this.#around.onNeed(need);
  }

  #measure(): Geometry | null {
    const scroller = this.#scroller;
    const content = this.#content;
    if (!scroller || !content) return null;
    const view = scroller.getBoundingClientRect();
    const topIn = (row: Element) => row.getBoundingClientRect().top - view.top + scroller.scrollTop;
    return {
      scrollTop: scroller.scrollTop,
      viewHeight: scroller.clientHeight,
      contentHeight: scroller.scrollHeight,
      topOf: (key) => {
        const row = content.querySelector(`[data-row="${CSS.escape(key)}"]`);
        return row ? topIn(row) : null;
      },
      firstInView: () => {
        for (const row of content.children) {
          const key = row instanceof HTMLElement ? row.dataset.row : undefined;
          if (key !== undefined && row.getBoundingClientRect().bottom > view.top) return { key, top: topIn(row) };
        }
        return null;
      },
    };
  }
}
