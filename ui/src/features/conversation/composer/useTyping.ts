import { useEffect, useRef } from "react";
import { conversationCommands, problemSentence, type Conversation } from "@/backend";
import { notify } from "@/frame";
import { typedStep } from "./typed";

/** Lets the desk know that somebody writes, which makes the conversation theirs. */
export function useTyping({ id, owner }: Conversation) {
  const told = useRef<number | null>(null);
  const isMine = owner.who === "operator";
  useEffect(() => {
    // Whoever goes on writing takes it again, and at once.
    if (!isMine) told.current = null;
  }, [isMine]);
  return {
    goesOn: (text: string) => {
      const step = typedStep(text, told.current, Date.now());
      told.current = step.told;
      if (!step.tell) return;
      conversationCommands.typed(id).catch((error: unknown) => {
        // Not heard: the next key tells again.
        told.current = null;
        notify({ text: `The autopilot may not know that you are writing: ${problemSentence(error)}`, tone: "problem" });
      });
    },
    ends: () => {
      told.current = null;
    },
  };
}
