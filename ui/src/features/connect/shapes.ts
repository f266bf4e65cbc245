/**
 * What a pasted app id, app secret, address or redirect must look like, said before anything is sent.
 *
 * Only certain mistakes are refused here; the desk has the last word (rules 7). Each problem is a sentence
 * that names the mistake, because every one of these values is copied by hand from a page full of look-alikes.
 */

/** A refusal in words, or null when nothing is visibly wrong. */
export type Problem = string | null;

const ACCOUNT_ID_PREFIX = "1784";
const SECRET_LENGTH = 32;

/** Removes what copying adds around a value: spaces, line breaks, zero-width marks and quotes. */
export function cleaned(text: string): string {
  return text.replace(/[\s\u200b-\u200d\u2060\ufeff]+/gu, "").replace(/^["'“”]+|["'“”]+$/gu, "");
}

/** The Instagram app id is digits only (contract 1.1: it is not the Meta app id, which looks the same). */
export function appIdProblem(text: string): Problem {
  const id = cleaned(text);
  if (id === "") return "Paste the Instagram app ID.";
  if (/^[0-9a-f]{32}$/iu.test(id)) return "This is the app secret. The ID has only digits.";
  if (/[^0-9]/u.test(id)) return "An app ID has only digits.";
  if (id.length === 17 && id.startsWith(ACCOUNT_ID_PREFIX)) {
    return "This is the ID of an Instagram account. Copy the Instagram app ID instead.";
  }
  if (id.length < 10 || id.length > 20)
    return "An app ID has 10 to 20 digits. Copy it with the dashboard’s copy button.";
  return null;
}

/** The app secret is 32 hexadecimal characters; the dashboard shows dots until “Show” is pressed. */
export function appSecretProblem(text: string): Problem {
  const secret = cleaned(text);
  if (secret === "") return "Paste the Instagram app secret.";
  if (/[•●∙*]/u.test(secret)) return "These are the dots that hide it. Press “Show” in the dashboard first, then copy.";
  if (/^(IG|EA)[A-Za-z0-9_-]{30,}$/u.test(secret))
    return "This is an access token. The secret is the shorter value next to the app ID.";
  if (/^[0-9]{10,20}$/u.test(secret)) return "This looks like the app ID. The secret is below it in the dashboard.";
  if (/[^0-9a-f]/iu.test(secret)) return "An app secret has only the digits 0–9 and the letters a–f.";
  if (secret.length !== SECRET_LENGTH) {
    return `An app secret has ${String(SECRET_LENGTH)} characters; this has ${String(secret.length)}.`;
  }
  return null;
}

/** A public address as the desk wants it (origin only), or what is wrong with it. */
export type PublicAddress = { url: string; problem: null } | { url: null; problem: string };

/** Hosts that only this computer or this network can reach; Meta cannot deliver to them. */
function isPrivateHost(host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost") || host.endsWith(".local")) return true;
  if (host.startsWith("[")) return host === "[::1]" || /^\[f[cde]/u.test(host);
  const octets = host.split(".").map(Number);
  const [first, second] = octets;
  if (octets.length !== 4 || octets.some(Number.isNaN) || first === undefined || second === undefined) return false;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 192) return second === 168;
  if (first === 169) return second === 254;
  return first === 0 || first === 10 || first === 127;
}

/** Reads what the operator pasted from a tunnel's output. A missing scheme is filled in, a path is dropped. */
export function publicAddress(text: string): PublicAddress {
  const raw = cleaned(text);
  if (raw === "") return { url: null, problem: "Paste the public address of your tunnel." };
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//iu.test(raw) ? raw : `https://${raw}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return { url: null, problem: "This is not a web address. It looks like https://name.example.com." };
  }
  if (isPrivateHost(url.hostname))
    return { url: null, problem: "Only this computer can reach that address. Paste the one your tunnel shows." };
  if (url.protocol !== "https:")
    return { url: null, problem: "Meta delivers only to addresses that start with https://." };
  if (!url.hostname.includes("."))
    return { url: null, problem: "This is not a full address. It looks like https://name.example.com." };
  return { url: url.origin, problem: null };
}

/** What an address pasted after the sign-in turns out to be (contract 1.2). */
export type PastedRedirect = { kind: "answer" } | { kind: "refused" } | { kind: "problem"; problem: string };

/** Tells an answer from the addresses people paste by mistake: Instagram's own page, or the bare redirect URI. */
export function pastedRedirect(text: string, redirectUri: string): PastedRedirect {
  const raw = text.trim();
  if (raw === "") return { kind: "problem", problem: "Paste the address of the page you ended on." };
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    return {
      kind: "problem",
      problem: `This is not a whole address. Copy everything in the address bar; it starts with ${redirectUri}`,
    };
  }
  const query = new URLSearchParams(url.search);
  if (query.has("error")) return { kind: "refused" };
  if (query.has("code")) return { kind: "answer" };
  if (/(^|\.)instagram\.com$/u.test(url.hostname) || query.has("client_id")) {
    return {
      kind: "problem",
      problem:
        "This is still Instagram’s page. Press Allow there first, then copy the address of the page that follows.",
    };
  }
  return {
    kind: "problem",
    problem: "This address carries no code. The right one has “code=” after the question mark.",
  };
}
