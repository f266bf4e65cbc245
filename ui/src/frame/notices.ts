/** Short notices at the edge of the window: what just happened, and at most one thing to do about it. */
import { newStore } from "@/shared";

export type Notice = {
  id: number;
  text: string;
  tone: "plain" | "problem";
  action?: { label: string; run: () => void };
};

const STAY_MS = 6_000;
const notices = newStore<readonly Notice[]>([]);
let last = 0;

export const useNotices = notices.use;

export function notify(notice: Omit<Notice, "id" | "tone"> & { tone?: Notice["tone"] }): void {
  const id = ++last;
  notices.set([
    ...notices
      .get()
      .filter(({ text }) => text !== notice.text)
      .slice(-2),
    { tone: "plain", ...notice, id },
  ]);
  setTimeout(() => dismissNotice(id), STAY_MS);
}

export function dismissNotice(id: number): void {
  notices.set(notices.get().filter((notice) => notice.id !== id));
}
