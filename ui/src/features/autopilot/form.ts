/** The autopilot's form as data: what may be saved, what changed, and what is wrong with it. */
import type { Autopilot, AutopilotChange } from "@/backend";

/** Fields a person edits as text. */
export type TextField = "prompt" | "tone" | "key_information" | "company" | "sector" | "model" | "base_url";

export const TEXT_FIELDS: readonly TextField[] = [
  "prompt",
  "tone",
  "key_information",
  "company",
  "sector",
  "model",
  "base_url",
];

/** What is sent on saving: everything but what only the desk knows. */
export function changeFrom(saved: Autopilot): AutopilotChange {
  const { on, prompt, tone, key_information, company, sector, model, base_url } = saved;
  const { context_tokens, max_reply_bytes } = saved;
  return { on, prompt, tone, key_information, company, sector, model, base_url, context_tokens, max_reply_bytes };
}

/** Whether the form says something else than what is saved. Spaces at the ends do not count: they are dropped on saving. */
export function isChanged(form: AutopilotChange, saved: Autopilot): boolean {
  return (
    form.on !== saved.on ||
    form.context_tokens !== saved.context_tokens ||
    form.max_reply_bytes !== saved.max_reply_bytes ||
    TEXT_FIELDS.some((field) => form[field].trim() !== saved[field].trim())
  );
}

/** The form as it is saved. */
export function tidied(form: AutopilotChange): AutopilotChange {
  const result = { ...form };
  for (const field of TEXT_FIELDS) result[field] = form[field].trim();
  return result;
}

export type FormProblems = Partial<Record<TextField, string>>;

/** Why the form cannot be saved. A model and its server are only needed once the autopilot is on. */
export function problems(form: AutopilotChange): FormProblems {
  const found: FormProblems = {};
  const url = form.base_url.trim();
  if (url === "") {
    if (form.on) found.base_url = "The autopilot needs a server to ask.";
  } else if (!/^https?:\/\/[^\s/]/iu.test(url)) {
    found.base_url = "A base URL starts with https:// (or http:// for a model on this computer).";
  } else if (/\/chat\/completions\/?$/u.test(url)) {
    found.base_url = "Leave out “/chat/completions”: the desk adds it.";
  }
  if (form.on && form.model.trim() === "") found.model = "Name the model, as its server calls it.";
  return found;
}

/** Tones to start from; each is plain text that can be changed afterwards. */
export const TONES: readonly { label: string; text: string }[] = [
  {
    label: "Friendly",
    text: "Friendly and warm, like a shop assistant who enjoys the job. Short sentences. An emoji now and then.",
  },
  { label: "Plain", text: "Plain and to the point. No emojis, no exclamation marks. Answer first, details after." },
  { label: "Formal", text: "Polite and formal. Address the customer with respect, no slang, no emojis." },
  { label: "Playful", text: "Playful and light. Jokes are fine, never at the customer’s expense. Emojis welcome." },
];
