import { describe, expect, it } from "vitest";
import { splitEvents, sseData } from "./sse";

function stream(...chunks: (string | Uint8Array<ArrayBuffer>)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

async function all(body: ReadableStream<Uint8Array>): Promise<string[]> {
  const found: string[] = [];
  for await (const data of sseData(body)) found.push(data);
  return found;
}

describe("the events of a stream", () => {
  it("are read in order, however the network cuts them", async () => {
    expect(await all(stream("data: o", "ne\n", "\ndata: two\n\nda", "ta: three\n\n"))).toEqual(["one", "two", "three"]);
  });
  it("survive a cut inside a character", async () => {
    const bytes = new TextEncoder().encode("data: שלום 🥐\n\n");
    const cuts = [...bytes].map((byte) => new Uint8Array([byte]));
    expect(await all(stream(...cuts))).toEqual(["שלום 🥐"]);
  });
  it("may end their lines in either way, also where the cut falls between the two characters", async () => {
    expect(await all(stream("data: one\r\n\r", "\ndata: two\r", "\n\r\n"))).toEqual(["one", "two"]);
  });
  it("that were not finished are not delivered", async () => {
    expect(await all(stream("data: one\n\ndata: half"))).toEqual(["one"]);
  });
});

describe("one event", () => {
  const only = (block: string) => splitEvents(`${block}\n\n`).events;
  it("is the text of its data lines, with one space after the colon that is not part of it", () => {
    expect(only("data: a\ndata:b\ndata:  c")).toEqual(["a\nb\n c"]);
  });
  it("is nothing for comments, which keep the line open, and for other fields", () => {
    expect(only(": still here")).toEqual([]);
    expect(only("event: stale\nid: 7\nretry: 10")).toEqual([]);
    expect(only("event: stale\ndata: x")).toEqual(["x"]);
  });
  it("leaves what follows it for later", () => {
    expect(splitEvents("data: a\n\ndata: b")).toEqual({ events: ["a"], rest: "data: b" });
  });
});
