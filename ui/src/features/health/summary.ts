/** Health in one line and in order: which part speaks first, and what it says. */
import type { Health, PartState, Part } from "@/backend";

/** One row of the page: a part with the name it is shown under. */
export interface NamedPart {
  key: string;
  name: string;
  part: Part;
}

const URGENCY: Record<PartState, number> = { failed: 4, warning: 3, waiting: 2, off: 1, ok: 0 };

/** States in words; shape and colour double them, never replace them. */
export const STATE_WORDS: Record<PartState, string> = {
  ok: "Fine",
  waiting: "Waiting",
  off: "Off",
  warning: "Needs a look",
  failed: "Not working",
};

/** Every part in the order in which a message meets it. */
export function parts(health: Health): NamedPart[] {
  return [
    ...health.accounts.map((account) => ({
      key: `account-${account.id}`,
      name: `@${account.username}`,
      part: account,
    })),
    { key: "intake", name: "Intake", part: health.intake },
    { key: "model", name: "Model", part: health.model },
    { key: "outbox", name: "Outbox", part: health.outbox },
    { key: "clock", name: "Clock", part: health.clock },
  ];
}

export interface Summary {
  state: PartState;
  sentence: string;
  /** Parts beyond the one quoted that need somebody too. */
  others: number;
}

/**
 * The line under the conversation list: the worst part in its own words; when all is well, that it is live and when the last message
 * came. A part that is off on purpose is not trouble and does not make the line worse.
 */
export function summary(health: Health, ago: (at: number) => string): Summary {
  const all = parts(health);
  const troubled = all.filter(({ part }) => URGENCY[part.state] >= URGENCY.warning);
  troubled.sort((one, other) => URGENCY[other.part.state] - URGENCY[one.part.state]);
  const worst = troubled[0];
  if (worst !== undefined)
    return { state: worst.part.state, sentence: `${worst.name}: ${worst.part.sentence}`, others: troubled.length - 1 };
  const waiting = all.find(({ part }) => part.state === "waiting");
  if (waiting !== undefined)
    return { state: "waiting", sentence: `${waiting.name}: ${waiting.part.sentence}`, others: 0 };
  const last = health.intake.last_received_at;
  const received = `${health.intake.received.toLocaleString("en")} received`;
  return {
    state: "ok",
    sentence: last === null ? `Live · ${received}` : `Live · ${received} · last ${ago(last)}`,
    others: 0,
  };
}
