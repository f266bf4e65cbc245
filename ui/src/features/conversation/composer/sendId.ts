/**
 * The id of a reply is made by the window and kept until the desk has answered, over a reload too: pressing again repeats the same act
 * instead of sending twice. A changed text is another act, and so is the same text in another tab.
 */
export type Pending = { send_id: string; text: string };

const KEPT = "switchboard.sending.";

export function pendingFor(conversation: string, text: string, newId: () => string): Pending {
  const kept = read(conversation);
  if (kept?.text === text) return kept;
  const pending = { send_id: newId(), text };
  sessionStorage.setItem(KEPT + conversation, JSON.stringify(pending));
  return pending;
}

export function settled(conversation: string): void {
  sessionStorage.removeItem(KEPT + conversation);
}

function read(conversation: string): Pending | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT + conversation) ?? "null") as Partial<Pending> | null;
    return typeof kept?.send_id === "string" && typeof kept.text === "string" ? (kept as Pending) : null;
  } catch {
    return null;
  }
}
