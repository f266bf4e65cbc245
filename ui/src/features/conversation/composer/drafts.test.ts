import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newDrafts, SAVE_EVERY_MS } from "./drafts";

/** A desk that keeps what it is given, and answers when it is told to. */
function slowDesk() {
  const kept: string[] = [];
  let waiting: (() => void)[] = [];
  const save = (conversation: string, text: string) =>
    new Promise<void>((resolve) => {
      kept.push(`${conversation}: ${text}`);
      waiting.push(resolve);
    });
  const answer = async () => {
    waiting.forEach((resolve) => resolve());
    waiting = [];
    await vi.advanceTimersByTimeAsync(0);
  };
  return { kept, save, answer };
}

const noFailure = (error: unknown) => {
  throw error;
};

describe("drafts", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("gives the first character to the desk at once", () => {
    const desk = slowDesk();
    newDrafts(desk.save, noFailure).change("ada", "O");
    expect(desk.kept).toEqual(["ada: O"]);
  });

  it("follows with the newest text while one writes on, one save at a time", async () => {
    const desk = slowDesk();
    const drafts = newDrafts(desk.save, noFailure);
    for (const text of ["O", "Of", "Of ", "Of c"]) drafts.change("ada", text);
    await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS);
    expect(desk.kept).toEqual(["ada: O"]);
    await desk.answer();
    expect(desk.kept).toEqual(["ada: O", "ada: Of c"]);
    await desk.answer();
    expect(drafts.unsaved("ada")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(10 * SAVE_EVERY_MS);
    expect(desk.kept).toHaveLength(2);
  });

  it("keeps what the desk does not have, each in its own conversation", () => {
    const desk = slowDesk();
    const drafts = newDrafts(desk.save, noFailure);
    drafts.change("ada", "for Ada");
    drafts.change("ben", "for Ben");
    expect(drafts.unsaved("ada")).toBe("for Ada");
    expect(drafts.unsaved("ben")).toBe("for Ben");
  });

  it("saves nothing more about a text that is leaving as a reply, and holds it until it has left", async () => {
    const desk = slowDesk();
    const drafts = newDrafts(desk.save, noFailure);
    drafts.change("ada", "O");
    drafts.change("ada", "Of course");
    const settled = drafts.settle("ada", "Of course");
    await desk.answer();
    await settled;
    await drafts.flush("ada");
    await vi.advanceTimersByTimeAsync(10 * SAVE_EVERY_MS);
    expect(desk.kept).toEqual(["ada: O"]);
    expect(drafts.unsaved("ada")).toBe("Of course");
    drafts.left("ada");
    expect(drafts.unsaved("ada")).toBeUndefined();
  });

  it("a text that did not leave is a draft again, with what was written since", async () => {
    const desk = slowDesk();
    const drafts = newDrafts(desk.save, noFailure);
    await drafts.settle("ada", "Of course");
    drafts.change("ada", "Of course, tomorrow");
    await vi.advanceTimersByTimeAsync(10 * SAVE_EVERY_MS);
    expect(desk.kept).toEqual([]);
    drafts.stayed("ada");
    expect(desk.kept).toEqual(["ada: Of course, tomorrow"]);
  });

  it("a save that failed is told, and the next key tries again", async () => {
    const told: unknown[] = [];
    const save = vi.fn<(conversation: string, text: string) => Promise<void>>();
    save.mockRejectedValueOnce(new Error("away")).mockResolvedValue(undefined);
    const drafts = newDrafts(save, (error) => told.push(error));
    drafts.change("ada", "O");
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toHaveLength(1);
    expect(drafts.unsaved("ada")).toBe("O");
    drafts.change("ada", "Of");
    await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS);
    expect(save).toHaveBeenLastCalledWith("ada", "Of");
    expect(drafts.unsaved("ada")).toBeUndefined();
  });
});
