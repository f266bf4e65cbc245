import { useMutation } from "@tanstack/react-query";
import { problemSentence, sendCommands, type Choice, type Send } from "@/backend";
import { notify } from "@/frame";
import { Button } from "@/shared";
import { CircleHelp } from "@/shared/icons";
import styles from "./Question.module.css";

/** Asked when it could not be found out whether a message went out: nothing is repeated until a person says so. */
export function Question({ send, sentence }: { send: Send; sentence: string }) {
  const resolve = useMutation({
    mutationFn: (choice: Choice) => sendCommands.resolve(send.id, choice),
    onError: (error) => notify({ text: problemSentence(error), tone: "problem" }),
  });
  return (
    <section className={styles.question} aria-label="Question about this message" data-testid="question">
      <CircleHelp size={16} aria-hidden />
      <p className={styles.text}>{sentence}</p>
      <div className={styles.answers}>
        <Button
          disabled={resolve.isPending}
          data-testid="question-arrived"
          onClick={() => resolve.mutate("it_arrived")}
        >
          It arrived
        </Button>
        <Button
          disabled={resolve.isPending}
          data-testid="question-send-again"
          onClick={() => resolve.mutate("send_again")}
        >
          Send it again
        </Button>
      </div>
    </section>
  );
}
