import type { QueryClient } from "@tanstack/react-query";
import { sendCommands } from "@/backend";
import { settled } from "./sendId";
import { giveBack } from "./useDraft";

/** Takes back what has not left; its words stand in the composer again. */
export async function undoSend(queries: QueryClient, conversation: string, send: string): Promise<void> {
  const undone = await sendCommands.undo(send);
  // The same words sent again are another message.
  settled(conversation);
  giveBack(queries, conversation, undone);
}
