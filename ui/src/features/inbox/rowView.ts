/** What a row says, as plain values. Pure, so that every wording is tested without drawing anything. */
import type { Owner, Row, Trouble, Who } from "@/backend";
import { secondsUntil, type Tone } from "@/shared";

const TROUBLE: Record<Trouble, string> = {
  sending: "Sending…",
  checking: "Checking whether it went out…",
  asking: "Did your message arrive?",
  failed: "A message was not sent",
};
const WHO: Record<Who, string | null> = {
  customer: null,
  autopilot: "Autopilot:",
  operator: "You:",
  phone: "From the phone:",
  other_app: "Another app:",
};

export type PreviewTone = "plain" | "me" | "pilot" | "phone" | "call" | "danger";
export type Preview = { prefix: string | null; tone: PreviewTone; text: string };

/** The second line: trouble first, then an unfinished draft, then who spoke last. */
export function previewOf(row: Pick<Row, "trouble" | "draft" | "last">, isOpen: boolean): Preview {
  const { trouble, draft, last } = row;
  const said = last?.text ?? "";
  if (trouble !== null)
    return {
      prefix: TROUBLE[trouble],
      tone: trouble === "failed" ? "danger" : trouble === "sending" ? "me" : "call",
      // Which message it is about is said in the conversation; what was said last may be another.
      text: "",
    };
  if (draft !== null && draft !== "" && !isOpen) return { prefix: "Draft:", tone: "call", text: draft };
  if (last === null) return { prefix: null, tone: "plain", text: "No messages yet" };
  return { prefix: WHO[last.who], tone: toneOf(last.who), text: said };
}

function toneOf(who: Who): PreviewTone {
  switch (who) {
    case "operator":
      return "me";
    case "autopilot":
      return "pilot";
    case "phone":
    case "other_app":
      return "phone";
    case "customer":
      return "plain";
  }
}

/** Who answers, in the words of the chip. `now` only matters while the autopilot waits. */
export function ownerWords(owner: Owner, now: number): string {
  if (owner.who !== "autopilot") return owner.sentence;
  switch (owner.autopilot.state) {
    case "waiting":
      return owner.autopilot.due_at === null
        ? "Autopilot · waiting"
        : `Autopilot · answers in ${secondsUntil(owner.autopilot.due_at, now)}s`;
    case "writing":
      return "Autopilot · writing…";
    case "sending":
      return "Autopilot · sending…";
    case "idle":
      return "Autopilot";
  }
}

/** Which colour goes with those words. */
export function ownerTone(owner: Owner): Tone {
  if (owner.needs_human) return "call";
  if (owner.reason === "phone" || owner.reason === "other_app") return "phone";
  if (owner.who === "operator") return "me";
  return owner.who === "autopilot" ? "pilot" : "plain";
}

/** What a screen reader says of a row: the same things the eye gets. */
export function spokenRow(
  name: string,
  row: Pick<Row, "unread">,
  preview: Preview,
  owner: string,
  left: string,
): string {
  const unread = row.unread > 0 ? `${row.unread} unread` : null;
  const said = [preview.prefix, preview.text].filter(Boolean).join(" ");
  return [name, unread, said, owner, left].filter(Boolean).join(", ");
}
