/**
 * The wizard's four stations and which check belongs to which.
 *
 * The desk knows the steps `app`, `sign_in`, `receive` and `done`; how far each check got is its truth, never computed here.
 */
import type { Check, CheckName, Wizard, WizardStep } from "@/backend";

export interface Station {
  step: WizardStep;
  title: string;
}

export const STATIONS: readonly Station[] = [
  { step: "app", title: "Your Meta app" },
  { step: "sign_in", title: "Sign in" },
  { step: "receive", title: "Receive messages" },
  { step: "done", title: "Say hello" },
];

const SIGN_IN_CHECKS: readonly CheckName[] = [
  "sign_in",
  "exchange",
  "permissions",
  "long_lived",
  "identity",
  "subscription",
];
const RECEIVE_CHECKS: readonly CheckName[] = ["handshake", "test_event", "first_message"];

function pick(wizard: Wizard, names: readonly CheckName[]): Check[] {
  return names.flatMap((name) => wizard.checks.filter((check) => check.name === name));
}

/** The checks of one station, in the order in which they can succeed. */
export function checksOf(wizard: Wizard, step: WizardStep): Check[] {
  if (step === "app") return pick(wizard, ["app_shape"]);
  if (step === "sign_in") return pick(wizard, SIGN_IN_CHECKS);
  if (step === "receive") return pick(wizard, RECEIVE_CHECKS);
  return pick(wizard, ["first_message"]);
}

export type StationState = "done" | "now" | "later";

/** How a station is drawn while `shown` is the one on screen and `reached` the furthest the desk allows. */
export function stationState(step: WizardStep, shown: WizardStep, reached: WizardStep): StationState {
  if (step === shown) return "now";
  return order(step) < order(reached) || order(step) < order(shown) ? "done" : "later";
}

/** Position of a step, for comparing. */
export function order(step: WizardStep): number {
  return STATIONS.findIndex((station) => station.step === step);
}

/**
 * Sentences worth saying aloud: the checks whose state or sentence changed and that have come to a result. Waiting and running are
 * left out, or a screen reader would never be silent while practice ticks through its steps.
 */
export function announcements(before: readonly Check[], after: readonly Check[]): string[] {
  const known = new Map(before.map((check) => [check.name, check]));
  return after.flatMap((check) => {
    if (check.state === "wait" || check.state === "run") return [];
    const old = known.get(check.name);
    if (old?.state === check.state && old.sentence === check.sentence) return [];
    const next = check.next_step === null ? "" : ` ${check.next_step}`;
    return [`${check.title}: ${check.sentence}${next}`];
  });
}
