import type { QueryClient } from "@tanstack/react-query";
import { giveText } from "./handoff";
import { putBefore } from "./useDraft";

/** A text that was taken back from the outbox belongs in its composer again, or among its drafts when that is not open. */
export function giveBackText(queries: QueryClient, conversation: string, text: string): void {
  if (text !== "" && !giveText(conversation, text)) putBefore(queries, conversation, text);
}
