import { openLink, problemSentence } from "@/backend";
import { notify } from "./notices";

/** Opens an address in the system browser, and says so when that cannot be done. */
export function followLink(url: string): void {
  openLink(url).catch((error: unknown) => notify({ text: problemSentence(error), tone: "problem" }));
}
