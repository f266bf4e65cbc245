/** The Instagram on the other side: our sandbox as a program, and the calls of its control API that these tests need. */
import { Program } from "./program";

export const ACCOUNT = "17841400000000001";
export const APP_ID = "700000000000001";
export const APP_SECRET = "0badcafe0badcafe0badcafe0badcafe";
export const ADA = "6100000000000001";
export const BEN = "6100000000000002";

export type Said = {
  mid: string;
  direction: "in" | "out";
  who: "customer" | "api" | "phone" | "other_app";
  text?: string;
  accepted_count?: number;
};

type Request = { method: string; body?: unknown };
type Asked = { model: string; system: string; last_user: string };

export class Sandbox {
  private constructor(
    private readonly program: Program,
    readonly url: string,
  ) {}

  /** `practice` sandboxes hand out practice tokens, which a real connection refuses, and the reverse. */
  static async start(kind: "practice" | "instagram"): Promise<Sandbox> {
    const prefix = kind === "practice" ? "IGAAPRACTICE" : "IGAA";
    const args = ["--port", "0", "--token-prefix", prefix, "--pace", "0"];
    const [program, url] = await Program.start("switchboard-sandbox", args, (line) => baseUrl(line));
    return new Sandbox(program, url);
  }

  stop(): Promise<void> {
    return this.program.stop();
  }

  /** A customer writes. Text, or the whole message as the control API takes it. */
  async write(customer: string, message: string | Record<string, unknown>): Promise<{ mid: string }> {
    const body = typeof message === "string" ? { text: message } : message;
    return this.call("POST", `/customers/${customer}/messages`, body);
  }

  /** The operator answers in the Instagram app instead of here. */
  phone(to: string, text: string): Promise<{ mid: string }> {
    return this.call("POST", `/accounts/${ACCOUNT}/phone`, { to, text });
  }

  /** What was really said to and by a customer, oldest first. */
  async thread(customer: string): Promise<Said[]> {
    const { messages } = await this.call<{ messages: Said[] }>("GET", `/threads/${customer}`);
    return messages;
  }

  /** What the desk sent this customer. */
  async sentTo(customer: string): Promise<Said[]> {
    return (await this.thread(customer)).filter((message) => message.who === "api");
  }

  /** How often the desk asked Instagram to send this customer something, accepted or not. */
  async attemptsTo(customer: string): Promise<number> {
    const { requests } = await this.call<{ requests: Request[] }>("GET", "/requests?surface=graph&path=/messages");
    return requests.filter(({ method, body }) => method === "POST" && JSON.stringify(body ?? "").includes(customer))
      .length;
  }

  /** What the model was asked, oldest first. */
  modelRequests(): Promise<Asked[]> {
    return this.call("GET", "/model/requests");
  }

  /** Every token issued until now is dead. */
  revoke(): Promise<unknown> {
    return this.call("POST", `/accounts/${ACCOUNT}/revoke`, { subcode: 460 });
  }

  fault(name: string, options: Record<string, unknown> = {}): Promise<unknown> {
    return this.call("PUT", `/faults/${name}`, options);
  }

  clearFaults(): Promise<unknown> {
    return this.call("DELETE", "/faults");
  }

  stopScripts(): Promise<unknown> {
    return this.call("POST", "/scripts/stop");
  }

  /** The dashboard: one more OAuth redirect URI. */
  registerRedirect(uri: string, app = APP_ID): Promise<unknown> {
    return this.call("POST", `/apps/${app}/redirect_uris`, { uri });
  }

  /** The dashboard: *Verify and save*. */
  setCallback(url: string, verify_token: string): Promise<{ verified: boolean; reason?: string }> {
    return this.call("PUT", `/apps/${APP_ID}/callback`, { url, verify_token });
  }

  /** The dashboard: *Test* beside `messages`. */
  testEvent(): Promise<unknown> {
    return this.call("POST", `/apps/${APP_ID}/test-event`);
  }

  /** One signed delivery with exactly this body. */
  deliver(body: unknown): Promise<unknown> {
    return this.call("POST", `/apps/${APP_ID}/deliver`, { body: JSON.stringify(body), sign: "right" });
  }

  /** The dashboard: another app. */
  createApp(id: string, secret: string): Promise<unknown> {
    return this.call("POST", "/apps", { id, secret, name: "Another app" });
  }

  /** The consent page pressed without a browser: the address that the browser would end on. */
  async consent(url: string, options: Record<string, unknown> = {}): Promise<string> {
    const { redirect } = await this.call<{ redirect: string }>("POST", "/consent", { url, ...options });
    return redirect;
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/sandbox${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox ${method} ${path}: ${String(response.status)} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
}

function baseUrl(line: string): string | null {
  try {
    return (JSON.parse(line) as { base_url?: string }).base_url ?? null;
  } catch {
    return null;
  }
}
