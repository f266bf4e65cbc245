/** A question only the operator can answer, for example a second sign-in of an account that is connected already. */
import { useEffect, useRef } from "react";
import { connectCommands, type Wizard } from "@/backend";
import { Button } from "@/shared";
import { CircleHelp } from "@/shared/icons";
import styles from "./Question.module.css";
import type { WizardAct } from "./useWizard";

type Props = { wizard: Wizard; question: NonNullable<Wizard["question"]>; act: WizardAct };

export function Question({ wizard, question, act }: Props) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <section
      className={styles.question}
      ref={box}
      tabIndex={-1}
      aria-labelledby="question-text"
      data-testid="wizard-question"
    >
      <CircleHelp aria-hidden="true" />
      <p id="question-text">{question.sentence}</p>
      <div className={styles.choices}>
        {question.choices.map(({ value, label }) => (
          <Button
            key={value}
            look={value === "replace" ? "primary" : "quiet"}
            data-testid={`question-${value}`}
            aria-disabled={act.isPending}
            onClick={() => !act.isPending && act.mutate(() => connectCommands.replace(wizard.id, value === "replace"))}
          >
            {label}
          </Button>
        ))}
      </div>
    </section>
  );
}
