import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { conversationCommands, Problem, type Replied } from "@/backend";
import { message } from "../samples";
import { useReply } from "./useReply";

const reply = vi.spyOn(conversationCommands, "reply");
const onSent = vi.fn();
const onKept = vi.fn();
const sentIds = () => reply.mock.calls.map(([, body]) => body.send_id);

function written(beforeSend = () => Promise.resolve()) {
  const queries = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
  return renderHook((text: string) => useReply({ conversation: "ada", written: text, beforeSend, onSent, onKept }), {
    wrapper,
    initialProps: "Of course",
  });
}
const open = (beforeSend?: () => Promise<void>) => written(beforeSend).result;

beforeEach(() => {
  sessionStorage.clear();
  reply.mockReset();
  onSent.mockReset();
  onKept.mockReset();
});
afterEach(cleanup);

describe("a reply", () => {
  it("is sent once, however often one presses", async () => {
    let answer: (replied: Replied) => void = () => undefined;
    reply.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const result = open();
    act(() => result.current.send("Of course", "m1"));
    await waitFor(() => expect(result.current.isSending).toBe(true));
    act(() => result.current.send("Of course", "m1"));
    await act(async () => {
      answer({ send_ids: ["s1"] });
      await Promise.resolve();
    });
    await waitFor(() => expect(onSent).toHaveBeenCalledExactlyOnceWith("Of course"));
    expect(reply).toHaveBeenCalledTimes(1);
  });

  it("is not sent when it is blank", () => {
    const result = open();
    act(() => result.current.send(" \n", null));
    expect(reply).not.toHaveBeenCalled();
  });

  it("leaves only when no older draft is on its way", async () => {
    reply.mockResolvedValue({ send_ids: [] });
    let settle: () => void = () => undefined;
    const result = open(() => new Promise((resolve) => (settle = resolve)));
    act(() => result.current.send("Of course", null));
    await waitFor(() => expect(result.current.isSending).toBe(true));
    expect(reply).not.toHaveBeenCalled();
    act(() => settle());
    await waitFor(() => expect(reply).toHaveBeenCalledTimes(1));
  });

  it("that got no answer is the same act when one presses again, so that nothing is said twice", async () => {
    reply
      .mockRejectedValueOnce(Problem.unreachable(new TypeError("cut")))
      .mockRejectedValueOnce(new Problem("commit", 500, "It could not be written."))
      .mockResolvedValueOnce({ send_ids: ["s1"] });
    const result = open();
    act(() => result.current.send("Of course", "m1"));
    await waitFor(() => expect(reply).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(result.current.isSending).toBe(false));
    act(() => result.current.send("Of course", "m1"));
    await waitFor(() => expect(reply).toHaveBeenCalledTimes(2));
    await waitFor(() => expect(result.current.isSending).toBe(false));
    expect(onSent).not.toHaveBeenCalled();
    act(() => result.current.send("Of course", "m1"));
    await waitFor(() => expect(onSent).toHaveBeenCalledTimes(1));
    expect(new Set(sentIds()).size).toBe(1);
  });

  it("that got no answer and was given up is another act when the same words are written again", async () => {
    reply.mockRejectedValueOnce(Problem.unreachable(new TypeError("cut"))).mockResolvedValueOnce({ send_ids: ["s1"] });
    const { result, rerender } = written();
    act(() => result.current.send("Of course", "m1"));
    await waitFor(() => expect(reply).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(result.current.isSending).toBe(false));
    rerender("");
    rerender("Of course");
    act(() => result.current.send("Of course", "m1"));
    await waitFor(() => expect(onSent).toHaveBeenCalledTimes(1));
    expect(new Set(sentIds()).size).toBe(2);
  });

  it("that was refused because of something newer shows it, and is another act after that", async () => {
    const arrived = [message("m3", { text: "Hello?" }), message("m2", { text: "Never mind!" })];
    reply
      .mockRejectedValueOnce(new Problem("newer_message", 409, "Something arrived.", { arrived }))
      .mockResolvedValueOnce({ send_ids: ["s1"] });
    const result = open();
    act(() => result.current.send("Of course", "m1"));
    await waitFor(() => expect(result.current.arrived.map(({ key }) => key)).toEqual(["m2", "m3"]));
    expect(onSent).not.toHaveBeenCalled();
    await waitFor(() => expect(result.current.isSending).toBe(false));
    act(() => result.current.send("Of course", "m3"));
    await waitFor(() => expect(onSent).toHaveBeenCalledTimes(1));
    expect(new Set(sentIds()).size).toBe(2);
    expect(reply.mock.calls.map(([, body]) => body.seen)).toEqual(["m1", "m3"]);
    expect(result.current.arrived).toEqual([]);
  });
});
