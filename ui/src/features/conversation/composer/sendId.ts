/**
 * The id of a reply is made by the window and kept until the desk has answered, over a crash of the window too: pressing again repeats the
 * same act instead of sending twice. A changed text is another act.
 */
export type Pending = { send_id: string; text: string };

const KEPT = "switchboard.sending.";

export function pendingFor(conversation: string, text: string, newId: () => string): Pending {
  const kept = read(conversation);
  if (kept?.text === text) return kept;
  const pending = { send_id: newId(), text };
  localStorage.setItem(KEPT + conversation, JSON.stringify(pending));
  return pending;
}

export function settled(conversation: string): void {
  localStorage.removeItem(KEPT + conversation);
}

/** Something else stands in the composer than what was being sent: that act is over, whatever came of it. */
export function settledUnless(conversation: string, text: string): void {
  if (read(conversation)?.text !== text) settled(conversation);
}

function read(conversation: string): Pending | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT + conversation) ?? "null") as Partial<Pending> | null;
    return typeof kept?.send_id === "string" && typeof kept.text === "string" ? (kept as Pending) : null;
  } catch {
    return null;
  }
}
