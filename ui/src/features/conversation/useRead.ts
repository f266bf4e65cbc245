import { useEffect } from "react";
import { conversationCommands, type Conversation } from "@/backend";

/** Passing by is not reading: a conversation counts as read once it has been in view this long. */
const DWELL_MS = 500;

/** Tells the desk that what is unread has been seen, while the window is really on screen. */
export function useRead(conversation: Conversation | undefined, seen: string | null): void {
  const id = conversation?.id;
  const unread = (conversation?.unread ?? 0) > 0;
  useEffect(() => {
    if (id === undefined || !unread || seen === null) return;
    const tell = () => {
      if (document.visibilityState !== "visible") return;
      // A mark that could not be made is made with the next message or the next visit.
      conversationCommands.read(id, seen).catch(() => undefined);
    };
    const timer = setTimeout(tell, DWELL_MS);
    document.addEventListener("visibilitychange", tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tell);
    };
  }, [id, unread, seen]);
}
