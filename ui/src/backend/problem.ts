/** An answer that was not a success, as RFC 9457 problem details. The UI decides by `code` alone and shows `detail` to people. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** Stable, for decisions: `newer_message`, `window_closed`, `unreachable` … */
    readonly code: string,
    /** HTTP status, or 0 when there was no answer. */
    readonly status: number,
    readonly detail: string,
    readonly extras: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }

  static from(body: unknown, status: number): Problem {
    const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    const code = typeof fields.code === "string" ? fields.code : status === 401 ? "unauthorized" : "unexpected";
    const words = [fields.detail, fields.title].find((value) => typeof value === "string" && value !== "");
    return new Problem(code, status, typeof words === "string" ? words : `The desk answered ${status}.`, fields);
  }

  static unreachable(cause: unknown): Problem {
    const problem = new Problem("unreachable", 0, "The desk does not answer.");
    problem.cause = cause;
    return problem;
  }
}

/** The sentence to show for any error that reached the screen. */
export function problemSentence(error: unknown): string {
  if (error instanceof Problem) return error.detail;
  return error instanceof Error ? error.message : "Something unexpected happened.";
}

export function hasCode(error: unknown, code: string): error is Problem {
  return error instanceof Problem && error.code === code;
}
