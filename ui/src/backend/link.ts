import { invoke } from "@tauri-apps/api/core";
import { hostKind } from "./host";

/** Opens an http(s) address in the system browser; anything else is refused, whoever wrote it. */
export async function openLink(url: string): Promise<void> {
  if (!/^https?:\/\//i.test(url)) return;
  if (hostKind === "desktop") await invoke("open_link", { url });
  else window.open(url, "_blank", "noopener,noreferrer");
}
