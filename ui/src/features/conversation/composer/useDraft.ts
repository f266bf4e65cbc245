import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { conversationCommands, conversationQuery, problemSentence, type Undone } from "@/backend";
import { notify } from "@/frame";
import { newDrafts, type Drafts } from "./drafts";
import { giveText, takeTexts } from "./handoff";
import { isWholeDraft, wordsLeft, wordsWith } from "./words";

let drafts: Drafts | null = null;

function draftsOf(queries: QueryClient): Drafts {
  drafts ??= newDrafts(
    async (conversation, text) => {
      await conversationCommands.draft(conversation, text);
      knowDraft(queries, conversation, text);
    },
    (error) => notify({ text: `The draft is not saved: ${problemSentence(error)}`, tone: "problem" }),
  );
  return drafts;
}

/** What the desk has is known before it is asked again: a conversation opened in between must not show an older text. */
function knowDraft(queries: QueryClient, conversation: string, text: string): void {
  const { queryKey } = conversationQuery(conversation);
  const isRead = queries.isFetching({ queryKey, exact: true }) > 0;
  queries.setQueryData(queryKey, (kept) => kept && { ...kept, draft_text: text });
  // What is on its way was asked for before this and may hold an older text, which would take the place of this one.
  if (isRead) void queries.invalidateQueries({ queryKey, exact: true });
}

/**
 * A text was taken back from the outbox, and the desk has put it before its draft. Where that draft is the one that this window knew, it
 * is the composer's text; where somebody has written since, the text is put before what stands here, open or not.
 */
export function giveBack(queries: QueryClient, conversation: string, undone: Undone): void {
  if (undone.text === "") return;
  const unsaved = draftsOf(queries).unsaved(conversation);
  const known = queries.getQueryData(conversationQuery(conversation).queryKey)?.draft_text ?? "";
  if (unsaved === undefined && isWholeDraft(undone, known)) knowDraft(queries, conversation, undone.draft_text);
  else if (!giveText(conversation, undone.text))
    draftsOf(queries).change(conversation, wordsWith(undone.text, unsaved ?? known));
}

/** The text of one conversation's composer. The component that uses it lives as long as that conversation is open. */
export function useDraft(conversation: string, saved: string) {
  const queries = useQueryClient();
  const drafts = draftsOf(queries);
  const [text, setText] = useState(() => drafts.unsaved(conversation) ?? saved);
  const latest = useRef(text);
  // The desk's own text changes where this one was sent, or written, in another window; what is written here stays.
  const [known, setKnown] = useState(saved);
  if (known !== saved) {
    setKnown(saved);
    if (text === known && drafts.unsaved(conversation) === undefined) setText(saved);
  }
  useEffect(() => {
    latest.current = text;
  }, [text]);

  const show = useCallback((next: string) => {
    latest.current = next;
    setText(next);
  }, []);
  const change = useCallback(
    (next: string) => {
      show(next);
      drafts.change(conversation, next);
    },
    [show, drafts, conversation],
  );
  const flush = useCallback(() => void drafts.flush(conversation), [drafts, conversation]);

  useEffect(() => {
    const onHide = () => void drafts.flushAll();
    window.addEventListener("pagehide", onHide);
    return () => {
      window.removeEventListener("pagehide", onHide);
      flush();
    };
  }, [drafts, flush]);

  useEffect(() => takeTexts(conversation, (back) => change(wordsWith(back, latest.current))), [conversation, change]);

  /** After a reply was taken: what was written meanwhile stays. */
  const clear = useCallback(
    (sent: string) => {
      const now = latest.current;
      drafts.left(conversation);
      knowDraft(queries, conversation, "");
      const left = wordsLeft(now, sent);
      if (left === "") show("");
      else change(left);
    },
    [show, change, drafts, queries, conversation],
  );
  return {
    text,
    change,
    flush,
    clear,
    settle: (leaving: string) => drafts.settle(conversation, leaving),
    stay: () => drafts.stayed(conversation),
  };
}
