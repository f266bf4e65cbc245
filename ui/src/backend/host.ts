/**
 * Which host serves this page, and how it is reached. The desktop answers on its own scheme and needs no token; the hub answers on the
 * page's own origin and wants a bearer token that arrives once in the address.
 */

const TOKEN = "switchboard.token";

export type HostKind = "desktop" | "hub";

export const hostKind: HostKind = "__TAURI_INTERNALS__" in window ? "desktop" : "hub";

/** Prefix of every API address. */
export const apiBase = hostKind === "desktop" ? "desk://localhost" : "";

/** Takes the token out of `/#token=…` and out of the address bar, so that it is neither bookmarked nor shown. */
export function takeTokenFromAddress(): void {
  const found = /^#token=(.+)$/.exec(window.location.hash)?.[1];
  if (!found) return;
  sessionStorage.setItem(TOKEN, decodeURIComponent(found));
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
}

export function hubToken(): string | null {
  return hostKind === "hub" ? sessionStorage.getItem(TOKEN) : null;
}

export function setHubToken(token: string): void {
  sessionStorage.setItem(TOKEN, token.trim());
}
