import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { conversationCommands, hasCode, keys, Problem, problemSentence, type Message } from "@/backend";
import { notify } from "@/frame";
import { pendingFor, settled } from "./sendId";

type Options = {
  conversation: string;
  /** What stands in the composer. */
  written: string;
  /** Waits until no older draft is on its way; it would stand up again after the reply cleared it. */
  beforeSend: (text: string) => Promise<void>;
  onSent: (text: string) => void;
  /** The text has not left, whatever the reason. */
  onKept: () => void;
};

/** Sends a reply once, however often one presses. A refusal shows what arrived meanwhile and leaves the text alone. */
export function useReply({ conversation, written, beforeSend, onSent, onKept }: Options) {
  const queries = useQueryClient();
  const [arrived, setArrived] = useState<readonly Message[]>([]);

  const reply = useMutation({
    mutationFn: async ({ text, seen }: { text: string; seen: string | null }) => {
      const { send_id } = pendingFor(conversation, text, () => crypto.randomUUID());
      await beforeSend(text);
      return conversationCommands.reply(conversation, { send_id, text, seen });
    },
    onSuccess: (_answer, { text }) => {
      settled(conversation);
      setArrived([]);
      onSent(text);
      void queries.invalidateQueries({ queryKey: keys.conversation(conversation) });
    },
    onError: (error) => {
      onKept();
      // A refusal ends this act. Where it is not known what was written, the id stays: pressing again cannot send twice.
      if (error instanceof Problem && error.status >= 400 && error.status < 500) settled(conversation);
      if (hasCode(error, "newer_message")) {
        setArrived([...((error.extras.arrived as Message[] | undefined) ?? [])].reverse());
        void queries.invalidateQueries({ queryKey: keys.conversation(conversation) });
      } else notify({ text: problemSentence(error), tone: "problem" });
    },
  });

  const isOver = written.trim() === "" && !reply.isPending;
  useEffect(() => {
    // The words were taken, with the draft, or were given up: the same ones are another act from here on.
    if (isOver) settled(conversation);
  }, [isOver, conversation]);

  return {
    /** Oldest first. */
    arrived,
    isSending: reply.isPending,
    forgetArrived: () => setArrived([]),
    send: (text: string, seen: string | null) => {
      if (!reply.isPending && text.trim() !== "") reply.mutate({ text, seen });
    },
  };
}
