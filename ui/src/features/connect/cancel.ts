import { connectCommands } from "@/backend";
import { go, inbox, notify } from "@/frame";

/** Leaves a wizard without a trace: the desk forgets what was typed and stops waiting for the browser. */
export async function cancel(id: string): Promise<void> {
  go(inbox);
  try {
    await connectCommands.cancel(id);
  } catch {
    notify({ text: "The desk did not answer. What was typed is forgotten when it closes.", tone: "problem" });
  }
}
