/** Steps that several tests take. Each is done only when its effect was seen. */
import type { Desk } from "./desk";
import { eventually } from "./eventually";
import { ACCOUNT, APP_ID, APP_SECRET } from "./sandbox";
import type { Window } from "./window";

export function conversation(customer: string): string {
  return `${ACCOUNT}.${customer}`;
}

/** Practice through the wizard into the inbox. The scripted customers are sent home, so that only the test's own people write. */
export async function connectPractice(window: Window, desk: Desk): Promise<void> {
  await window.press("choose-practice");
  await window.check("subscription", "ok");
  await desk.practice.stopScripts();
  await window.press("wizard-finish");
  await window.see("list");
}

/** Gives the autopilot something to know. */
export async function teach(window: Window, keyInformation: string): Promise<void> {
  await window.press("rail-autopilot");
  await window.fill("autopilot-key_information", keyInformation);
  await window.press("autopilot-save");
  await eventually("the settings saved", async () =>
    (await window.at("autopilot-savebar").innerText()).includes("Saved."),
  );
  await window.press("rail-inbox");
  await window.see("list");
}

/** From here on only a person answers. */
export async function silenceAutopilot(window: Window): Promise<void> {
  await window.press("rail-autopilot");
  await window.press("autopilot-on");
  await window.seeState("autopilot-on", "data-state", "unchecked");
  await window.press("rail-inbox");
  await window.see("list");
}

/** Writes and sends, in the conversation that is open, by the button or by the key. */
export async function reply(window: Window, words: string, by: "button" | "key" = "button"): Promise<void> {
  await window.fill("composer-text", words);
  await (by === "key" ? window.keys("Enter") : window.press("composer-send"));
  await window.bubble(words);
}

/** Replies to somebody whose conversation is open, loses what became of it, and waits until the operator is asked. */
export async function loseReply(
  window: Window,
  desk: Desk,
  { to, words, how }: { to: string; words: string; how: "send_cut" | "send_accepted_cut" },
): Promise<void> {
  for (const fault of ["conversations_fail", "echo_dropped"]) await desk.practice.fault(fault);
  await desk.practice.fault(how, { customer: to });
  await reply(window, words);
  await window.see("question");
  await desk.practice.clearFaults();
}

export async function openConversation(window: Window, customer: string): Promise<void> {
  const id = conversation(customer);
  const row = window.at(`row-${id}`);
  if (!(await row.isVisible())) await window.press("split-all");
  const opened = window.page.locator(`[data-testid="conversation"][data-id="${id}"]`);
  // Rows move while customers write: who gets a neighbour's conversation presses again.
  await eventually(`the conversation ${id}`, async () => {
    if (!(await opened.isVisible())) await window.press(`row-${id}`);
    return opened.isVisible();
  });
}

/** The first station, with the app that the sandbox knows. */
export async function enterApp(window: Window, secret = APP_SECRET, id = APP_ID): Promise<void> {
  await window.fill("app-id", id);
  await window.fill("app-secret", secret);
  await window.press("wizard-continue");
  await window.see("sign-in");
}

/** The redirect URI as the wizard shows it, registered in the sandbox's dashboard. */
export async function registerRedirect(window: Window, desk: Desk): Promise<string> {
  const uri = (await (await window.see("redirect-uri")).innerText()).trim();
  await desk.instagram.registerRedirect(uri);
  return uri;
}
