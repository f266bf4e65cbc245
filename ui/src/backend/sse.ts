/**
 * Server-sent events over fetch. The browser's own EventSource cannot carry an Authorization header, and a token in the address would end
 * up in logs.
 */

/** The `data:` of each event of a stream, in order. */
export async function* sseData(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const { events, rest: left } = splitEvents(rest + decoder.decode(value, { stream: true }));
      rest = left;
      yield* events;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Cuts whole events off the front of a buffer; comments and other fields are dropped. */
export function splitEvents(buffer: string): { events: string[]; rest: string } {
  const blocks = buffer.replaceAll("\r\n", "\n").split("\n\n");
  const rest = blocks.pop() ?? "";
  const events = blocks
    .map((block) =>
      block
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5).replace(/^ /, ""))
        .join("\n"),
    )
    .filter((data) => data !== "");
  return { events, rest };
}
