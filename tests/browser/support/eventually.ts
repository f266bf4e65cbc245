/** Longest time that something may take to become true, ms. */
const DEADLINE_MS = 15_000;
const PAUSE_MS = 50;

/** Asks again until `look` gives something; fails at the deadline with what it was waiting for. Nothing sleeps for a fixed time. */
export async function eventually<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const until = Date.now() + DEADLINE_MS;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > until) throw new Error(`not seen in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
