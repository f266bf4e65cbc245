/** Enter pressed before the answer is there means the answer, not the hits of the word before. */
import { useEffect, useState } from "react";
import { openConversation } from "@/frame";
import type { Found } from "./HitRow";

/** Opens the first hit once the words awaited are the words answered. Gives the way to await some, or none. */
export function useAwaitedAnswer(asked: string, settled: boolean, first: Found | undefined, onClose: () => void) {
  const [awaited, setAwaited] = useState<string | null>(null);
  useEffect(() => {
    if (!settled || awaited !== asked || first === undefined) return;
    openConversation(first.conversation_id, first.key);
    onClose();
  }, [awaited, settled, asked, first, onClose]);
  return setAwaited;
}
