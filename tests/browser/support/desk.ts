/** One desk for one test: a hub with a fresh data directory, the practice Instagram it uses, and the Instagram it can be connected to. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Program, ROOT } from "./program";
import { Sandbox } from "./sandbox";

type Account = { id: string; username: string; app_id: string };

export class Desk {
  private constructor(
    private readonly folder: string,
    readonly practice: Sandbox,
    readonly instagram: Sandbox,
    private hub: Program,
    /** Address of the page, with its token. */
    public url: string,
  ) {}

  /** `timings` replace some of the usual ones. */
  static async start(timings: Partial<Timings> = {}): Promise<Desk> {
    const folder = await mkdtemp(path.join(tmpdir(), "switchboard-browser-"));
    await writeFile(path.join(folder, "data.key"), randomBytes(32).toString("hex"), { mode: 0o600 });
    await writeFile(path.join(folder, "timings.json"), JSON.stringify({ ...TIMINGS, ...timings }));
    const [practice, instagram] = await Promise.all([Sandbox.start("practice"), Sandbox.start("instagram")]);
    const [hub, url] = await startHub(folder, practice, instagram);
    return new Desk(folder, practice, instagram, hub, url);
  }

  /** Ends the hub and starts it again on the same data. Its address stays, its token is a new one. */
  async restart(): Promise<void> {
    await this.hub.stop();
    const { host } = new URL(this.url);
    [this.hub, this.url] = await startHub(this.folder, this.practice, this.instagram, host);
  }

  /** Ends the hub alone: the page stays open, and nobody answers it. */
  goAway(): Promise<void> {
    return this.hub.stop();
  }

  async stop(): Promise<void> {
    await this.hub.stop();
    await Promise.all([this.practice.stop(), this.instagram.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  accounts(): Promise<Account[]> {
    return this.ask("/api/accounts");
  }

  /** What the desk keeps of an unfinished reply. */
  async draft(conversation: string): Promise<string> {
    const { draft_text } = await this.ask<{ draft_text: string }>(`/api/conversations/${conversation}`);
    return draft_text;
  }

  /** Where webhooks arrive: `127.0.0.1:PORT`. */
  async listener(): Promise<string> {
    const { intake } = await this.ask<{ intake: { listener: string } }>("/api/health");
    return intake.listener;
  }

  private async ask<T>(route: string): Promise<T> {
    const { origin, hash } = new URL(this.url);
    const token = decodeURIComponent(hash.replace("#token=", ""));
    const response = await fetch(`${origin}${route}`, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${route}: ${String(response.status)} ${await response.text()}`);
    return (await response.json()) as T;
  }
}

export type Timings = {
  quiet: number;
  longest: number;
  /** How long an operator's send can be undone. */
  operator_hold: number;
  greeting: number;
  /** When a send whose fate is not known is looked for. */
  looks: number[];
};

/** Delays short enough to watch, long enough that one can step in between. In ms. */
const TIMINGS: Partial<Timings> = { quiet: 300, longest: 3_000, operator_hold: 300, greeting: 0 };

function startHub(
  folder: string,
  practice: Sandbox,
  instagram: Sandbox,
  listen = "127.0.0.1:0",
): Promise<[Program, string]> {
  const args = [
    ...["--data-dir", path.join(folder, "data"), "--key-file", path.join(folder, "data.key")],
    ...["--listen", listen, "--listener", "127.0.0.1:0", "--ui", path.join(ROOT, "ui", "dist")],
    ...["--timings", path.join(folder, "timings.json"), "--practice-url", practice.url],
    ...[
      "--authorize-url",
      `${instagram.url}/www/oauth/authorize`,
      "--token-url",
      `${instagram.url}/api/oauth/access_token`,
    ],
    ...["--graph-url", `${instagram.url}/graph`, "--graph-facebook-url", `${instagram.url}/graph`],
  ];
  return Program.start("switchboard-hub", args, greeting);
}

/** The hub's first line of output says where to open it. */
function greeting(line: string): string | null {
  try {
    return (JSON.parse(line) as { open?: string }).open ?? null;
  } catch {
    return null;
  }
}
