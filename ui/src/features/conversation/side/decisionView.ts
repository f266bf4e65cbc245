/** What a decision says of itself, in rows of a table. Pure. */
import type { Decision } from "@/backend";

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
    latency_ms === null ? null : { name: "Took", value: `${(latency_ms / 1000).toFixed(1)} s` },
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
