import { invoke } from "@tauri-apps/api/core";
import { expect, it, vi } from "vitest";
import { openLink } from "./link";
import { problemSentence } from "./problem";

vi.mock("@tauri-apps/api/core", () => ({ invoke: vi.fn() }));
vi.mock("./host", () => ({ hostKind: "desktop" }));
const opened = vi.mocked(invoke);

it("says in the shell's words why a link was not opened", async () => {
  opened.mockRejectedValueOnce("No browser could be started. Copy the address instead.");
  const error: unknown = await openLink("https://example.test/").catch((reason: unknown) => reason);
  expect(problemSentence(error)).toBe("No browser could be started. Copy the address instead.");
});

it("opens web addresses alone", async () => {
  opened.mockReset();
  for (const address of ["javascript:alert(1)", "file:///etc/passwd", ""]) await openLink(address);
  expect(opened).not.toHaveBeenCalled();
  await openLink("https://example.test/");
  expect(opened).toHaveBeenCalledExactlyOnceWith("open_link", { url: "https://example.test/" });
});
