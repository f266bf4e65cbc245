/**
 * Which account the last wizard connected. The desk forgets a wizard when it ends; a window that opens again where it was, on a wizard
 * that had only the receiving left to show, would call it interrupted without this.
 */
import type { Account, Wizard } from "@/backend";

type Kept = { wizard: string; account: string };

const KEPT = "switchboard.connected";

export function keepConnected(wizard: Wizard): void {
  if (wizard.account === null) return;
  const kept: Kept = { wizard: wizard.id, account: wizard.account.id };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

/** The account that the wizard connected, if it still is. */
export function connectedBy(wizard: string, accounts: readonly Account[]): Account | undefined {
  const kept = read();
  if (kept?.wizard !== wizard) return undefined;
  return accounts.find((account) => account.id === kept.account && account.state !== "disconnected");
}

function read(): Partial<Kept> | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Partial<Kept> | null;
  } catch {
    return null;
  }
}
