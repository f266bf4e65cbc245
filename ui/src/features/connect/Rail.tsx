/** The wizard's left side: what this is, the four stations, and the way out. */
import { connectCommands, type Wizard } from "@/backend";
import { go } from "@/frame";
import { Check, Mark } from "@/shared/icons";
import styles from "./Rail.module.css";
import { order, STATIONS, stationState } from "./steps";

const WORDS = { done: "done", now: "current step", later: "not yet" } as const;

type Props = { wizard: Wizard; shown: Wizard["step"]; onShow: (step: Wizard["step"]) => void };

export function Rail({ wizard, shown, onShow }: Props) {
  const practice = wizard.host === "practice";
  const connected = wizard.account !== null;
  return (
    <aside className={styles.rail}>
      <span className={styles.brand}>
        <Mark />
      </span>
      <h1>{practice ? "Practice" : "Connect Instagram"}</h1>
      <p className={styles.lead}>
        {practice
          ? "A small Instagram of our own, on this computer. It goes through the same steps as the real one."
          : "About fifteen minutes, most of it on Meta’s side. Each step is checked here as you go."}
      </p>
      <ol className={styles.steps}>
        {STATIONS.map(({ step, title }) => {
          const state = stationState(step, shown, wizard.step);
          const open =
            !practice && state !== "now" && order(step) <= order(wizard.step) && !(step === "app" && connected);
          return (
            <li
              key={step}
              data-testid={`wizard-step-${step}`}
              data-state={state}
              aria-current={state === "now" ? "step" : undefined}
            >
              <span className={styles.sign} aria-hidden="true">
                {state === "done" && <Check />}
              </span>
              {open ? (
                <button type="button" onClick={() => onShow(step)}>
                  {title}
                </button>
              ) : (
                <span>{title}</span>
              )}
              <span className="visually-hidden">, {WORDS[state]}</span>
            </li>
          );
        })}
      </ol>
      {!practice && !connected && (
        <p className={styles.foot}>
          Not ready?{" "}
          <button type="button" onClick={() => void practise(wizard.id)}>
            Practise first
          </button>{" "}
          with customers of our own. You can connect later and keep your settings.
        </p>
      )}
    </aside>
  );
}

async function practise(instead: string): Promise<void> {
  const practice = await connectCommands.start("practice");
  go({ view: "connect", wizard: practice.id });
  await connectCommands.cancel(instead);
}
