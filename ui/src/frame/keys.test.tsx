import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useKeys } from "./keys";
import { registerCommands, type Command } from "./registry";

function Keys() {
  useKeys();
  return (
    <>
      <button type="button">Press</button>
      <textarea aria-label="text" />
      <div role="log" />
      <div role="dialog">
        <button type="button">Inside</button>
      </div>
    </>
  );
}

const command = (id: string, keys: string[], rest: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: "Window",
  keys,
  run: () => ran.push(id),
  ...rest,
});

let ran: string[] = [];
let forget: () => void = () => undefined;
const add = (...commands: Command[]) => {
  const before = forget;
  const mine = registerCommands(commands);
  forget = () => {
    mine();
    before();
  };
};

/** Presses a key where the focus is said to be; returns whether anybody took it. */
function press(key: string, where = "body", rest: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...rest });
  document.querySelector(where)?.dispatchEvent(event);
  return event.defaultPrevented;
}

beforeEach(() => {
  ran = [];
  render(<Keys />);
});
afterEach(() => {
  forget();
  forget = () => undefined;
  cleanup();
});

describe("a single letter", () => {
  it("is a command while nobody writes, and a letter while somebody does", () => {
    add(command("take", ["t"]));
    expect(press("t")).toBe(true);
    expect(press("t", "textarea")).toBe(false);
    expect(ran).toEqual(["take"]);
  });
  it("belongs to the input method while it composes", () => {
    add(command("take", ["t"]));
    expect(press("t", "body", { isComposing: true })).toBe(false);
    expect(ran).toEqual([]);
  });
  it("does not act again and again while it is held, unless it moves through a list", () => {
    add(command("take", ["t"]), command("next", ["j"]));
    press("t", "body", { repeat: true });
    press("j", "body", { repeat: true });
    expect(ran).toEqual(["next"]);
  });
});

describe("a command that also works while one writes", () => {
  it("is run from a field", () => {
    add(command("palette", ["mod+k"], { whileWriting: true }));
    expect(press("k", "textarea", { ctrlKey: true })).toBe(true);
    expect(ran).toEqual(["palette"]);
  });
});

describe("a sequence", () => {
  it("is two keys in a row, and its first key alone does nothing", () => {
    add(command("inbox", ["g i"]));
    expect(press("g")).toBe(false);
    press("i");
    expect(ran).toEqual(["inbox"]);
    press("i");
    expect(ran).toEqual(["inbox"]);
  });
  it("is given up after a while and by another key", () => {
    add(command("inbox", ["g i"]));
    press("g");
    press("x");
    press("i");
    const clock = vi.spyOn(Event.prototype, "timeStamp", "get");
    clock.mockReturnValue(1_000);
    press("g");
    clock.mockReturnValue(2_000);
    press("i");
    clock.mockRestore();
    expect(ran).toEqual([]);
  });
  it("never swallows what is written", () => {
    add(command("inbox", ["g i"]));
    press("g");
    expect(press("i", "textarea")).toBe(false);
    expect(ran).toEqual([]);
  });
});

describe("whoever was opened last", () => {
  it("answers a key first, and gives it back when it is gone", () => {
    add(command("leave", ["escape"]));
    const close = registerCommands([command("close", ["escape"])]);
    press("Escape");
    close();
    press("Escape");
    expect(ran).toEqual(["close", "leave"]);
  });
});

describe("keys that belong to something else", () => {
  it("Enter on a button presses the button", () => {
    add(command("reply", ["enter"]));
    expect(press("Enter", "button")).toBe(false);
    expect(press("Enter")).toBe(true);
    expect(ran).toEqual(["reply"]);
  });
  it("an arrow scrolls the messages that have the focus, and steps through the list elsewhere", () => {
    add(command("next", ["j", "arrowdown"]));
    expect(press("ArrowDown", "[role=log]")).toBe(false);
    expect(press("j", "[role=log]")).toBe(true);
    expect(press("ArrowDown")).toBe(true);
    expect(ran).toEqual(["next", "next"]);
  });
  it("inside a dialog nothing behind it is reached, but for the palette", () => {
    add(command("take", ["t"]), command("palette", ["mod+k"]));
    press("t", "[role=dialog] button");
    press("k", "[role=dialog] button", { ctrlKey: true });
    expect(ran).toEqual(["palette"]);
  });
  it("a press that was taken already is left alone", () => {
    add(command("take", ["t"]));
    const take = (event: Event) => event.preventDefault();
    document.body.addEventListener("keydown", take);
    press("t");
    document.body.removeEventListener("keydown", take);
    expect(ran).toEqual([]);
  });
});
