/** What a decision says of itself, in rows of a table. Pure. */
import type { Decision } from "@/backend";
import { tookTime } from "@/shared";

const OUTCOME: Record<Decision["outcome"], string> = {
  answered: "Why it said this",
  handed_over: "Why it asked for a human",
  silent: "Why it said nothing",
  failed: "Why it could not answer",
};

export const decisionTitle = ({ outcome }: Decision): string => OUTCOME[outcome];

export type Fact = { name: string; value: string };

export function decisionFacts(decision: Decision): Fact[] {
  const { model, latency_ms, prompt_tokens, completion_tokens, prompt_version, calls, messages, basis } = decision;
  const facts: (Fact | null)[] = [
    { name: "Read", value: messages === 1 ? "1 message" : `${messages} messages` },
    model === null ? null : { name: "Model", value: model },
    latency_ms === null ? null : { name: "Took", value: tookTime(latency_ms) },
    prompt_tokens === null && completion_tokens === null
      ? null
      : { name: "Tokens", value: `${number(prompt_tokens ?? 0)} read, ${number(completion_tokens ?? 0)} written` },
    calls > 1 ? { name: "Tries", value: String(calls) } : null,
    prompt_version === null ? null : { name: "Prompt", value: prompt_version },
    { name: "State of the conversation", value: `#${basis}` },
  ];
  return facts.filter((fact) => fact !== null);
}

const format = new Intl.NumberFormat("en");
const number = (value: number): string => format.format(value);

/** How far the clocks of a decision and of the change of owner it caused may stand apart, ms. */
const TOGETHER_MS = 2_000;

/** The decision that handed a conversation over at a moment. */
export function handOverOf<D extends Pick<Decision, "outcome" | "at">>(
  decisions: readonly D[],
  at: number,
): D | undefined {
  return decisions
    .filter((decision) => decision.outcome === "handed_over" && Math.abs(decision.at - at) <= TOGETHER_MS)
    .sort((one, other) => Math.abs(one.at - at) - Math.abs(other.at - at))[0];
}
