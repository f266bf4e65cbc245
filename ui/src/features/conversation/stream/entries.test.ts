import { describe, expect, it } from "vitest";
import { HOUR, message, MINUTE, NOON, ownerChange } from "../samples";
import { entriesOf, itemsOldestFirst, newestMessageKey, newSince, RUN_MS, type MessageEntry } from "./entries";

const keys = (entries: readonly { key: string }[]) => entries.map(({ key }) => key);
const messages = (entries: ReturnType<typeof entriesOf>) =>
  entries.filter((entry): entry is MessageEntry => entry.type === "message");
const shown = (entries: ReturnType<typeof entriesOf>) =>
  entries.flatMap((entry) => (entry.type === "owner_change" && entry.isNews ? [entry.key] : []));

describe("the lines of a conversation", () => {
  it("begin each day with its name, also the first", () => {
    const entries = entriesOf([message("a"), message("b", { at: NOON + 24 * HOUR })]);
    expect(keys(entries)).toEqual(["day-a", "a", "day-b", "b"]);
  });

  it("keep their keys when older ones arrive above them, but for the name of a day that began earlier", () => {
    const newer = [message("c"), message("d")];
    const after = keys(entriesOf([message("b", { at: NOON - MINUTE }), ...newer]));
    expect(after.slice(-2)).toEqual(keys(entriesOf(newer)).slice(-2));
    expect(after).not.toContain("day-c");
  });

  it("name a writer once and tell the time once for each run", () => {
    const run = messages(entriesOf([message("a"), message("b", { at: NOON + 1 }), message("c", { at: NOON + 2 })]));
    expect(run.map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  it("end a run when another writes, when somebody else takes over, and after a pause", () => {
    const ends = (between: Parameters<typeof entriesOf>[0]) => messages(entriesOf(between))[0]?.last;
    expect(ends([message("a"), message("b", { who: "autopilot" })])).toBe(true);
    expect(ends([message("a"), ownerChange("o"), message("b")])).toBe(true);
    expect(ends([message("a"), message("b", { at: NOON + RUN_MS })])).toBe(true);
    expect(ends([message("a"), message("b", { at: NOON + RUN_MS - 1 })])).toBe(false);
  });

  it("end a run at midnight, however close the messages are", () => {
    const midnight = new Date(2025, 10, 20).getTime();
    const [before, after] = messages(
      entriesOf([message("a", { at: midnight - 1_000 }), message("b", { at: midnight + 1_000 })]),
    );
    expect([before?.last, after?.first]).toEqual([true, true]);
  });
});

describe("the lines that say who answers", () => {
  it("are drawn once while the same person goes on answering", () => {
    const entries = entriesOf([
      ownerChange("typing", { reason: "typing" }),
      message("a", { who: "operator" }),
      ownerChange("sent", { reason: "sent" }),
      message("b"),
      ownerChange("again", { reason: "sent" }),
    ]);
    expect(shown(entries)).toEqual(["typing"]);
    // The others keep their place, so that the list can hold on to them.
    expect(keys(entries)).toContain("again");
  });

  it("are drawn again when the phone answered in between, and when a human is asked for another reason", () => {
    const asked = (key: string, reason: string) => ownerChange(key, { owner: "nobody", reason });
    expect(
      shown(
        entriesOf([
          ownerChange("here"),
          ownerChange("phone", { reason: "phone" }),
          ownerChange("here-again"),
          asked("old", "too_old"),
          asked("handed", "handed_over"),
          asked("handed-again", "handed_over"),
        ]),
      ),
    ).toEqual(["here", "phone", "here-again", "old", "handed"]);
  });
});

describe("a slice of a conversation", () => {
  it("is put in order from its pages, which overlap where they were fetched around a message", () => {
    const page = (...names: string[]) => ({ items: names.map((name) => message(name)) });
    expect(keys(itemsOldestFirst([page("d", "c"), page("c", "b"), page("a")]))).toEqual(["a", "b", "c", "d"]);
  });

  it("counts as new what others said after the last one seen", () => {
    const items = [
      message("a", { seq: 1 }),
      message("b", { seq: 2 }),
      ownerChange("o", { seq: 3 }),
      message("c", { seq: 4, who: "operator" }),
      message("d", { seq: 5 }),
    ];
    expect(newSince(items, "a")).toBe(2);
    expect(newSince(items, "d")).toBe(0);
  });

  it("counts nothing as new before anything was seen, or when what was seen is not in the slice", () => {
    expect(newSince([message("a")], null)).toBe(0);
    expect(newSince([message("a")], "older")).toBe(0);
  });

  it("has been seen up to its newest message, not up to a line that says who answers", () => {
    const items = [message("a", { seq: 1 }), message("b", { seq: 2 }), ownerChange("o", { seq: 3 })];
    expect(newestMessageKey(items)).toBe("b");
    expect(newestMessageKey([])).toBeNull();
  });

  it("has been seen up to a message that was late, though it stands above one that came before it", () => {
    const items = [message("late", { seq: 9 }), message("reply", { seq: 8, who: "operator" })];
    expect(newestMessageKey(items)).toBe("late");
    expect(newSince(items, "reply")).toBe(1);
    expect(newSince(items, "late")).toBe(0);
  });
});
