/** What the autopilot is told is kept word for word and used, and what it did can be looked into. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { Desk } from "../support/desk";
import { eventually } from "../support/eventually";
import { ADA } from "../support/sandbox";
import { connectPractice, openConversation, teach } from "../support/story";
import { Person, type Window } from "../support/window";

let desk: Desk;
let person: Person;
let window: Window;

beforeEach(async () => {
  desk = await Desk.start();
  person = await Person.sitDown();
  window = await person.open(desk.url);
  await connectPractice(window, desk);
});

afterEach(async () => {
  await person.leave();
  await desk.stop();
});

const FIELDS = {
  prompt: "Answer for the bakery.\nNever promise a price that is not listed — «ask me» instead.",
  tone: "Calm, and a little dry. 🥐",
  company: "The Night Bakery & Söhne",
  sector: "Baked goods",
  key_information: "We open on Sunday from 7 to 11.\nRye bread costs 4.20 euros.",
  model: "rye-2",
  context_tokens: "3500",
  max_reply_bytes: "900",
} as const;

/** What every field of the form holds, by its name. */
async function fields(where: Window, names: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of names) found[name] = await (await where.see(`autopilot-${name}`)).inputValue();
  return found;
}

it("every field is kept as it was written, across a reload and for another window, and the model is told", async () => {
  await window.press("rail-autopilot");
  const wanted = { ...FIELDS, base_url: `${desk.practice.url.replace("127.0.0.1", "localhost")}/v1` };
  const before = await fields(window, Object.keys(wanted));
  for (const [name, text] of Object.entries(wanted)) {
    expect(before[name]).not.toBe(text);
    await window.fill(`autopilot-${name}`, text);
  }
  await window.press("autopilot-save");
  await window.read("autopilot-savebar", "Saved.");
  await window.page.reload();
  expect(await fields(window, Object.keys(wanted))).toEqual(wanted);
  expect(await window.at("autopilot-savebar").getAttribute("data-dirty")).toBeNull();

  // What a window keeps for itself is not there after the desk was restarted, in a window of its own.
  await desk.restart();
  const again = await person.open(desk.url);
  await again.press("rail-autopilot");
  expect(await fields(again, Object.keys(wanted))).toEqual(wanted);

  await desk.practice.write(ADA, "Do you open on Sunday?");
  const asked = await eventually("the model was asked", async () => {
    const all = await desk.practice.modelRequests();
    return all.find(({ last_user, model }) => model === wanted.model && last_user.includes("open on Sunday"));
  });
  for (const told of ["prompt", "tone", "company", "sector", "key_information"] as const)
    expect(asked.system).toContain(wanted[told]);
});

it("a tone to start from is written into its field, and discarding brings back what was saved", async () => {
  await window.press("rail-autopilot");
  const before = await (await window.see("autopilot-tone")).inputValue();
  const formal = window.page.getByRole("button", { name: "Formal", exact: true });
  await formal.click();
  expect(await window.at("autopilot-tone").inputValue()).toContain("Polite and formal");
  expect(await formal.getAttribute("aria-pressed")).toBe("true");
  await window.seeState("autopilot-savebar", "data-dirty", "true");
  await window.at("autopilot-savebar").getByRole("button", { name: "Discard" }).click();
  expect(await window.at("autopilot-tone").inputValue()).toBe(before);
});

/** The version that the page of settings calls the present one. */
async function version(): Promise<string> {
  await window.press("rail-autopilot");
  await window.see("autopilot-savebar");
  const text = await window.read("autopilot-savebar", "Version ");
  await window.press("rail-inbox");
  await window.see("list");
  return /Version (\S+)/u.exec(text)?.[1] ?? "";
}

it("*Why?* shows the decision behind that answer: model, tokens and the prompt it was made with", async () => {
  await teach(window, "We open on Sunday from 8 to 13.");
  const first = await version();
  await desk.practice.write(ADA, "Do you open on Sunday?");
  await openConversation(window, ADA);
  await window.bubble("Sunday from 8 to 13");
  await teach(window, "Rye bread costs 4.20 euros.");
  const second = await version();
  expect(second).not.toBe(first);
  await desk.practice.write(ADA, "How much is the rye bread?");
  await openConversation(window, ADA);
  const newer = await window.bubble("4.20 euros");
  const older = await window.bubble("Sunday from 8 to 13");

  await window.press("toggle-side");
  await window.gone("why-panel");
  for (const [bubble, made] of [
    [older, first],
    [newer, second],
  ] as const) {
    await bubble.getByTestId("why").click();
    await window.read("why-panel", made);
    const panel = await window.at("why-panel").innerText();
    expect(panel).toContain("Why it said this");
    expect(panel).toMatch(/Read\s+1 message\s/u);
    expect(panel).toMatch(/Model\s+bakery-1\s/u);
    expect(panel).toMatch(/Tokens\s+[1-9][\d,]* read, [1-9][\d,]* written\s/u);
    expect(panel).toMatch(new RegExp(`Prompt\\s+${made}\\s`, "u"));
    expect(panel.match(/Why it/gu)).toHaveLength(1);
    expect(await bubble.getByTestId("why").getAttribute("aria-pressed")).toBe("true");
  }
  await newer.getByTestId("why").click();
  await eventually("the decision put away", async () => !(await window.at("why-panel").innerText()).includes("Why it"));
  expect(window.errors).toEqual([]);
});
