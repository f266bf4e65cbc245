/** A program of the house as a test runs it: started, awaited until it says where it listens, and stopped by its own process id. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target");

/** Longest time a program may take to say that it is ready, ms. */
const READY_MS = 20_000;
/** A stop is promised within five seconds; a little is left for a busy machine. */
const STOP_MS = 8_000;

export class Program {
  /** Everything it printed, for a failing test to show. */
  output = "";

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts `name` and waits for the first line of its standard output that `ready` can read. */
  static async start<T>(
    name: string,
    args: readonly string[],
    ready: (line: string) => T | null,
  ): Promise<[Program, T]> {
    const file = path.join(TARGET, "debug", name);
    if (!existsSync(file)) throw new Error(`${file} is missing: run \`cargo build --workspace --bins\``);
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
    const program = new Program(name, child);
    const answer = new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name} was not ready in time`)), READY_MS);
      let rest = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        program.output += text;
        rest += text;
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const value = ready(line);
          if (value === null) continue;
          clearTimeout(timer);
          resolve(value);
        }
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => (program.output += text));
      child.once("exit", (code) => reject(new Error(`${name} ended with ${String(code)}`)));
    });
    try {
      return [program, await answer];
    } catch (error) {
      child.kill("SIGKILL");
      throw new Error(`${String(error)}\n${program.output}`, { cause: error });
    }
  }

  /** Stops it as a system would, and insists that it goes. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, "exit") as Promise<[code: number | null, signal: NodeJS.Signals | null]>;
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS);
    const [, signal] = await gone;
    clearTimeout(timer);
    if (signal === "SIGKILL") throw new Error(`${this.name} did not stop within ${String(STOP_MS)} ms`);
  }
}
