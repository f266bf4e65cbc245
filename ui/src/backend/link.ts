import { invoke } from "@tauri-apps/api/core";
import { hostKind } from "./host";
import { Problem } from "./problem";

/** Opens an http(s) address in the system browser; anything else is refused, whoever wrote it. */
export async function openLink(url: string): Promise<void> {
  if (!/^https?:\/\//i.test(url)) return;
  if (hostKind !== "desktop") {
    window.open(url, "_blank", "noopener,noreferrer");
    return;
  }
  try {
    await invoke("open_link", { url });
  } catch (sentence) {
    // The shell says in a sentence why not, and what to do.
    throw new Problem("not_opened", 0, String(sentence));
  }
}
