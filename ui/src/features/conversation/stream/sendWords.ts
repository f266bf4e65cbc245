import type { Message, Send, SendAction } from "@/backend";
import { clockTime, secondsUntil } from "@/shared";

/** The words of a send's state. The desk says them; only a countdown is filled in here, since it changes by the second. */
export function sendWords(send: Send, now: number): string {
  const part = send.parts > 1 ? ` · part ${send.part} of ${send.parts}` : "";
  if (send.state === "held" && send.due_at !== null) {
    const left = secondsUntil(send.due_at, now);
    // Its time has come and it is still here: something before it holds the lane.
    return `${left > 0 ? `sending in ${left} s` : "waiting to be sent"}${part}`;
  }
  return send.sentence;
}

/** When, and what became of it, in one line: `14:02 · edited · confirmed · seen 14:05`. */
export function metaParts(message: Message): string[] {
  const parts = [clockTime(message.at)];
  if (message.edited && !message.unsent) parts.push("edited");
  return parts;
}

/** What a button says. A retry brings the parts along that waited for this one. */
export function actionWords(action: SendAction, { part, parts }: Send): string {
  switch (action) {
    case "undo":
      return "Undo";
    case "retry":
      return part < parts ? "Try again, with the rest" : "Try again";
    case "copy":
      return "Copy text";
    case "pass":
      return "Let later messages go first";
  }
}
